package org.taskweave.recommend;

import java.util.Set;

/**
 * Items that are not recommended.
 *
 * @param seen whether those of the user's history are left out
 * @param items ids of others that are left out
 */
public record ItemFilter(boolean seen, Set<String> items) {

  /** Leaves nothing out. */
  public static final ItemFilter NONE = new ItemFilter(false, Set.of());

  public ItemFilter {
    items = Set.copyOf(items);
  }
}
