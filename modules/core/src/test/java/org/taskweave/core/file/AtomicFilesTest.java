package org.taskweave.core.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.taskweave.core.InvalidInputException;

class AtomicFilesTest {

  @TempDir Path folder;

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void aTextIsWrittenAndReplaced() throws IOException {
    Path file = folder.resolve("a").resolve("b.txt");
    AtomicFiles.write(file, "first");
    AtomicFiles.write(file, "zweites: ä");
    assertEquals("zweites: ä", Files.readString(file));
    AtomicFiles.append(file, "; more");
    assertEquals("zweites: ä; more\n", Files.readString(file));
  }

  @Test
  void aFullDiskLeavesWhatWasThere() throws IOException {
    Path file = folder.resolve("a.txt");
    AtomicFiles.write(file, "first");
    UncheckedIOException thrown =
        assertThrows(
            UncheckedIOException.class,
            () ->
                AtomicFiles.write(
                    file,
                    part -> {
                      Files.writeString(part, "half");
                      throw new IOException("No space left on device");
                    }));
    assertTrue(thrown.getMessage().contains(file.toString()), thrown.getMessage());
    assertEquals("first", Files.readString(file));
    assertEquals(List.of("a.txt"), names());
  }

  @Test
  void aLinkStaysOne() throws IOException {
    Path real = Files.writeString(folder.resolve("real.txt"), "old");
    Path link = Files.createSymbolicLink(folder.resolve("link.txt"), real);
    AtomicFiles.write(link, "new");
    assertTrue(Files.isSymbolicLink(link));
    assertEquals("new", Files.readString(real));
  }

  @Test
  void aFolderIsNotReplacedByAFile() throws IOException {
    Path empty = Files.createDirectory(folder.resolve("empty"));
    String message =
        assertThrows(InvalidInputException.class, () -> AtomicFiles.write(empty, "text"))
            .getMessage();
    assertTrue(message.startsWith(empty + ": is a folder"), message);
    assertTrue(Files.isDirectory(empty));
  }

  @Test
  void deletionEndsAtLinks() throws IOException {
    Path kept = Files.createDirectory(folder.resolve("kept"));
    Files.writeString(kept.resolve("a.txt"), "mine");
    Path gone = Files.createDirectory(folder.resolve("gone"));
    Files.createSymbolicLink(gone.resolve("link"), kept);
    Files.createDirectories(gone.resolve("deep").resolve("er"));
    AtomicFiles.delete(gone);
    AtomicFiles.delete(gone);
    assertFalse(Files.exists(gone));
    assertEquals("mine", Files.readString(kept.resolve("a.txt")));
  }
}
