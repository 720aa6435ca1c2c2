package org.taskweave.zoo.tensor;

import java.nio.ByteBuffer;

/** How a floating-point number is stored, little-endian; all are read as float. */
public enum FloatFormat {
  /** IEEE 754 double, rounded to the nearest float. */
  F64(8) {
    @Override
    public void decode(ByteBuffer littleEndian, float[] target, int offset, int count) {
      for (int i = 0; i < count; i++) {
        target[offset + i] = (float) littleEndian.getDouble();
      }
    }
  },
  /** IEEE 754 float. */
  F32(4) {
    @Override
    public void decode(ByteBuffer littleEndian, float[] target, int offset, int count) {
      littleEndian.asFloatBuffer().get(target, offset, count);
      littleEndian.position(littleEndian.position() + count * Float.BYTES);
    }
  },
  /** IEEE 754 half: 1 sign, 5 exponent and 10 fraction bits; every value is exact as a float. */
  F16(2) {
    @Override
    public void decode(ByteBuffer littleEndian, float[] target, int offset, int count) {
      for (int i = 0; i < count; i++) {
        target[offset + i] = halfToFloat(littleEndian.getShort());
      }
    }
  },
  /** The upper half of a float's bits; every value is exact as a float. */
  BF16(2) {
    @Override
    public void decode(ByteBuffer littleEndian, float[] target, int offset, int count) {
      for (int i = 0; i < count; i++) {
        target[offset + i] = bfloat16ToFloat(littleEndian.getShort());
      }
    }
  };

  private static final int HALF_EXPONENT_ALL_ONES = 0x1f;
  private static final int HALF_BIAS = 15;
  private static final int FLOAT_BIAS = 127;
  private static final float HALF_SUBNORMAL_UNIT = 0x1p-24f;

  private final int bytes;

  FloatFormat(int bytes) {
    this.bytes = bytes;
  }

  /** Bytes of one number. */
  public int bytes() {
    return bytes;
  }

  /**
   * Reads numbers and moves the buffer's position behind them.
   *
   * @param littleEndian a buffer in little-endian order
   */
  public abstract void decode(ByteBuffer littleEndian, float[] target, int offset, int count);

  /** The float of a half's 16 bits. */
  public static float halfToFloat(short bits) {
    int sign = (bits & 0x8000) << 16;
    int exponent = (bits >> 10) & 0x1f;
    int fraction = bits & 0x3ff;
    if (exponent == 0) {
      float magnitude = fraction * HALF_SUBNORMAL_UNIT;
      return sign == 0 ? magnitude : -magnitude;
    }
    int wideExponent =
        exponent == HALF_EXPONENT_ALL_ONES ? 0xff : exponent - HALF_BIAS + FLOAT_BIAS;
    return Float.intBitsToFloat(sign | wideExponent << 23 | fraction << 13);
  }

  /** The float of a bfloat16's 16 bits. */
  public static float bfloat16ToFloat(short bits) {
    return Float.intBitsToFloat(bits << 16);
  }
}
