package org.taskweave.engine.kernel;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;

/**
 * Functions of short runs of values (a row, a few rows), written so that the JIT compiler makes
 * SIMD loops of them. One object for one thread.
 */
public final class RowMath {

  private static final float LOG2_E = (float) (1 / Math.log(2));

  /**
   * ln 2 in two parts; the first has few bits, so that its products with small integers are exact.
   */
  private static final float LN2_HIGH = 0x1.63p-1f;

  private static final float LN2_LOW = (float) (Math.log(2) - LN2_HIGH);

  /** 1.5 * 2^23: adding it leaves the nearest integer in the lowest bits of the significand. */
  private static final float ROUNDER = 12582912f;

  private static final float LOWEST_EXPONENT = -87f;

  private static final float C2 = 0.49999994f;
  private static final float C3 = 0.16666521f;
  private static final float C4 = 0.04166839f;
  private static final float C5 = 0.008368745f;
  private static final float C6 = 0.0013814539f;

  /**
   * Longer runs are worked on in parts, so that what is kept meanwhile stays in the nearest cache.
   */
  private static final int PART = 1024;

  private final float[] shifted;
  private final float[] fraction;
  private final int[] bits;
  private final FloatBuffer asFloats;
  private final IntBuffer asInts;

  /**
   * Functions of runs up to a length.
   *
   * @param longest number of values
   */
  public RowMath(int longest) {
    int part = Math.min(PART, longest);
    this.shifted = new float[part];
    this.fraction = new float[part];
    this.bits = new int[part];
    ByteBuffer bytes = ByteBuffer.allocateDirect(part * 4).order(ByteOrder.nativeOrder());
    this.asFloats = bytes.asFloatBuffer();
    this.asInts = bytes.asIntBuffer();
  }

  /**
   * e^x in place for x up to 88, within 2 units in the last place; below e^-87 it stays there.
   *
   * <p>x = n ln 2 + f with |f| at most ln 2 / 2. e^f is a polynomial of degree 6 (fitted for the
   * least relative error, 3e-9, with 1 + f as its beginning), and 2^n is made of bits. The JIT
   * compiler has no SIMD form of a float's bits, so they are reinterpreted by a copy.
   */
  public void exp(float[] x, int length) {
    for (int from = 0; from < length; from += shifted.length) {
      exp(x, from, Math.min(shifted.length, length - from));
    }
  }

  /** Runs that do not begin at 0 are copied: the JIT compiler makes no SIMD loops of them. */
  private void exp(float[] x, int from, int length) {
    System.arraycopy(x, from, fraction, 0, length);
    for (int i = 0; i < length; i++) {
      float bounded = Math.max(LOWEST_EXPONENT, fraction[i]);
      float rounded = Math.fma(bounded, LOG2_E, ROUNDER);
      float n = rounded - ROUNDER;
      float f = Math.fma(n, -LN2_LOW, Math.fma(n, -LN2_HIGH, bounded));
      float p = Math.fma(f, C6, C5);
      p = Math.fma(f, p, C4);
      p = Math.fma(f, p, C3);
      p = Math.fma(f, p, C2);
      p = Math.fma(f, p, 1);
      shifted[i] = rounded;
      fraction[i] = Math.fma(f, p, 1);
    }
    asFloats.put(0, shifted, 0, length);
    asInts.get(0, bits, 0, length);
    for (int i = 0; i < length; i++) {
      bits[i] = (bits[i] << 23) + (127 << 23);
    }
    asInts.put(0, bits, 0, length);
    asFloats.get(0, shifted, 0, length);
    for (int i = 0; i < length; i++) {
      fraction[i] *= shifted[i];
    }
    System.arraycopy(fraction, 0, x, from, length);
  }

  /** Greatest of a run of values, in eight parts. */
  public static float max(float[] x, int from, int length) {
    int end = from + length;
    float a = x[from];
    float b = a;
    float c = a;
    float d = a;
    float e = a;
    float f = a;
    float g = a;
    float h = a;
    int i = from;
    for (; i + 7 < end; i += 8) {
      a = Math.max(a, x[i]);
      b = Math.max(b, x[i + 1]);
      c = Math.max(c, x[i + 2]);
      d = Math.max(d, x[i + 3]);
      e = Math.max(e, x[i + 4]);
      f = Math.max(f, x[i + 5]);
      g = Math.max(g, x[i + 6]);
      h = Math.max(h, x[i + 7]);
    }
    for (; i < end; i++) {
      a = Math.max(a, x[i]);
    }
    return Math.max(
        Math.max(Math.max(a, b), Math.max(c, d)), Math.max(Math.max(e, f), Math.max(g, h)));
  }

  /** Sum of values, in eight parts. */
  public static float sum(float[] x, int length) {
    return sum(x, 0, length);
  }

  /** Sum of a run of values, in eight parts. */
  public static float sum(float[] x, int from, int length) {
    int end = from + length;
    float a = 0;
    float b = 0;
    float c = 0;
    float d = 0;
    float e = 0;
    float f = 0;
    float g = 0;
    float h = 0;
    int i = from;
    for (; i + 7 < end; i += 8) {
      a += x[i];
      b += x[i + 1];
      c += x[i + 2];
      d += x[i + 3];
      e += x[i + 4];
      f += x[i + 5];
      g += x[i + 6];
      h += x[i + 7];
    }
    for (; i < end; i++) {
      a += x[i];
    }
    return ((a + b) + (c + d)) + ((e + f) + (g + h));
  }

  /** Sum of products, in eight parts. */
  public static float dot(float[] x, float[] y, int length) {
    return dot(x, y, 0, length);
  }

  /** Sum of products of a run of values, in eight parts. */
  public static float dot(float[] x, float[] y, int from, int length) {
    int end = from + length;
    float a = 0;
    float b = 0;
    float c = 0;
    float d = 0;
    float e = 0;
    float f = 0;
    float g = 0;
    float h = 0;
    int i = from;
    for (; i + 7 < end; i += 8) {
      a += x[i] * y[i];
      b += x[i + 1] * y[i + 1];
      c += x[i + 2] * y[i + 2];
      d += x[i + 3] * y[i + 3];
      e += x[i + 4] * y[i + 4];
      f += x[i + 5] * y[i + 5];
      g += x[i + 6] * y[i + 6];
      h += x[i + 7] * y[i + 7];
    }
    for (; i < end; i++) {
      a += x[i] * y[i];
    }
    return ((a + b) + (c + d)) + ((e + f) + (g + h));
  }

  /** Adds values to others. */
  public static void add(float[] into, float[] values, int length) {
    for (int i = 0; i < length; i++) {
      into[i] += values[i];
    }
  }
}
