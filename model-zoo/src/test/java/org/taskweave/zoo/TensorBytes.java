package org.taskweave.zoo;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** One tensor of a file that a test writes. */
public record TensorBytes(String name, String dtype, long[] shape, byte[] data) {

  public static TensorBytes f32(String name, long[] shape, float... values) {
    ByteBuffer bytes = buffer(values.length * 4);
    for (float value : values) {
      bytes.putFloat(value);
    }
    return new TensorBytes(name, "F32", shape, bytes.array());
  }

  public static TensorBytes f64(String name, long[] shape, double... values) {
    ByteBuffer bytes = buffer(values.length * 8);
    for (double value : values) {
      bytes.putDouble(value);
    }
    return new TensorBytes(name, "F64", shape, bytes.array());
  }

  public static TensorBytes i64(String name, long[] shape, long... values) {
    ByteBuffer bytes = buffer(values.length * 8);
    for (long value : values) {
      bytes.putLong(value);
    }
    return new TensorBytes(name, "I64", shape, bytes.array());
  }

  /** 16-bit patterns of F16 or BF16. */
  public static TensorBytes bits16(String name, String dtype, long[] shape, int... patterns) {
    ByteBuffer bytes = buffer(patterns.length * 2);
    for (int pattern : patterns) {
      bytes.putShort((short) pattern);
    }
    return new TensorBytes(name, dtype, shape, bytes.array());
  }

  public TensorBytes named(String newName) {
    return new TensorBytes(newName, dtype, shape, data);
  }

  private static ByteBuffer buffer(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
