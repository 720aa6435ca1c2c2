package org.taskweave.core.file;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Numbers and texts as bytes, one after the other: whole numbers take a byte for each seven bits,
 * texts are their length and UTF-8. What is read must be what was written, in the same order.
 */
public final class CompactBytes {

  private static final int MOST_OF_INT = 5;
  private static final int MOST_OF_LONG = 10;

  private ByteBuffer bytes = ByteBuffer.allocate(1 << 12);

  /** Begins anew. */
  public void clear() {
    bytes.clear();
  }

  /** What was written since {@link #clear}; the next call of it ends its use. */
  public ByteBuffer written() {
    return bytes.duplicate().flip();
  }

  /** A whole number, the smaller the shorter; negative ones take five bytes. */
  public void whole(int value) {
    room(MOST_OF_INT);
    int left = value;
    while ((left & ~0x7f) != 0) {
      bytes.put((byte) (left | 0x80));
      left >>>= 7;
    }
    bytes.put((byte) left);
  }

  /** A whole number, the shorter the nearer to 0. */
  public void signed(long value) {
    room(MOST_OF_LONG);
    long left = (value << 1) ^ (value >> 63);
    while ((left & ~0x7fL) != 0) {
      bytes.put((byte) (left | 0x80));
      left >>>= 7;
    }
    bytes.put((byte) left);
  }

  /** Four bytes. */
  public void real(float value) {
    room(Float.BYTES);
    bytes.putInt(Float.floatToRawIntBits(value));
  }

  /** Eight bytes. */
  public void real(double value) {
    room(Double.BYTES);
    bytes.putLong(Double.doubleToRawLongBits(value));
  }

  /** A text; what is no valid UTF-16 is not kept. */
  public void text(String value) {
    byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
    whole(utf8.length);
    room(utf8.length);
    bytes.put(utf8);
  }

  /** What {@link #whole} wrote. */
  public static int readWhole(ByteBuffer bytes) {
    int value = 0;
    for (int shift = 0; ; shift += 7) {
      byte next = bytes.get();
      value |= (next & 0x7f) << shift;
      if (next >= 0) {
        return value;
      }
    }
  }

  /** What {@link #signed} wrote. */
  public static long readSigned(ByteBuffer bytes) {
    long value = 0;
    for (int shift = 0; ; shift += 7) {
      byte next = bytes.get();
      value |= (next & 0x7fL) << shift;
      if (next >= 0) {
        return (value >>> 1) ^ -(value & 1);
      }
    }
  }

  /** What {@link #real(float)} wrote. */
  public static float readFloat(ByteBuffer bytes) {
    return Float.intBitsToFloat(bytes.getInt());
  }

  /** What {@link #real(double)} wrote. */
  public static double readDouble(ByteBuffer bytes) {
    return Double.longBitsToDouble(bytes.getLong());
  }

  /** What {@link #text} wrote. */
  public static String readText(ByteBuffer bytes) {
    byte[] utf8 = new byte[readWhole(bytes)];
    bytes.get(utf8);
    return new String(utf8, StandardCharsets.UTF_8);
  }

  private void room(int more) {
    if (more > bytes.remaining()) {
      int needed = Math.addExact(bytes.position(), more);
      bytes = ByteBuffer.allocate(Math.max(needed, needed / 2 * 3)).put(bytes.flip());
    }
  }
}
