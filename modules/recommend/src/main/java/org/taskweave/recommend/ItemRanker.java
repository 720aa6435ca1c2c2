package org.taskweave.recommend;

import java.util.List;
import java.util.Optional;
import org.taskweave.data.event.BehaviorEvent;
import org.taskweave.data.event.ItemCatalog;
import org.taskweave.data.example.Example;
import org.taskweave.recommend.Recommender.Ranked;

/** Ranks a catalog's items for many users. */
public interface ItemRanker {

  /** By what, and out of how many, for people. */
  String protocol();

  /** Lists in the order of the users, the best items first; empty where none is left. */
  List<List<Ranked<ItemCatalog.Item>>> rank(List<Example> users);

  /**
   * What a user gets of whom the model knows nothing.
   *
   * @param history events that the model cannot tell from, if there are any
   * @return empty if the ranker has nothing for such users
   */
  Optional<List<Ranked<ItemCatalog.Item>>> fallback(List<BehaviorEvent> history);

  /** Why a history tells this ranker nothing; empty if it tells something. */
  Optional<String> unreadable(List<BehaviorEvent> history);
}
