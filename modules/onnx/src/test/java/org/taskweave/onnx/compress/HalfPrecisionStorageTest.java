package org.taskweave.onnx.compress;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.factory.Nd4j;
import org.taskweave.onnx.RuntimeRun;
import org.taskweave.onnx.graph.ElementType;
import org.taskweave.onnx.graph.OnnxFile;
import org.taskweave.onnx.graph.OnnxGraph;
import org.taskweave.onnx.graph.Tensor;

class HalfPrecisionStorageTest {

  @TempDir Path folder;

  @Test
  void valuesAreRoundedToElevenBitsAndLargeOnesKept() {
    float[] third = new float[256];
    Arrays.fill(third, 1 / 3f);
    float[] large = new float[256];
    Arrays.fill(large, 70_000);
    OnnxGraph graph = new OnnxGraph();
    graph.input("x", ElementType.FLOAT, 1);
    graph.constant(Tensor.of("third", third, 256));
    graph.constant(Tensor.of("large", large, 256));
    graph.output("a", graph.add("Add", List.of("x", "third")), ElementType.FLOAT, 256);
    graph.output("b", graph.add("Add", List.of("x", "large")), ElementType.FLOAT, 256);
    OnnxGraph half = HalfPrecisionStorage.apply(graph);
    assertTrue(half.constants().containsKey("large"));
    assertEquals(512, half.constants().get("third/half").byteLength());
    Path file = folder.resolve("half.onnx");
    new OnnxFile("test", OnnxFile.MOST_INLINE_BYTES).write(half, Map.of(), file);
    var results = RuntimeRun.of(file, Map.of("x", Nd4j.createFromArray(0f)));
    // 1/3 in half precision: 1365/4096.
    assertEquals(1365 / 4096.0, results.get("a").values()[7], 1e-9);
    assertEquals(70_000, results.get("b").values()[7]);
  }
}
