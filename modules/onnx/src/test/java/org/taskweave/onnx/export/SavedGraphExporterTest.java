package org.taskweave.onnx.export;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;
import org.taskweave.core.InvalidInputException;
import org.taskweave.onnx.RuntimeRun;
import org.taskweave.onnx.samediff.SameDiffExporter;

class SavedGraphExporterTest {

  @TempDir Path folder;

  private Path saved() {
    SameDiff graph = SameDiff.create();
    SDVariable x = graph.placeHolder("x", DataType.FLOAT, -1, 2);
    SDVariable weights = graph.var("w", Nd4j.createFromArray(new float[][] {{1, -1}, {2, 0.5f}}));
    SDVariable bias = graph.var("b", Nd4j.createFromArray(0.5f, -3f));
    SDVariable hidden = graph.nn.relu("hidden", x.mmul(weights).add(bias), 0);
    hidden.sum(1).rename("total");
    Path file = folder.resolve("tower.fb");
    graph.save(file.toFile(), false);
    return file;
  }

  @Test
  void aSavedTowerBecomesAFile() {
    Path file = folder.resolve("out/tower.onnx");
    new SavedGraphExporter()
        .export(
            saved(), List.of("hidden", "total"), SameDiffExporter.DEFAULT_LAYER_NORM_EPSILON, file);
    Map<String, RuntimeRun.Result> results =
        RuntimeRun.of(
            file, Map.of("x", Nd4j.createFromArray(new float[][] {{1, 2}, {-4, 1}, {0, 8}})));
    // (1, 2): (5.5, -3) -> (5.5, 0); (-4, 1): (-1.5, 1.5) -> (0, 1.5); (0, 8): (16.5, 1).
    assertArrayEquals(new double[] {5.5, 0, 0, 1.5, 16.5, 1}, results.get("hidden").values(), 1e-6);
    assertArrayEquals(new double[] {5.5, 1.5, 17.5}, results.get("total").values(), 1e-6);
  }

  @Test
  void withoutNamesTheGraphsOwnOutputsAreWritten() {
    Path file = folder.resolve("own.onnx");
    new SavedGraphExporter()
        .export(saved(), List.of(), SameDiffExporter.DEFAULT_LAYER_NORM_EPSILON, file);
    Map<String, RuntimeRun.Result> results =
        RuntimeRun.of(file, Map.of("x", Nd4j.createFromArray(new float[][] {{1, 2}})));
    assertArrayEquals(new double[] {5.5}, results.get("total").values(), 1e-6);
  }

  @Test
  void mistakes() throws IOException {
    SavedGraphExporter exporter = new SavedGraphExporter();
    Path out = folder.resolve("out.onnx");
    Path text = folder.resolve("text.fb");
    Files.writeString(text, "no graph at all, but long enough to be read as one");
    for (Map.Entry<Path, String> mistake :
        Map.of(
                folder.resolve("none.fb"),
                "there is no such file",
                text,
                "is no saved SameDiff graph",
                saved(),
                "has no variable \"nothing\"")
            .entrySet()) {
      InvalidInputException refusal =
          assertThrows(
              InvalidInputException.class,
              () -> exporter.export(mistake.getKey(), List.of("nothing"), 0, out));
      assertTrue(refusal.getMessage().contains(mistake.getValue()), refusal.getMessage());
    }
    assertTrue(Files.notExists(out));
  }
}
