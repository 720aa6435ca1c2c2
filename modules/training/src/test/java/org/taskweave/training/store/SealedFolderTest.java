package org.taskweave.training.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
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

  private String refusal(Path target) {
    return assertThrows(InvalidInputException.class, () -> FORMAT.read(target, files -> files))
        .getMessage();
  }

  @Test
  void aFileThatTheManifestDoesNotListIsRefused() throws IOException {
    Path target = folder.resolve("model");
    FORMAT.write(target, temporary -> fill(temporary, "first"));
    Path manifest = target.resolve("manifest.json");
    String sealed = Files.readString(manifest);
    Files.writeString(manifest, sealed.replaceFirst("(?s)\"a.txt\" : \"[0-9a-f]{64}\",\\s*", ""));
    assertTrue(refusal(target).contains("a.txt is none of the files that were sealed"));
    Files.writeString(manifest, sealed);
    Files.writeString(target.resolve(".hidden"), "a file manager's");
    assertEquals("first", FORMAT.read(target, SealedFolderTest::text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"../outside", "/dev/zero", "a\\\\b", ""})
  void aManifestNamesFilesOfItsFolderAlone(String name) throws IOException {
    Path target = folder.resolve("model");
    FORMAT.write(target, temporary -> fill(temporary, "first"));
    Path manifest = target.resolve("manifest.json");
    Files.writeString(
        manifest, Files.readString(manifest).replace("\"a.txt\"", "\"" + name + "\""));
    assertTrue(refusal(target).contains("is no file's name"), refusal(target));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "[]",
        "{}",
        "{\"format\":\"taskweave-test\",\"version\":3}",
        "{\"format\":\"taskweave-test\",\"version\":3,\"sha256\":null}",
        "{\"format\":\"taskweave-test\",\"version\":3,\"version\":3,\"sha256\":{}}"
      })
  void aDamagedManifestIsRefused(String text) throws IOException {
    Path target = folder.resolve("model");
    FORMAT.write(target, temporary -> fill(temporary, "first"));
    Files.writeString(target.resolve("manifest.json"), text);
    assertTrue(refusal(target).contains("manifest.json is damaged"), refusal(target));
  }

  @Test
  void theSameFolderIsTheSameZip() throws IOException {
    Path one = folder.resolve("one.zip");
    Path two = folder.resolve("two.zip");
    FORMAT.write(one, temporary -> fill(temporary, "first"));
    FORMAT.write(two, temporary -> fill(temporary, "first"));
    assertEquals(-1, Files.mismatch(one, two));
  }

  private Path zip(String... names) throws IOException {
    Path zip = folder.resolve("evil.zip");
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
      for (String name : names) {
        out.putNextEntry(new ZipEntry(name));
        out.write(new byte[name.equals("bomb") ? 64 << 20 : 10]);
      }
    }
    return zip;
  }

  @ParameterizedTest
  @ValueSource(strings = {"../evil.txt", "/tmp/evil.txt", "a/b", "..\\evil.txt"})
  void noEntryLeavesTheFolder(String name) throws IOException {
    assertTrue(refusal(zip("a.txt", name)).contains("has a path"));
  }

  @Test
  void aBombIsNotUnpacked() throws IOException {
    assertTrue(refusal(zip("bomb")).contains("more than a hundredfold"));
  }

  /** Two entries of one name: which of them counts would depend on the reader. */
  @Test
  void anEntryThatComesTwiceIsRefused() throws IOException {
    Path zip = zip("a.txt", "b.txt");
    byte[] bytes = Files.readAllBytes(zip);
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    Files.write(zip, text.replace("b.txt", "a.txt").getBytes(StandardCharsets.ISO_8859_1));
    assertTrue(refusal(zip).contains("\"a.txt\" twice"), refusal(zip));
  }

  @Test
  void anEntryWithAnotherChecksumIsRefused() throws IOException {
    Path zip = folder.resolve("model.zip");
    FORMAT.write(zip, temporary -> fill(temporary, "first"));
    byte[] bytes = Files.readAllBytes(zip);
    // The checksum of the first entry in the list of entries.
    int list = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("PK\1\2");
    bytes[list + 16] ^= 1;
    Files.write(zip, bytes);
    assertTrue(refusal(zip).contains("a.txt is damaged"), refusal(zip));
  }

  private static String text(Path files) {
    try {
      return Files.readString(files.resolve("a.txt"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
