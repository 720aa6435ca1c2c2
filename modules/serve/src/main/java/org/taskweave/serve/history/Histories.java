package org.taskweave.serve.history;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.h2.mvstore.Cursor;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;
import org.taskweave.core.InvalidInputException;
import org.taskweave.core.file.FolderLock;
import org.taskweave.data.event.BehaviorEvent;

/**
 * The newest events of each user. What {@link #append} has returned from is on disk. Thread-safe:
 * readers never wait, writers that come together are written to the disk together.
 */
public final class Histories implements AutoCloseable {

  private static final String FILE = "histories.mv";
  private static final int CACHE_MEGABYTES = 64;
  private static final int HOUSEKEEPING_MILLIS = 1000;

  private final MVStore store;
  private final Optional<FolderLock> lock;
  private final int most;
  private final MVMap<String, String> events;
  private final MVMap<String, String> taken;

  private final Object writing = new Object();
  private final Object saving = new Object();
  private long written;
  private long saved;

  /** A user and the number of their events. */
  public record User(String name, long events) {}

  private Histories(MVStore store, Optional<FolderLock> lock, int most) {
    this.store = store;
    this.lock = lock;
    this.most = most;
    this.events = store.openMap("events");
    this.taken = store.openMap("taken");
  }

  /**
   * Opens a folder, which is made if it does not exist.
   *
   * @param most events of a user; older ones give way
   * @throws InvalidInputException if another server has it, or it is damaged
   */
  public static Histories open(Path folder, int most) {
    FolderLock lock = FolderLock.of(folder, "a server");
    try {
      return new Histories(
          new MVStore.Builder()
              .fileName(folder.resolve(FILE).toString())
              .cacheSize(CACHE_MEGABYTES)
              .autoCommitDisabled()
              .open(),
          Optional.of(lock),
          most);
    } catch (MVStoreException e) {
      lock.close();
      throw new InvalidInputException(
          folder.resolve(FILE)
              + ": is no store of histories, or is damaged: "
              + e.getMessage()
              + ". Name another folder, or delete it and fill it from a log.",
          e);
    }
  }

  /** Histories that are gone with the process. */
  public static Histories inMemory(int most) {
    return new Histories(new MVStore.Builder().autoCommitDisabled().open(), Optional.empty(), most);
  }

  /** Whether they survive the process. */
  public boolean onDisk() {
    return lock.isPresent();
  }

  /** Adds events of one user and returns when they are on disk. */
  public void append(Collection<BehaviorEvent> added) {
    long ticket;
    synchronized (writing) {
      add(added);
      ticket = ++written;
    }
    synchronized (saving) {
      // Who came first has saved what others wrote meanwhile.
      if (saved < ticket) {
        save();
      }
    }
  }

  private void save() {
    long upTo;
    synchronized (writing) {
      upTo = written;
    }
    store.commit();
    store.sync();
    saved = upTo;
  }

  /**
   * Adds a log, unless it was added before: after a kill it is in the store as a whole or not at
   * all. No other thread may write meanwhile.
   *
   * @param digest by which the log is known again
   * @return whether it is new
   */
  public boolean fill(String digest, Collection<BehaviorEvent> log) {
    synchronized (writing) {
      if (taken.containsKey(digest)) {
        return false;
      }
      add(log);
      taken.put(digest, "");
      synchronized (saving) {
        store.commit();
        store.sync();
      }
      return true;
    }
  }

  private void add(Collection<BehaviorEvent> added) {
    for (BehaviorEvent event : added) {
      String user = event.user();
      String before = events.lowerKey(EventKeys.at(user, event.timestampMillis(), -1));
      String key = EventKeys.at(user, event.timestampMillis(), 0);
      if (before != null && EventKeys.sameTime(before, key)) {
        key = EventKeys.at(user, event.timestampMillis(), EventKeys.number(before) + 1);
      }
      events.put(key, EventText.of(event));
      for (long over = count(user) - most; over > 0; over--) {
        events.remove(events.ceilingKey(EventKeys.first(user)));
      }
    }
  }

  private long count(String user) {
    return place(EventKeys.end(user)) - place(EventKeys.first(user));
  }

  /** How many keys are less than one that is not there. */
  private long place(String key) {
    return -events.getKeyIndex(key) - 1;
  }

  /** A user's events, oldest first; none for an unknown user. */
  public List<BehaviorEvent> of(String user) {
    List<BehaviorEvent> found = new ArrayList<>();
    Cursor<String, String> cursor =
        events.cursor(EventKeys.first(user), EventKeys.end(user), false);
    while (cursor.hasNext()) {
      cursor.next();
      found.add(EventText.parse(user, cursor.getValue()));
    }
    return found;
  }

  /** Users whose names begin so, by name. */
  public List<User> users(String prefix, int limit) {
    List<User> users = new ArrayList<>();
    String key = events.ceilingKey(prefix);
    while (key != null && users.size() < limit) {
      String user = EventKeys.user(key);
      if (!user.startsWith(prefix)) {
        break;
      }
      users.add(new User(user, count(user)));
      key = events.ceilingKey(EventKeys.end(user));
    }
    return users;
  }

  /** Forgets a user, on disk when it returns: what is freed is written over in time. */
  public long forget(String user) {
    long removed = 0;
    synchronized (writing) {
      String key = events.ceilingKey(EventKeys.first(user));
      while (key != null && key.compareTo(EventKeys.end(user)) < 0) {
        events.remove(key);
        removed++;
        key = events.ceilingKey(EventKeys.first(user));
      }
      written++;
    }
    synchronized (saving) {
      save();
    }
    return removed;
  }

  /** How many events there are. */
  public long size() {
    return events.sizeAsLong();
  }

  /** From now on a thread of the store tidies its file up. */
  public void keepTidy() {
    if (onDisk()) {
      store.setAutoCommitDelay(HOUSEKEEPING_MILLIS);
    }
  }

  @Override
  public void close() {
    store.close();
    lock.ifPresent(FolderLock::close);
  }
}
