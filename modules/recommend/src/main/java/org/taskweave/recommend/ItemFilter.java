package org.taskweave.recommend;

import java.util.List;
import java.util.Set;
import org.taskweave.data.event.ItemCatalog;

/**
 * Items that are not recommended.
 *
 * @param seen whether those of the user's history are left out
 * @param items ids of others that are left out
 * @param conditions all of which an item that is recommended meets
 */
public record ItemFilter(boolean seen, Set<String> items, List<ItemCondition> conditions) {

  /** Leaves nothing out. */
  public static final ItemFilter NONE = new ItemFilter(false, Set.of());

  public ItemFilter {
    items = Set.copyOf(items);
    conditions = List.copyOf(conditions);
  }

  /** A filter without conditions. */
  public ItemFilter(boolean seen, Set<String> items) {
    this(seen, items, List.of());
  }

  /** Whether an item may be recommended to anyone. */
  public boolean allows(ItemCatalog.Item item) {
    return !items.contains(item.id())
        && conditions.stream().allMatch(condition -> condition.isMetBy(item));
  }
}
