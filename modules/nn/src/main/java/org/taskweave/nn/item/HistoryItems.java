package org.taskweave.nn.item;

import java.util.Arrays;

/**
 * Which of U items are in the history of each of R queries, each once.
 *
 * @param history [B*T] positions among the items; U or more for what is none of them
 * @param length T
 * @param cells [R] b * T + t of each query: its history ends there, itself included
 * @param items U
 */
public record HistoryItems(int[] history, int length, int[] cells, int items) {

  /** Reads one query after the other; one object for one thread. */
  public Reader reader() {
    return new Reader();
  }

  /** Reads the items of a query. */
  public final class Reader {

    private final int[] lastQuery;
    private final int[] found;

    private Reader() {
      this.lastQuery = new int[items];
      Arrays.fill(lastQuery, -1);
      this.found = new int[length];
    }

    /**
     * Reads a query's items; no query is read twice.
     *
     * @return how many there are, for {@link #item}
     */
    public int read(int query) {
      int count = 0;
      int last = cells[query];
      for (int cell = last / length * length; cell <= last; cell++) {
        int item = history[cell];
        if (item < items && lastQuery[item] != query) {
          lastQuery[item] = query;
          found[count++] = item;
        }
      }
      return count;
    }

    /** An item of the query that was read last. */
    public int item(int index) {
      return found[index];
    }
  }
}
