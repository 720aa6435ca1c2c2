package org.taskweave.nn.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.graph.FlatArray;
import org.nd4j.graph.FlatGraph;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.taskweave.core.InvalidInputException;

/** Saved graphs that say something of themselves that is not so. */
class GraphBytesTest {

  private static byte[] graph() {
    SameDiff graph = SameDiff.create();
    SDVariable x = graph.placeHolder("x", DataType.FLOAT, -1, 2);
    SDVariable w = graph.var("w", Nd4j.createFromArray(new float[][] {{1, 2, 3}, {4, 5, 6}}));
    graph.nn().relu("y", x.mmul(w), 0);
    ByteBuffer buffer = graph.asFlatBuffers(false);
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    return bytes;
  }

  private static FlatArray weights(byte[] bytes) {
    FlatGraph graph =
        FlatGraph.getRootAsFlatGraph(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN));
    for (int i = 0; i < graph.variablesLength(); i++) {
      if (graph.variables(i).name().equals("w")) {
        return graph.variables(i).ndarray();
      }
    }
    throw new AssertionError("no weights");
  }

  /** Where a number of the weights' shape information stands in the file. */
  private static int shapeAt(byte[] bytes, int index) {
    return weights(bytes).shapeAsByteBuffer().position() + 8 * index;
  }

  private static void refused(byte[] bytes) {
    String message =
        assertThrows(InvalidInputException.class, () -> GraphBytes.read("w.fb", bytes))
            .getMessage();
    assertTrue(message.startsWith("w.fb"), message);
  }

  @Test
  void whatWasSavedIsRead() {
    INDArray x = Nd4j.createFromArray(new float[][] {{1, -1}});
    SameDiff read = GraphBytes.read("w.fb", graph());
    assertEquals(
        Nd4j.createFromArray(new float[][] {{0, 0, 0}}), read.output(Map.of("x", x), "y").get("y"));
  }

  /** The attacks that read foreign memory or asked for gigabytes: axes, sizes, strides. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4})
  void aShapeThatDoesNotFitItsValuesIsRefused(int index) {
    for (long value : new long[] {-1, 33, 1000, 1L << 31, 1L << 40, Long.MAX_VALUE}) {
      byte[] bytes = graph();
      ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putLong(shapeAt(bytes, index), value);
      refused(bytes);
    }
  }

  @Test
  void everyCutOffFileIsRefused() {
    byte[] bytes = graph();
    for (int length = 0; length < bytes.length; length += 3) {
      refused(Arrays.copyOf(bytes, length));
    }
  }

  /** A vector whose every element is the same table: small on disk, endless in memory. */
  @Test
  void aPartThatIsPointedToWithoutEndIsRefused() {
    int many = 100_000;
    ByteBuffer bytes = ByteBuffer.allocate(64 + 4 * many + 64).order(ByteOrder.LITTLE_ENDIAN);
    // Root at 16, its vtable at 4: nothing but the variables (slot 1), at offset 4.
    bytes.putInt(0, 16);
    bytes.putShort(4, (short) 8).putShort(6, (short) 8).putShort(10, (short) 4);
    bytes.putInt(16, 12).putInt(20, 12);
    int vector = 32;
    bytes.putInt(vector, many);
    for (int i = 0; i < many; i++) {
      // Every one is the root itself, whose variables are this vector again.
      bytes.putInt(vector + 4 + 4 * i, 0);
    }
    refused(bytes.array());
  }
}
