package org.taskweave.recommend;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.taskweave.data.event.BehaviorEvent;
import org.taskweave.data.event.ItemCatalog;
import org.taskweave.data.example.Example;
import org.taskweave.recommend.Recommender.Ranked;

/**
 * Ranks by a next-item task. A user of whom the model knows nothing gets the items that came most
 * often in the training split, with that number as their score.
 */
public final class NextItemRanker implements ItemRanker {

  private final NextItems items;
  private final int top;
  private final ItemFilter filter;

  /**
   * A ranker.
   *
   * @param top how many items a list has at most, at least 1
   */
  public NextItemRanker(NextItems items, int top, ItemFilter filter) {
    this.items = items;
    this.top = top;
    this.filter = filter;
  }

  @Override
  public String protocol() {
    return String.format(
        Locale.ROOT,
        "top %d by \"%s\" out of %,d items, %s%s",
        top,
        items.task().name(),
        items.task().outputWidth(),
        items.leavesSeenOut(filter) ? "seen ones left out" : "seen ones too",
        filter.conditions().isEmpty()
            ? ""
            : filter.conditions().stream()
                .map(ItemCondition::toString)
                .collect(Collectors.joining(" and ", ", only ", "")));
  }

  @Override
  public List<List<Ranked<ItemCatalog.Item>>> rank(List<Example> users) {
    return items.of(users, top, filter);
  }

  @Override
  public Optional<List<Ranked<ItemCatalog.Item>>> fallback(List<BehaviorEvent> history) {
    return Optional.of(items.popular(history, top, filter));
  }

  @Override
  public Optional<String> unreadable(List<BehaviorEvent> history) {
    return items.unreadable(history);
  }
}
