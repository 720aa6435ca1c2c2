package org.taskweave.onnx.export;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.taskweave.core.InvalidInputException;
import org.taskweave.onnx.SmallBundle;
import org.taskweave.onnx.score.OnnxScorer;
import org.taskweave.onnx.score.RuntimeOptions;
import org.taskweave.onnx.score.ServedModel;
import org.taskweave.training.bundle.ModelBundle;

/** Exports that were changed, or put together of two. */
class ExportSealTest {

  @TempDir static Path folder;
  private static ModelBundle bundle;
  private static Path original;

  @BeforeAll
  static void export() {
    bundle = SmallBundle.bundle(3);
    original = export("original", 1_000_000_000);
  }

  @AfterAll
  static void close() {
    bundle.close();
  }

  private static Path export(String name, long mostInlineBytes) {
    Path file = folder.resolve(name).resolve("model.onnx");
    new BundleExporter()
        .export(
            bundle,
            file,
            new ExportOptions(
                ExtraOutputs.NONE, Precision.FP32, OptionalDouble.empty(), mostInlineBytes),
            ParityExamples.ofEvents(bundle, SmallBundle.events(), "40 users"));
    return file;
  }

  private static Path copy(Path file, Path to) throws IOException {
    Files.createDirectories(to);
    try (Stream<Path> files = Files.list(file.getParent())) {
      for (Path from : files.toList()) {
        Files.copy(from, to.resolve(from.getFileName()), StandardCopyOption.REPLACE_EXISTING);
      }
    }
    return to.resolve(file.getFileName());
  }

  private static String refusal(Path file) {
    return assertThrows(
            InvalidInputException.class,
            () -> ServedModel.open(file, new RuntimeOptions(1, true)).close())
        .getMessage();
  }

  @Test
  void theSameBundleIsExportedAsTheSameBytes() throws IOException {
    Path again = export("again", 1_000_000_000);
    try (Stream<Path> files = Files.list(original.getParent())) {
      List<Path> all = files.toList();
      assertEquals(7, all.size(), all::toString);
      for (Path file : all) {
        assertEquals(-1, Files.mismatch(file, again.resolveSibling(file.getFileName())), file + "");
      }
    }
  }

  /** Weights, graph and metadata alike; the seal itself, too. */
  @Test
  void everyChangedByteOfTheModelIsFound(@TempDir Path to) throws IOException {
    Path file = copy(original, to);
    byte[] bytes = Files.readAllBytes(file);
    for (int at = 0; at < bytes.length; at += 1 + bytes.length / 200) {
      bytes[at] ^= 0x10;
      Files.write(file, bytes);
      assertTrue(refusal(file).startsWith(file.toString()), refusal(file));
      bytes[at] ^= 0x10;
    }
    Files.write(file, bytes);
    ServedModel.open(file, new RuntimeOptions(1, true)).close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"recipe.yaml", "preprocessing.json", "tokenizer.json", "catalog.jsonl"})
  void aChangedSiblingIsFound(String name, @TempDir Path to) throws IOException {
    Path file = copy(original, to);
    Path sibling = file.resolveSibling(name);
    Files.writeString(sibling, Files.readString(sibling) + "\n");
    assertTrue(refusal(file).contains(name + ": is not the one that was exported"), refusal(file));
    Files.delete(sibling);
    assertTrue(refusal(file).contains(name + ": is missing"), refusal(file));
  }

  @Test
  void theSecondFileOfALargeModelIsSealedToo(@TempDir Path to) throws IOException {
    Path file = copy(export("large", 1000), to);
    OnnxScorer.open(file).close();
    Path second = file.resolveSibling("model.onnx.data");
    byte[] bytes = Files.readAllBytes(second);
    bytes[bytes.length / 2] ^= 1;
    Files.write(second, bytes);
    String message =
        assertThrows(InvalidInputException.class, () -> OnnxScorer.open(file).close()).getMessage();
    assertTrue(message.contains("model.onnx.data: is not the one"), message);
  }

  /** What a kill between two moves of a second export leaves. */
  @Test
  void aMixtureOfTwoExportsIsRefused(@TempDir Path to) throws IOException {
    Path file = copy(original, to);
    try (ModelBundle other = SmallBundle.bundle(4)) {
      Path fresh = folder.resolve("other/model.onnx");
      new BundleExporter()
          .export(
              other,
              fresh,
              ExportOptions.DEFAULT,
              ParityExamples.ofEvents(other, SmallBundle.events(), "40 users"));
      Path recipe = fresh.resolveSibling("recipe.yaml");
      Files.writeString(recipe, Files.readString(recipe) + "# another\n");
      Files.copy(recipe, file.resolveSibling("recipe.yaml"), StandardCopyOption.REPLACE_EXISTING);
    }
    assertTrue(refusal(file).contains("of another export"), refusal(file));
  }

  @Test
  void aFileWithoutASealIsRefused(@TempDir Path to) throws IOException {
    Path file = copy(original, to);
    String bytes =
        new String(Files.readAllBytes(file), java.nio.charset.StandardCharsets.ISO_8859_1);
    Files.write(
        file,
        bytes
            .replace("\n\006sha256", "\n\006xha256")
            .getBytes(java.nio.charset.StandardCharsets.ISO_8859_1));
    assertTrue(refusal(file).contains("has no seal"), refusal(file));
  }
}
