package org.taskweave.onnx.graph;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.Supplier;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A constant of a graph. Its bytes are made when they are asked for, so that large weights are on
 * the heap one at a time.
 *
 * @param dims its shape; empty for a scalar
 * @param content the values, row-major, little-endian
 */
public record Tensor(String name, ElementType type, long[] dims, Supplier<ByteBuffer> content) {

  /** Number of elements. */
  public long length() {
    long length = 1;
    for (long dim : dims) {
      length *= dim;
    }
    return length;
  }

  /** Size of the content. */
  public long byteLength() {
    return length() * type.bytes();
  }

  /** A tensor with an array's values; the array is read when the content is asked for. */
  public static Tensor of(String name, INDArray array) {
    return new Tensor(
        name, ElementType.of(array.dataType()), array.shape().clone(), () -> bytes(array));
  }

  /** A tensor of longs. */
  public static Tensor of(String name, long[] values, long... dims) {
    return new Tensor(
        name,
        ElementType.INT64,
        dims,
        () -> {
          ByteBuffer bytes = buffer(values.length * Long.BYTES);
          bytes.asLongBuffer().put(values);
          return bytes;
        });
  }

  /** A tensor of floats. */
  public static Tensor of(String name, float[] values, long... dims) {
    return new Tensor(
        name,
        ElementType.FLOAT,
        dims,
        () -> {
          ByteBuffer bytes = buffer(values.length * Float.BYTES);
          bytes.asFloatBuffer().put(values);
          return bytes;
        });
  }

  /** A tensor of bytes (INT8 or UINT8). */
  public static Tensor of(String name, ElementType type, byte[] values, long... dims) {
    return new Tensor(name, type, dims, () -> ByteBuffer.wrap(values));
  }

  /** The values of a FLOAT tensor. */
  public float[] floats() {
    if (type != ElementType.FLOAT) {
      throw new IllegalStateException("the tensor " + name + " is of type " + type);
    }
    float[] values = new float[Math.toIntExact(length())];
    content.get().order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
    return values;
  }

  private static ByteBuffer buffer(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static ByteBuffer bytes(INDArray array) {
    INDArray rowMajor = array.dup('c');
    int length = Math.toIntExact(rowMajor.length());
    ByteBuffer bytes =
        buffer(Math.multiplyExact(length, ElementType.of(rowMajor.dataType()).bytes()));
    switch (rowMajor.dataType()) {
      case FLOAT -> bytes.asFloatBuffer().put(rowMajor.data().asFloat());
      case DOUBLE -> bytes.asDoubleBuffer().put(rowMajor.data().asDouble());
      case LONG -> bytes.asLongBuffer().put(rowMajor.data().asLong());
      case INT -> bytes.asIntBuffer().put(rowMajor.data().asInt());
      case BOOL, BYTE, UBYTE -> {
        int[] values = rowMajor.castTo(DataType.INT32).data().asInt();
        for (int value : values) {
          bytes.put((byte) value);
        }
        bytes.rewind();
      }
      default ->
          throw new IllegalArgumentException(
              "arrays of type " + rowMajor.dataType() + " are not written");
    }
    return bytes;
  }
}
