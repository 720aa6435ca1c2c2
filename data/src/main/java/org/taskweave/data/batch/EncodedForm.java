package org.taskweave.data.batch;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.taskweave.core.batch.TaskLabels;
import org.taskweave.core.file.CompactBytes;

/** An encoded example as bytes: arrays one after the other, each its length and its numbers. */
final class EncodedForm {

  private final CompactBytes bytes = new CompactBytes();

  /** The bytes of an example, which the next call overwrites. */
  ByteBuffer write(EncodedExample example) {
    bytes.clear();
    ints(example.tokenIds());
    bytes.whole(example.categoricalChannels().length);
    for (int[] channel : example.categoricalChannels()) {
      ints(channel);
    }
    floats(example.numericChannels());
    ints(example.labelPositions());
    floats(example.userFeatures());
    bytes.whole(example.labels().size());
    for (TaskLabels labels : example.labels()) {
      floats(labels.values());
      floats(labels.mask());
    }
    ints(example.candidates());
    ints(example.baskets());
    bytes.whole(example.fold());
    return bytes.written();
  }

  /** What {@link #write} wrote. */
  static EncodedExample read(ByteBuffer bytes) {
    int[] tokenIds = readInts(bytes);
    int[][] channels = new int[CompactBytes.readWhole(bytes)][];
    for (int c = 0; c < channels.length; c++) {
      channels[c] = readInts(bytes);
    }
    float[] numeric = readFloats(bytes);
    int[] positions = readInts(bytes);
    float[] user = readFloats(bytes);
    int tasks = CompactBytes.readWhole(bytes);
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
        CompactBytes.readWhole(bytes));
  }

  private void ints(int[] values) {
    bytes.whole(values.length);
    for (int value : values) {
      bytes.whole(value);
    }
  }

  private void floats(float[] values) {
    bytes.whole(values.length);
    for (float value : values) {
      bytes.real(value);
    }
  }

  private static int[] readInts(ByteBuffer bytes) {
    int[] values = new int[CompactBytes.readWhole(bytes)];
    for (int i = 0; i < values.length; i++) {
      values[i] = CompactBytes.readWhole(bytes);
    }
    return values;
  }

  private static float[] readFloats(ByteBuffer bytes) {
    float[] values = new float[CompactBytes.readWhole(bytes)];
    for (int i = 0; i < values.length; i++) {
      values[i] = CompactBytes.readFloat(bytes);
    }
    return values;
  }
}
