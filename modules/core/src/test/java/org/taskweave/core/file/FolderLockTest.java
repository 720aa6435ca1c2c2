package org.taskweave.core.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.taskweave.core.InvalidInputException;

class FolderLockTest {

  @TempDir Path temporary;

  /** Tries to lock the folder that it is given; exits with 0 if it can, 3 if it is refused. */
  public static final class Other {
    public static void main(String[] arguments) {
      try (FolderLock lock = FolderLock.of(Path.of(arguments[0]), "a test")) {
        System.exit(0);
      } catch (InvalidInputException e) {
        System.exit(3);
      }
    }
  }

  private static int otherProcess(Path folder) throws IOException, InterruptedException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            Other.class.getName(),
            folder.toString())
        .inheritIO()
        .start()
        .waitFor();
  }

  @Test
  void oneWritesAtATime() throws Exception {
    Path folder = temporary.resolve("run");
    try (FolderLock lock = FolderLock.of(folder, "a training")) {
      String message =
          assertThrows(InvalidInputException.class, () -> FolderLock.of(folder, "a training"))
              .getMessage();
      assertTrue(
          message.startsWith(folder + ": a training is writing to this folder already"), message);
      Path link = Files.createSymbolicLink(temporary.resolve("link"), folder);
      assertThrows(InvalidInputException.class, () -> FolderLock.of(link, "a training"));
      assertEquals(3, otherProcess(folder));
    }
    assertEquals(0, otherProcess(folder));
    FolderLock.of(folder, "a training").close();
  }
}
