package org.taskweave.onnx.score;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.taskweave.core.InvalidInputException;
import org.taskweave.core.batch.SequenceInput;
import org.taskweave.onnx.graph.ElementType;
import org.taskweave.onnx.graph.FileSeal;
import org.taskweave.onnx.graph.OnnxFile;
import org.taskweave.onnx.graph.OnnxGraph;

/** Files that cannot be scored with say why. */
class OnnxScorerTest {

  @TempDir Path folder;

  private static FileMetadata metadata(String task) {
    return new FileMetadata(
        List.of(new FileMetadata.Task(task, "Binary", 1, List.of(), 0, 1)),
        List.of(),
        List.of(),
        List.of("a", "b"),
        "0",
        Map.of(),
        "fp32");
  }

  /** The sum of the user features, with further inputs. */
  private Path file(Map<String, String> properties, String... inputs) {
    OnnxGraph graph = new OnnxGraph();
    String sum =
        graph.add(
            "ReduceSum",
            List.of(graph.input("userFeatures", ElementType.FLOAT, "batch", 2), graph.longs(1)));
    for (String input : inputs) {
      graph.input(input, ElementType.FLOAT, "batch", 1);
      sum = graph.add("Add", List.of(sum, input));
    }
    graph.output("task", sum, ElementType.FLOAT, "batch", 1);
    Path file = folder.resolve("model.onnx");
    new OnnxFile("test", OnnxFile.MOST_INLINE_BYTES).write(graph, properties, file);
    return file;
  }

  private static void refused(String expected, Path file) {
    InvalidInputException refusal =
        assertThrows(InvalidInputException.class, () -> OnnxScorer.open(file).close());
    assertTrue(refusal.getMessage().contains(expected), refusal.getMessage());
    assertTrue(refusal.getMessage().startsWith(file.toString()), refusal.getMessage());
  }

  @Test
  void aFileThatIsNotThereOrDamaged() throws IOException {
    refused("there is no such file", folder.resolve("none.onnx"));
    Path text = folder.resolve("text.onnx");
    Files.writeString(text, "this is no ONNX file");
    refused("is no ONNX file, or a damaged one", text);
    byte[] whole = Files.readAllBytes(file(metadata("task").properties()));
    Path half = folder.resolve("half.onnx");
    Files.write(half, java.util.Arrays.copyOf(whole, whole.length / 2));
    refused("is no ONNX file, or a damaged one", half);
  }

  @Test
  void anOperatorSetThatIsNotKnown() throws IOException {
    Path file = file(metadata("task").properties());
    onnx.Onnx.ModelProto model = onnx.Onnx.ModelProto.parseFrom(Files.readAllBytes(file));
    Path newer = folder.resolve("newer.onnx");
    Files.write(
        newer,
        model.toBuilder()
            .setOpsetImport(0, model.getOpsetImport(0).toBuilder().setVersion(999))
            .build()
            .toByteArray());
    FileSeal.close(newer);
    refused("a version of ONNX that this ONNX Runtime cannot run", newer);
  }

  @Test
  void aFileOfSomeoneElse() {
    refused("not one of Taskweave's", file(Map.of()));
    refused("its metadata are damaged", file(Map.of("taskweave", "{")));
    refused("has no output for the task \"other\"", file(metadata("other").properties()));
  }

  private static SequenceInput batch(int features) {
    return SequenceInput.builder(2, 1, new int[2], new int[2], new float[2])
        .userFeatures(new float[2 * features])
        .build();
  }

  @Test
  void anInputThatNoBatchHas() {
    try (OnnxScorer scorer = OnnxScorer.open(file(metadata("task").properties(), "weather"))) {
      InvalidInputException refusal =
          assertThrows(InvalidInputException.class, () -> scorer.score(batch(2)));
      assertTrue(refusal.getMessage().contains("\"weather\""), refusal.getMessage());
    }
  }

  @Test
  void aBatchOfAnotherBundleAndAnUnknownOutput() {
    try (OnnxScorer scorer = OnnxScorer.open(file(metadata("task").properties()))) {
      scorer.score(batch(2));
      InvalidInputException refusal =
          assertThrows(InvalidInputException.class, () -> scorer.score(batch(3)));
      assertTrue(
          refusal.getMessage().contains("has 2 columns, but the batch has 3"),
          refusal.getMessage());
      InvalidInputException unknown =
          assertThrows(
              InvalidInputException.class, () -> scorer.run(batch(2), Set.of("task.logits")));
      assertTrue(unknown.getMessage().contains("has no output"), unknown.getMessage());
    }
  }

  @Test
  void aNegativeNumberOfThreads() {
    assertThrows(InvalidInputException.class, () -> new RuntimeOptions(-1, true));
  }
}
