package org.taskweave.data.rule;

import java.util.List;

/**
 * One way in which items of a history speak for others.
 *
 * @param all counted from all users: for scoring
 * @param withoutFold for the training rows of each {@link UserFold}: counted without its users, so
 *     that no row sees what it asks for in its own counts
 */
public record MemoryChannel(String name, ItemWeights all, List<ItemWeights> withoutFold) {

  public MemoryChannel {
    withoutFold = List.copyOf(withoutFold);
  }
}
