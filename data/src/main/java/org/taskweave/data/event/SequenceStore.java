package org.taskweave.data.event;

import java.nio.ByteBuffer;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.RandomAccess;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.taskweave.core.file.RecordFile;

/**
 * A log's sequences in a file, as a list in the order of the users' names: each is made when it is
 * asked for, and 8 bytes of memory for a user, and the texts that many events share, are all that
 * the process keeps. Of a log with few events the sequences themselves are kept, too, since that is
 * faster. One thread fills it; then several may read, until it is closed.
 */
public final class SequenceStore extends AbstractList<BehaviorSequence>
    implements RandomAccess, AutoCloseable {

  private static final int FEWEST = 1024;

  /** Of the heap, for events of this many bytes each. */
  private static final double SHARE_IN_MEMORY = 0.1;

  private static final int EVENT_BYTES = 200;

  private final RecordFile file = RecordFile.create("sequences");
  private final SequenceForm form = new SequenceForm();
  private final SortedSet<String> actions = new TreeSet<>();
  private long[] starts = new long[FEWEST];
  private int size;
  private String lastUser = "";
  private boolean sorted = true;
  private int[] order = {};
  private long eventsLeft;
  private final List<BehaviorSequence> inMemory = new ArrayList<>();
  private long firstEventMillis = Long.MAX_VALUE;
  private long lastEventMillis = Long.MIN_VALUE;

  private SequenceStore(long mostInMemory) {
    this.eventsLeft = mostInMemory;
  }

  /** An empty store, which may take a tenth of the heap. */
  public static SequenceStore create() {
    return create((long) (SHARE_IN_MEMORY * Runtime.getRuntime().maxMemory() / EVENT_BYTES));
  }

  /**
   * An empty store.
   *
   * @param mostInMemory so many events are kept; of a larger log none
   */
  public static SequenceStore create(long mostInMemory) {
    return new SequenceStore(mostInMemory);
  }

  /**
   * Adds a user, whose events are never empty.
   *
   * @return true
   */
  @Override
  public boolean add(BehaviorSequence sequence) {
    if (size + 1 == starts.length) {
      starts = Arrays.copyOf(starts, Math.addExact(size, size / 2));
    }
    for (BehaviorEvent event : sequence.events()) {
      actions.add(event.action());
    }
    firstEventMillis = Math.min(firstEventMillis, sequence.events().get(0).timestampMillis());
    lastEventMillis = Math.max(lastEventMillis, sequence.lastEventMillis());
    sorted &= size == 0 || lastUser.compareTo(sequence.user()) < 0;
    lastUser = sequence.user();
    eventsLeft -= sequence.events().size();
    if (eventsLeft >= 0) {
      inMemory.add(sequence);
    } else {
      inMemory.clear();
    }
    file.append(form.write(sequence));
    starts[++size] = file.end();
    return true;
  }

  /** Ends the filling. */
  public void complete() {
    file.flush();
    starts = Arrays.copyOf(starts, size + 1);
    if (!sorted) {
      // A database may order names by their bytes, which differs beyond the basic plane.
      String[] users = new String[size];
      for (int i = 0; i < size; i++) {
        users[i] = SequenceForm.readUser(bytes(i));
      }
      order =
          IntStream.range(0, size)
              .boxed()
              .sorted(Comparator.comparing(i -> users[i]))
              .mapToInt(Integer::intValue)
              .toArray();
    }
  }

  private ByteBuffer bytes(int written) {
    return file.read(starts[written], starts[written + 1]);
  }

  @Override
  public BehaviorSequence get(int index) {
    int written = sorted ? index : order[index];
    return eventsLeft >= 0 ? inMemory.get(written) : form.read(bytes(written));
  }

  @Override
  public int size() {
    return size;
  }

  /** All actions of the log. */
  public SortedSet<String> actions() {
    return new TreeSet<>(actions);
  }

  /** Time of the oldest event: the start of the log. */
  public long firstEventMillis() {
    return firstEventMillis;
  }

  /** Time of the newest event of any user: the end of the log; nothing is known after it. */
  public long lastEventMillis() {
    return lastEventMillis;
  }

  /** Deletes the file. */
  @Override
  public void close() {
    file.close();
  }
}
