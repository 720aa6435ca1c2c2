package org.taskweave.serve.model;

import java.util.function.Function;

/** The version that answers, and its change while requests come. Thread-safe. */
public final class Versions implements AutoCloseable {

  private final Object swapping = new Object();
  private volatile ServedVersion current;

  /** A first version; it is closed when another takes its place, or with this. */
  public Versions(ServedVersion first) {
    this.current = first;
  }

  /** What the version that answers now makes of a request; it stays open until that is done. */
  public <T> T with(Function<ServedVersion, T> work) {
    ServedVersion version = current;
    while (!version.hold()) {
      version = current;
    }
    try {
      return work.apply(version);
    } finally {
      version.release();
    }
  }

  /** What the version that answers now is called. */
  public String name() {
    return current.name();
  }

  /**
   * Lets another version answer from now on. Returns when the one before it has answered what it
   * was asked and is freed, unless a request outlives this call.
   */
  public void swap(ServedVersion next) {
    ServedVersion before;
    synchronized (swapping) {
      before = current;
      current = next;
    }
    before.close();
  }

  /** Frees the version once its last request is answered. */
  @Override
  public void close() {
    current.close();
  }
}
