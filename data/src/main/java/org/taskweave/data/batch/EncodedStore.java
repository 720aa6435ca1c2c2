package org.taskweave.data.batch;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.taskweave.core.file.RecordFile;

/**
 * Encoded examples in a file among the system's temporary ones, so that 16 bytes of memory for each
 * do: where it is, its length and its rows. A batch reads the examples it needs; the file stays in
 * the system's cache as far as there is room. Its lists may be read by several threads, until it is
 * closed; one thread fills it.
 */
public final class EncodedStore implements ExampleKeeper, AutoCloseable {

  private static final int FEWEST = 1024;

  private final RecordFile file;
  private final EncodedForm form = new EncodedForm();

  private EncodedStore(RecordFile file) {
    this.file = file;
  }

  /** An empty store. */
  public static EncodedStore create() {
    return new EncodedStore(RecordFile.create("examples"));
  }

  Path folder() {
    return file.folder();
  }

  @Override
  public List<EncodedExample> keep(Consumer<Consumer<EncodedExample>> source) {
    Kept kept = new Kept();
    kept.starts[0] = file.end();
    source.accept(
        example -> {
          file.append(form.write(example));
          kept.add(example, file.end());
        });
    file.flush();
    return kept.trimmed();
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
      return EncodedForm.read(file.read(starts[index], starts[index + 1]));
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
    file.close();
  }
}
