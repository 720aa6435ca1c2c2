package org.taskweave.nn.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.taskweave.core.InvalidInputException;

/** Arrays that say something of themselves that is not so. */
class ArrayFileTest {

  private static final INDArray VALUES = Nd4j.createFromArray(new float[][] {{1, -2, 3.5f, 4}});

  /** Where the shape's numbers stand: behind names and a length. */
  private static int shape(byte[] bytes) {
    return 2 + ByteBuffer.wrap(bytes).getShort(0) + 8 + 2 + "LONG".length();
  }

  /** Where the length of the values stands: before their type's name and the four of them. */
  private static int length(byte[] bytes) {
    return bytes.length - 4 * 4 - (2 + "FLOAT".length()) - 8;
  }

  private static byte[] written(INDArray array) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      ArrayFile.write(array, out);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return out.toByteArray();
  }

  private static INDArray read(byte[] bytes) {
    try {
      return ArrayFile.read("model.zip: x.bin", new ByteArrayInputStream(bytes), bytes.length);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static void refused(byte[] bytes, String reason) {
    String message = assertThrows(InvalidInputException.class, () -> read(bytes)).getMessage();
    assertTrue(message.startsWith("model.zip: x.bin"), message);
    assertTrue(message.contains(reason), message);
  }

  @Test
  void whatIsWrittenIsRead() {
    assertEquals(VALUES, read(written(VALUES)));
    INDArray doubles = Nd4j.createFromArray(new double[][] {{1, 2}, {3, 4}, {5, 6}});
    assertEquals(doubles, read(written(doubles)));
    assertEquals(doubles.transpose(), read(written(doubles.transpose())));
  }

  /** The attack that predicted from foreign memory: fewer values than the shape has. */
  @ParameterizedTest
  @ValueSource(longs = {0, 3, 8, -1, Integer.MAX_VALUE, Long.MAX_VALUE, Long.MIN_VALUE})
  void aLengthThatIsNotTheShapesIsRefused(long length) {
    byte[] bytes = written(VALUES);
    assertEquals(
        4, ByteBuffer.wrap(bytes).getLong(length(bytes)), "the test knows where it stands");
    ByteBuffer.wrap(bytes).putLong(length(bytes), length);
    refused(bytes, "values and has the bytes of 4.0");
  }

  /**
   * Each of the shape's numbers: the axes, the sizes, the order; strides and flags do not count.
   */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 7})
  void aShapeThatDoesNotFitTheBytesIsRefused(int index) {
    for (long value : new long[] {0, 3, 8, -1, 1L << 31, 1L << 62, Long.MAX_VALUE}) {
      byte[] bytes = written(VALUES);
      ByteBuffer.wrap(bytes).putLong(shape(bytes) + 8 * index, value);
      refused(bytes, "damaged");
    }
  }

  /** In a file of gigabytes each size fits by itself, and their product is 2^64, which is 0. */
  @Test
  void aShapeWhoseProductOverflowsIsRefused() {
    byte[] bytes = written(VALUES);
    ByteBuffer.wrap(bytes).putLong(shape(bytes) + 8, 1L << 32);
    ByteBuffer.wrap(bytes).putLong(shape(bytes) + 16, 1L << 32);
    String message =
        assertThrows(
                InvalidInputException.class,
                () -> ArrayFile.read("x.bin", new ByteArrayInputStream(bytes), 1L << 34))
            .getMessage();
    assertTrue(message.contains("which does not fit its bytes"), message);
  }

  @Test
  void aForeignTypeIsRefused() {
    byte[] bytes = written(VALUES);
    byte[] utf8 = "UTF8\0".getBytes(StandardCharsets.ISO_8859_1);
    System.arraycopy(utf8, 0, bytes, length(bytes) + 8 + 2, utf8.length);
    refused(bytes, "must be FLOAT or DOUBLE");
    refused(written(Nd4j.createFromArray(1L, 2L)), "must be FLOAT or DOUBLE");
  }

  @Test
  void whatIsNotFiniteIsRefused() {
    refused(written(Nd4j.createFromArray(1f, Float.NaN)), "NaN as number 1");
    refused(written(Nd4j.createFromArray(Double.NEGATIVE_INFINITY)), "-Infinity as number 0");
  }

  @Test
  void aFileThatIsCutOffIsRefusedWhereverItEnds() {
    byte[] bytes = written(VALUES);
    for (int length = 0; length < bytes.length; length++) {
      refused(Arrays.copyOf(bytes, length), "x.bin");
    }
    refused(Arrays.copyOf(bytes, bytes.length + 1), "damaged");
  }
}
