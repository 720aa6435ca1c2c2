package org.taskweave.data.batch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.taskweave.core.file.AtomicFiles;
import org.taskweave.core.file.Temporary;

/**
 * Encoded examples in a file among the system's temporary ones, so that 16 bytes of memory for each
 * do: where it is, its length and its rows. A batch reads the examples it needs; the file stays in
 * the system's cache as far as there is room. Its lists may be read by several threads, until it is
 * closed; one thread fills it.
 */
public final class EncodedStore implements ExampleKeeper, AutoCloseable {

  private static final int BUFFER = 1 << 20;
  private static final int FEWEST = 1024;

  private final Path folder;
  private final FileChannel channel;
  private final ByteBuffer waiting = ByteBuffer.allocateDirect(BUFFER);
  private final EncodedForm form = new EncodedForm();
  private long end;

  private EncodedStore(Path folder, FileChannel channel) {
    this.folder = folder;
    this.channel = channel;
  }

  /** An empty store. */
  public static EncodedStore create() {
    try {
      Path folder = Temporary.folder("taskweave-examples");
      return new EncodedStore(
          folder,
          FileChannel.open(
              folder.resolve("examples"),
              StandardOpenOption.CREATE_NEW,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE));
    } catch (IOException e) {
      throw new UncheckedIOException("no file for encoded examples could be made", e);
    }
  }

  Path folder() {
    return folder;
  }

  @Override
  public List<EncodedExample> keep(Consumer<Consumer<EncodedExample>> source) {
    Kept kept = new Kept();
    kept.starts[0] = end;
    source.accept(
        example -> {
          append(form.write(example));
          kept.add(example, end);
        });
    flush();
    return kept.trimmed();
  }

  private void append(ByteBuffer bytes) {
    end += bytes.remaining();
    while (bytes.hasRemaining()) {
      if (!waiting.hasRemaining()) {
        flush();
      }
      int taken = Math.min(waiting.remaining(), bytes.remaining());
      waiting.put(bytes.slice().limit(taken));
      bytes.position(bytes.position() + taken);
    }
  }

  private void flush() {
    waiting.flip();
    try {
      while (waiting.hasRemaining()) {
        channel.write(waiting);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(
          "encoded examples cannot be written to "
              + folder
              + " after "
              + (end >> 20)
              + " MB: give it room, or another place (TASKWEAVE_JAVA_OPTS=-Djava.io.tmpdir=FOLDER)",
          e);
    }
    waiting.clear();
  }

  private ByteBuffer read(long from, long to) {
    ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(to - from));
    try {
      while (bytes.hasRemaining()) {
        if (channel.read(bytes, from + bytes.position()) < 0) {
          throw new IOException("the file ends after " + channel.size() + " bytes");
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("encoded examples cannot be read from " + folder, e);
    }
    return bytes.flip();
  }

  /** The examples of one call of {@link #keep}. */
  private final class Kept extends EncodedList {

    private long[] starts = new long[FEWEST + 1];
    private int[] lengths = new int[FEWEST];
    private int[] rows = new int[FEWEST];
    private int size;

    /**
     * One more.
     *
     * @param behind where the next one starts
     */
    void add(EncodedExample example, long behind) {
      if (size == lengths.length) {
        resize(Math.addExact(size, size / 2));
      }
      lengths[size] = example.length();
      rows[size] = example.rows();
      starts[++size] = behind;
    }

    Kept trimmed() {
      resize(size);
      return this;
    }

    private void resize(int to) {
      starts = Arrays.copyOf(starts, to + 1);
      lengths = Arrays.copyOf(lengths, to);
      rows = Arrays.copyOf(rows, to);
    }

    @Override
    public EncodedExample get(int index) {
      return EncodedForm.read(read(starts[index], starts[index + 1]));
    }

    @Override
    int length(int index) {
      return lengths[index];
    }

    @Override
    int rows(int index) {
      return rows[index];
    }

    @Override
    public int size() {
      return size;
    }
  }

  /** Deletes the file; its lists end with it. */
  @Override
  public void close() {
    try {
      channel.close();
      AtomicFiles.delete(folder);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot delete the temporary folder " + folder, e);
    }
  }
}
