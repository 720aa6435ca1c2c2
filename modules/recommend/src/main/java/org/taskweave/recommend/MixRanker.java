package org.taskweave.recommend;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.taskweave.data.event.BehaviorEvent;
import org.taskweave.data.event.ItemCatalog;
import org.taskweave.data.example.Example;
import org.taskweave.recommend.Recommender.Ranked;

/**
 * Ranks candidates by a task or a mix of several, as {@link Recommender#topItems} does. It has
 * nothing for a user of whom the model knows nothing.
 *
 * @param candidates of every user, in the order of their ids
 * @param seenToo whether items of a user's history are candidates
 * @param action assumed of each candidate; unused where the mix is about items
 * @param top how many items a list has at most, at least 1
 * @param name of the mix, for people
 */
public record MixRanker(
    Recommender recommender,
    ScoreMix mix,
    List<ItemCatalog.Item> candidates,
    boolean seenToo,
    String action,
    int top,
    String name)
    implements ItemRanker {

  public MixRanker {
    candidates = List.copyOf(candidates);
  }

  @Override
  public String protocol() {
    return String.format(
        Locale.ROOT,
        "top %d by \"%s\" out of %,d candidates, %s",
        top,
        name,
        candidates.size(),
        seenToo ? "seen ones too" : "seen ones left out");
  }

  @Override
  public List<List<Ranked<ItemCatalog.Item>>> rank(List<Example> users) {
    List<List<Ranked<ItemCatalog.Item>>> lists = new ArrayList<>();
    for (Example user : users) {
      List<ItemCatalog.Item> left = left(user);
      lists.add(left.isEmpty() ? List.of() : recommender.topItems(user, left, action, mix, top));
    }
    return lists;
  }

  private List<ItemCatalog.Item> left(Example user) {
    if (seenToo) {
      return candidates;
    }
    Set<String> seen = new HashSet<>();
    user.history().forEach(event -> seen.add(event.item()));
    return candidates.stream().filter(item -> !seen.contains(item.id())).toList();
  }

  @Override
  public Optional<List<Ranked<ItemCatalog.Item>>> fallback(List<BehaviorEvent> history) {
    return Optional.empty();
  }

  @Override
  public Optional<String> unreadable(List<BehaviorEvent> history) {
    return Optional.empty();
  }
}
