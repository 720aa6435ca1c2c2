package org.taskweave.onnx.compress;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
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

class IntegerWeightsTest {

  @TempDir Path folder;

  @Test
  void aColumnsLargestValueBecomesTheLargestInteger() {
    // Columns (2, -1) and (0.5, 0): scales 2/127 and 0.5/127; -1 / (2/127) = -63.5, rounded to -63.
    QuantizedMatrix matrix = QuantizedMatrix.of(new float[] {2, 0.5f, -1, 0}, 2, 2, false, 127);
    assertArrayEquals(new byte[] {127, 127, -63, 0}, matrix.integers());
    assertArrayEquals(new float[] {2 / 127f, 0.5f / 127}, matrix.scales(), 1e-9f);
    // Rows (2, 0.5) and (-1, 0).
    QuantizedMatrix rows = QuantizedMatrix.of(new float[] {2, 0.5f, -1, 0}, 2, 2, true, 127);
    assertArrayEquals(new byte[] {127, 32, -127, 0}, rows.integers());
  }

  @Test
  void aColumnOfZerosStaysZero() {
    QuantizedMatrix matrix = QuantizedMatrix.of(new float[] {0, 1, 0, -1}, 2, 2, false, 127);
    assertArrayEquals(new byte[] {0, 127, 0, -127}, matrix.integers());
    assertEquals(1, matrix.scales()[0]);
  }

  /** x [n,2] times a matrix, and rows of a table; the small matrix stays as it is. */
  private static OnnxGraph graph() {
    OnnxGraph graph = new OnnxGraph();
    graph.input("x", ElementType.FLOAT, "n", 2);
    graph.input("rows", ElementType.INT64, "m");
    String matrix = graph.constant(Tensor.of("matrix", new float[] {1, -2, 3, 4, 0.5f, -6}, 2, 3));
    String small = graph.constant(Tensor.of("small", new float[] {1, 2, 3}, 3, 1));
    String table = graph.constant(Tensor.of("table", new float[] {1, -1, 10, 5, 0, 0.2f}, 3, 2));
    String product = graph.add("MatMul", List.of("x", matrix));
    graph.output("product", product, ElementType.FLOAT, "n", 3);
    graph.output("sum", graph.add("MatMul", List.of(product, small)), ElementType.FLOAT, "n", 1);
    graph.output("found", graph.add("Gather", List.of(table, "rows")), ElementType.FLOAT, "m", 2);
    return graph;
  }

  @Test
  void productsAndLookUpsAreCloseAndOthersStay() {
    OnnxGraph integers = IntegerWeights.apply(graph(), 6);
    assertFalse(integers.constants().containsKey("matrix"));
    assertFalse(integers.constants().containsKey("table"));
    assertTrue(integers.constants().containsKey("small"));
    Path file = folder.resolve("int8.onnx");
    new OnnxFile("test", OnnxFile.MOST_INLINE_BYTES).write(integers, Map.of(), file);
    Map<String, RuntimeRun.Result> results =
        RuntimeRun.of(
            file,
            Map.of(
                "x", Nd4j.createFromArray(new float[][] {{1, 2}, {-1, 0.5f}}),
                "rows", Nd4j.createFromArray(2L, 0L, 1L)));
    // (1, 2) * ((1, -2, 3), (4, 0.5, -6)) = (9, -1, -9); (-1, 0.5) gives (1, 2.25, -6).
    // One step of x is 3/255, of a column at most 6/127: errors stay below 0.1.
    assertArrayEquals(new double[] {9, -1, -9, 1, 2.25, -6}, results.get("product").values(), 0.1);
    assertEquals(9 - 2 - 27, results.get("sum").values()[0], 0.4);
    assertArrayEquals(new double[] {0, 0.2, 1, -1, 10, 5}, results.get("found").values(), 0.05);
  }

  @Test
  void aMatrixThatIsReadElsewhereIsKept() {
    OnnxGraph graph = graph();
    graph.output("copy", "matrix", ElementType.FLOAT, 2, 3);
    OnnxGraph integers = IntegerWeights.apply(graph, 6);
    assertTrue(integers.constants().containsKey("matrix"));
  }
}
