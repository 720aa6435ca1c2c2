package org.taskweave.onnx.graph;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import onnx.Onnx.NodeProto;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class OnnxGraphTest {

  @Test
  void everyValueHasANameOfItsOwn() {
    OnnxGraph graph = new OnnxGraph();
    graph.input("x", ElementType.FLOAT, "B", 3);
    assertEquals("x_1", graph.newName("x"));
    String first = graph.add("Relu", List.of("x"));
    String second = graph.add("Relu", List.of(first));
    assertEquals(List.of("Relu", "Relu_1"), List.of(first, second));
    assertThrows(IllegalArgumentException.class, () -> graph.input("Relu", ElementType.FLOAT));
    assertEquals(
        List.of(new OnnxGraph.Port("x", ElementType.FLOAT, List.of("B", 3L))), graph.inputs());
  }

  @Test
  void equalSmallConstantsAreOne() {
    OnnxGraph graph = new OnnxGraph();
    assertEquals(graph.longs(1, -1), graph.longs(1, -1));
    assertNotEquals(graph.longs(1), graph.index(1));
    assertEquals(graph.scalar(ElementType.FLOAT, .5), graph.scalar(ElementType.FLOAT, .5));
    assertNotEquals(graph.scalar(ElementType.FLOAT, .5), graph.scalar(ElementType.DOUBLE, .5));
    assertEquals(5, graph.constants().size());
    assertArrayEquals(new long[0], graph.constants().get(graph.index(1)).dims());
    assertArrayEquals(new long[] {1}, graph.constants().get(graph.longs(1)).dims());
  }

  @Test
  void anOutputOfAnotherNameIsAnIdentity() {
    OnnxGraph graph = new OnnxGraph();
    graph.input("x", ElementType.FLOAT, "B");
    String value = graph.add("Relu", List.of("x"));
    graph.output("score", value, ElementType.FLOAT, "B");
    NodeProto identity = graph.nodes().get(1);
    assertEquals("Identity", identity.getOpType());
    assertEquals(List.of("Relu"), identity.getInputList());
    assertEquals(List.of("score"), identity.getOutputList());
    graph.addTo("Neg", List.of("x"), List.of("negative"));
    graph.output("negative", "negative", ElementType.FLOAT, "B");
    assertEquals(3, graph.nodes().size());
  }

  @Test
  void aConstantIsGivenOnce() {
    OnnxGraph graph = new OnnxGraph();
    graph.constant(Tensor.of("w", new float[] {1}, 1));
    assertThrows(
        IllegalArgumentException.class, () -> graph.constant(Tensor.of("w", new float[] {2}, 1)));
    OnnxGraph frame = graph.frame();
    assertEquals(0, frame.constants().size());
    assertEquals("w_1", frame.newName("w"));
  }

  @Test
  void arraysAreWrittenRowMajorAndLittleEndian() {
    INDArray columns = Nd4j.createFromArray(new float[][] {{1, 2, 3}, {4, 5, 6}}).dup('f');
    Tensor tensor = Tensor.of("w", columns);
    assertArrayEquals(new long[] {2, 3}, tensor.dims());
    assertArrayEquals(new float[] {1, 2, 3, 4, 5, 6}, tensor.floats());
    assertEquals(24, tensor.byteLength());
    ByteBuffer bytes = tensor.content().get();
    // 1 is 0x3f800000.
    assertEquals((byte) 0x00, bytes.get(0));
    assertEquals((byte) 0x3f, bytes.get(3));
    ByteBuffer longs = Tensor.of("i", new long[] {258}, 1).content().get();
    assertEquals(2, longs.get(0));
    assertEquals(1, longs.get(1));
    assertArrayEquals(
        new byte[] {1, 0, 1},
        Tensor.of("b", Nd4j.createFromArray(true, false, true)).content().get().array());
  }

  @Test
  void scalarsHaveTheBytesOfTheirType() {
    assertEquals(
        -2.5,
        Scalars.of("s", ElementType.DOUBLE, -2.5)
            .content()
            .get()
            .order(ByteOrder.LITTLE_ENDIAN)
            .getDouble());
    assertEquals(
        7,
        Scalars.of("s", ElementType.INT32, 7.9)
            .content()
            .get()
            .order(ByteOrder.LITTLE_ENDIAN)
            .getInt());
    assertThrows(IllegalArgumentException.class, () -> Scalars.of("s", ElementType.FLOAT16, 1));
  }
}
