package org.taskweave.data.batch;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.taskweave.core.batch.TaskLabels;

/**
 * An encoded example as bytes: arrays one after the other, each its length and its numbers. Whole
 * numbers take a byte for each seven bits, real ones four bytes.
 */
final class EncodedForm {

  private static final int MOST_BYTES = 5;

  private ByteBuffer bytes = ByteBuffer.allocate(1 << 16);

  /** The bytes of an example, which the next call overwrites. */
  ByteBuffer write(EncodedExample example) {
    bytes.clear();
    ints(example.tokenIds());
    whole(example.categoricalChannels().length);
    for (int[] channel : example.categoricalChannels()) {
      ints(channel);
    }
    floats(example.numericChannels());
    ints(example.labelPositions());
    floats(example.userFeatures());
    whole(example.labels().size());
    for (TaskLabels labels : example.labels()) {
      floats(labels.values());
      floats(labels.mask());
    }
    ints(example.candidates());
    ints(example.baskets());
    whole(example.fold());
    return bytes.flip();
  }

  /** What {@link #write} wrote. */
  static EncodedExample read(ByteBuffer bytes) {
    int[] tokenIds = readInts(bytes);
    int[][] channels = new int[readWhole(bytes)][];
    for (int c = 0; c < channels.length; c++) {
      channels[c] = readInts(bytes);
    }
    float[] numeric = readFloats(bytes);
    int[] positions = readInts(bytes);
    float[] user = readFloats(bytes);
    int tasks = readWhole(bytes);
    List<TaskLabels> labels = new ArrayList<>(tasks);
    for (int k = 0; k < tasks; k++) {
      labels.add(new TaskLabels(readFloats(bytes), readFloats(bytes)));
    }
    return new EncodedExample(
        tokenIds,
        channels,
        numeric,
        positions,
        user,
        labels,
        readInts(bytes),
        readInts(bytes),
        readWhole(bytes));
  }

  private void ints(int[] values) {
    whole(values.length);
    room((long) MOST_BYTES * values.length);
    for (int value : values) {
      put(value);
    }
  }

  private void floats(float[] values) {
    whole(values.length);
    room((long) Float.BYTES * values.length);
    for (float value : values) {
      bytes.putInt(Float.floatToRawIntBits(value));
    }
  }

  private void whole(int value) {
    room(MOST_BYTES);
    put(value);
  }

  /** Seven bits a byte, the lowest first; the highest bit says that more follow. */
  private void put(int value) {
    int left = value;
    while ((left & ~0x7f) != 0) {
      bytes.put((byte) (left | 0x80));
      left >>>= 7;
    }
    bytes.put((byte) left);
  }

  private void room(long more) {
    if (more > bytes.remaining()) {
      int needed = Math.toIntExact(bytes.position() + more);
      bytes = ByteBuffer.allocate(Math.max(needed, needed / 2 * 3)).put(bytes.flip());
    }
  }

  private static int[] readInts(ByteBuffer bytes) {
    int[] values = new int[readWhole(bytes)];
    for (int i = 0; i < values.length; i++) {
      values[i] = readWhole(bytes);
    }
    return values;
  }

  private static float[] readFloats(ByteBuffer bytes) {
    float[] values = new float[readWhole(bytes)];
    for (int i = 0; i < values.length; i++) {
      values[i] = Float.intBitsToFloat(bytes.getInt());
    }
    return values;
  }

  private static int readWhole(ByteBuffer bytes) {
    int value = 0;
    for (int shift = 0; ; shift += 7) {
      byte next = bytes.get();
      value |= (next & 0x7f) << shift;
      if (next >= 0) {
        return value;
      }
    }
  }
}
