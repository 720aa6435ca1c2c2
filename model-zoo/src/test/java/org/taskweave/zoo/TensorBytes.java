package org.taskweave.zoo;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** One tensor of a file that a test writes. */
public record TensorBytes(String name, String dtype, long[] shape, byte[] data) {

  public static TensorBytes f32(String name, long[] shape, float... values) {
    byte[] data = new byte[values.length * 4];
    ByteBuffer bytes = littleEndian(data);
    for (float value : values) {
      bytes.putFloat(value);
    }
    return new TensorBytes(name, "F32", shape, data);
  }

  public static TensorBytes f64(String name, long[] shape, double... values) {
    byte[] data = new byte[values.length * 8];
    ByteBuffer bytes = littleEndian(data);
    for (double value : values) {
      bytes.putDouble(value);
    }
    return new TensorBytes(name, "F64", shape, data);
  }

  public static TensorBytes i64(String name, long[] shape, long... values) {
    byte[] data = new byte[values.length * 8];
    ByteBuffer bytes = littleEndian(data);
    for (long value : values) {
      bytes.putLong(value);
    }
    return new TensorBytes(name, "I64", shape, data);
  }

  /** 16-bit patterns of F16 or BF16. */
  public static TensorBytes bits16(String name, String dtype, long[] shape, int... patterns) {
    byte[] data = new byte[patterns.length * 2];
    ByteBuffer bytes = littleEndian(data);
    for (int pattern : patterns) {
      bytes.putShort((short) pattern);
    }
    return new TensorBytes(name, dtype, shape, data);
  }

  public TensorBytes named(String newName) {
    return new TensorBytes(newName, dtype, shape, data);
  }

  private static ByteBuffer littleEndian(byte[] data) {
    return ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN);
  }
}
