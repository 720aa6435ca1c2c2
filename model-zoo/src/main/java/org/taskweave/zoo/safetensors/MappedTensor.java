package org.taskweave.zoo.safetensors;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import org.taskweave.core.InvalidInputException;
import org.taskweave.zoo.tensor.FloatFormat;
import org.taskweave.zoo.tensor.StoredTensor;

/**
 * A tensor read from memory-mapped regions of its file.
 *
 * @param dataStart where the data buffer begins in the file
 */
record MappedTensor(Path file, HeaderEntry entry, long dataStart) implements StoredTensor {

  /** Elements of one mapping: a mapping holds at most 2 GiB. */
  private static final int REGION_ELEMENTS = 1 << 25;

  @Override
  public long[] shape() {
    return entry.shape().clone();
  }

  @Override
  public String typeName() {
    return entry.type().name();
  }

  @Override
  public boolean isFloatingPoint() {
    return entry.type().floatFormat().isPresent();
  }

  @Override
  public float[] read() {
    FloatFormat format =
        entry
            .type()
            .floatFormat()
            .orElseThrow(() -> new IllegalStateException(where() + " holds " + typeName()));
    long elements = (entry.end() - entry.begin()) / format.bytes();
    if (elements > Integer.MAX_VALUE - 8) {
      throw new InvalidInputException(
          where()
              + ": shape "
              + Arrays.toString(entry.shape())
              + " has more elements than a Java array holds");
    }
    float[] values = new float[(int) elements];
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      for (int done = 0; done < values.length; ) {
        int count = Math.min(REGION_ELEMENTS, values.length - done);
        long position = dataStart + entry.begin() + (long) done * format.bytes();
        MappedByteBuffer region =
            channel.map(FileChannel.MapMode.READ_ONLY, position, (long) count * format.bytes());
        region.order(ByteOrder.LITTLE_ENDIAN);
        format.decode(region, values, done, count);
        done += count;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(where() + ": cannot be read", e);
    }
    return values;
  }

  private String where() {
    return file + ": tensor " + entry.name();
  }
}
