package org.taskweave.nn.item;

import java.util.List;

/**
 * What counting knows of a catalog, in J channels.
 *
 * @param channels names [J]
 * @param all a table of each channel, counted from all users: for scoring
 * @param withoutFold tables of each channel for training sequences of each fold of users, which
 *     must not see what they ask for in their own counts
 */
public record ItemMemoryTables(
    List<String> channels, List<MemoryTable> all, List<List<MemoryTable>> withoutFold) {

  public ItemMemoryTables {
    channels = List.copyOf(channels);
    all = List.copyOf(all);
    withoutFold = List.copyOf(withoutFold);
  }

  /** K of each channel. */
  public int[] widths() {
    return all.stream().mapToInt(MemoryTable::width).toArray();
  }
}
