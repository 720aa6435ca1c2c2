package org.taskweave.training.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.taskweave.core.InvalidInputException;

class SealedFolderTest {

  private static final SealedFolder FORMAT = new SealedFolder("taskweave-test", 3);

  @TempDir Path folder;

  private static void fill(Path target, String text) {
    try {
      Files.writeString(target.resolve("a.txt"), text);
      Files.writeString(target.resolve("b.txt"), "other");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"model", "model.zip"})
  void whatIsWrittenIsRead(String name) throws IOException {
    Path target = folder.resolve(name);
    FORMAT.write(target, temporary -> fill(temporary, "first"));
    FORMAT.write(target, temporary -> fill(temporary, "second"));
    assertEquals("second", FORMAT.read(target, SealedFolderTest::text));
    try (Stream<Path> left = Files.list(folder)) {
      assertEquals(1, left.count(), "no temporary file stays");
    }
  }

  @Test
  void aFailingWriterLeavesWhatWasThere() throws IOException {
    Path target = folder.resolve("model");
    FORMAT.write(target, temporary -> fill(temporary, "first"));
    assertThrows(
        IllegalStateException.class,
        () ->
            FORMAT.write(
                target,
                temporary -> {
                  fill(temporary, "half");
                  throw new IllegalStateException("disk full");
                }));
    assertEquals("first", FORMAT.read(target, SealedFolderTest::text));
    try (Stream<Path> left = Files.list(folder)) {
      assertEquals(1, left.count());
    }
  }

  /** As a process leaves it that dies between the two moves. */
  @Test
  void aKillWhileReplacingLosesNothing() throws IOException {
    Path target = folder.resolve("model");
    FORMAT.write(target, temporary -> fill(temporary, "first"));
    Files.move(target, folder.resolve(".model-old"));
    assertEquals("first", FORMAT.read(target, SealedFolderTest::text));
    FORMAT.write(target, temporary -> fill(temporary, "second"));
    assertEquals("second", FORMAT.read(target, SealedFolderTest::text));
    try (Stream<Path> left = Files.list(folder)) {
      assertEquals(List.of(target), left.toList());
    }
  }

  @Test
  void aFailedSecondMoveRestoresTheFirst() throws IOException {
    Path target = folder.resolve("model");
    FORMAT.write(target, temporary -> fill(temporary, "first"));
    Path missing = folder.resolve("missing");
    assertThrows(NoSuchFileException.class, () -> ReplacedFolder.of(target).replaceBy(missing));
    assertEquals("first", text(target));
  }

  @Test
  void damageIsNamed() throws IOException {
    Path target = folder.resolve("model");
    FORMAT.write(target, temporary -> fill(temporary, "first"));
    Files.writeString(target.resolve("a.txt"), "fir5t");
    Files.delete(target.resolve("b.txt"));
    String message =
        assertThrows(InvalidInputException.class, () -> FORMAT.read(target, files -> files))
            .getMessage();
    assertTrue(message.contains("a.txt has other content"), message);
    assertTrue(message.contains("b.txt is missing"), message);
  }

  @Test
  void anotherVersionOrFormatIsRefused() {
    Path target = folder.resolve("model");
    new SealedFolder("taskweave-test", 2).write(target, temporary -> fill(temporary, "old"));
    String message =
        assertThrows(InvalidInputException.class, () -> FORMAT.read(target, files -> files))
            .getMessage();
    assertTrue(message.contains("version 2"), message);
    assertTrue(message.contains("version 3"), message);
    new SealedFolder("taskweave-other", 3).write(target, temporary -> fill(temporary, "old"));
    assertThrows(InvalidInputException.class, () -> FORMAT.read(target, files -> files));
  }

  @Test
  void whatIsNoSealedFolderIsRefused() throws IOException {
    Path empty = Files.createDirectory(folder.resolve("empty"));
    assertThrows(InvalidInputException.class, () -> FORMAT.read(empty, files -> files));
    assertThrows(
        InvalidInputException.class, () -> FORMAT.read(folder.resolve("missing"), files -> files));
    Path text = Files.writeString(folder.resolve("text.zip"), "no zip");
    assertThrows(InvalidInputException.class, () -> FORMAT.read(text, files -> files));
    assertFalse(Files.exists(folder.resolve("missing")));
  }

  private static String text(Path files) {
    try {
      return Files.readString(files.resolve("a.txt"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
