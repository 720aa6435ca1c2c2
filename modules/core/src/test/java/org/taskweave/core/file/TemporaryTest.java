package org.taskweave.core.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TemporaryTest {

  @TempDir Path folder;

  private Path left(Owner owner) throws IOException {
    Path left = folder.resolve(".checkpoint~" + owner.token() + "~0123abcd");
    Files.createDirectory(left);
    Files.writeString(left.resolve("model.zip"), "half");
    assertTrue(Temporary.isName(left));
    return left;
  }

  private static Owner owner(ProcessHandle process) {
    return new Owner(
        Owner.current().host(),
        process.pid(),
        process.info().startInstant().orElseThrow().getEpochSecond());
  }

  private static Process sleeping() throws IOException {
    return new ProcessBuilder("sleep", "60").start();
  }

  @Test
  void whatADeadProcessLeftIsCleared() throws Exception {
    Process process = sleeping();
    Path left = left(owner(process.toHandle()));
    Path other = Files.writeString(folder.resolve(".notes~of~mine"), "kept");
    Temporary.beside(folder.resolve("checkpoint"));
    assertTrue(Files.exists(left), "its owner lives");
    process.destroyForcibly().waitFor();
    Path name = Temporary.beside(folder.resolve("checkpoint"));
    assertFalse(Files.exists(left));
    assertFalse(Files.exists(name));
    assertTrue(Temporary.isName(name), name.toString());
    assertEquals("kept", Files.readString(other));
  }

  @Test
  void aNumberThatAnotherProcessHasByNowIsADeadOnes() throws Exception {
    Process process = sleeping();
    try {
      Owner lives = owner(process.toHandle());
      Path left = left(new Owner(lives.host(), lives.process(), lives.startSeconds() - 3600));
      Temporary.beside(folder.resolve("checkpoint"));
      assertFalse(Files.exists(left));
    } finally {
      process.destroyForcibly().waitFor();
    }
  }

  /** Its processes cannot be seen: only age tells. */
  @Test
  void whatAnotherMachineWritesIsLeftAlone() throws IOException {
    Path left = left(new Owner("00000000", 1, 1_700_000_000));
    Temporary.beside(folder.resolve("checkpoint"));
    assertTrue(Files.exists(left));
    Files.setLastModifiedTime(left, FileTime.from(Instant.now().minus(Duration.ofDays(3))));
    Temporary.beside(folder.resolve("checkpoint"));
    assertFalse(Files.exists(left));
  }

  @Test
  void longNamesAreCut() throws IOException {
    Path name = Temporary.beside(folder.resolve("n".repeat(250)));
    Files.writeString(name, "fits");
    assertEquals("fits", Files.readString(name));
  }
}
