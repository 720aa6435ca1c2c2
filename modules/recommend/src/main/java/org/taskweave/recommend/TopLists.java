package org.taskweave.recommend;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.taskweave.core.recipe.Recipe;
import org.taskweave.data.event.BehaviorEvent;
import org.taskweave.data.event.ItemCatalog;
import org.taskweave.data.example.Example;
import org.taskweave.data.side.SideTable;
import org.taskweave.recommend.Recommender.Ranked;

/**
 * Top lists for users as they come and in their order, some at a time, so that memory does not grow
 * with their number. A user of whom the model knows nothing gets the ranker's fallback, or is
 * rejected where it has none.
 */
public final class TopLists {

  /** So many that batches of histories of about one length are full. */
  private static final int CHUNK = 2048;

  /** A user to be scored, or a list that needs no model. */
  private record Waiting(Optional<Example> example, Optional<TopList> list) {}

  private final ItemRanker ranker;
  private final OptionalLong cutMillis;
  private final Rejects rejects;
  private final Consumer<TopList> sink;
  private final AskedUsers users;
  private final List<Waiting> waiting = new ArrayList<>();

  private final Map<TopList.Source, Integer> counts = new EnumMap<>(TopList.Source.class);

  /**
   * Lists of a ranker.
   *
   * @param recipe of the bundle
   * @param known what a table says of users
   * @param cutMillis the model knows what came before; just after each user's newest event if
   *     absent
   * @param rejects get users without a list
   * @param sink gets the lists
   */
  public TopLists(
      Recipe recipe,
      SideTable known,
      ItemRanker ranker,
      OptionalLong cutMillis,
      Rejects rejects,
      Consumer<TopList> sink) {
    this.ranker = ranker;
    this.cutMillis = cutMillis;
    this.rejects = rejects;
    this.sink = sink;
    this.users = new AskedUsers(recipe, known, cutMillis, ranker::unreadable);
  }

  /** A user's events, in no order. */
  public void add(List<BehaviorEvent> events) {
    AskedUsers.Asked user = users.of(events);
    if (user.example().isPresent()) {
      add(new Waiting(user.example(), Optional.empty()));
    } else {
      addUnknown(user.user(), OptionalLong.of(user.cutMillis()), user.history(), user.reason());
    }
  }

  /** A user whom the log does not know. */
  public void addStranger(String user) {
    addUnknown(user, cutMillis, List.of(), "not in the log");
  }

  private void add(Waiting user) {
    waiting.add(user);
    if (waiting.size() == CHUNK) {
      finish();
    }
  }

  private void addUnknown(
      String user, OptionalLong cut, List<BehaviorEvent> history, String reason) {
    ranker
        .fallback(history)
        .ifPresentOrElse(
            items ->
                add(
                    new Waiting(
                        Optional.empty(),
                        Optional.of(new TopList(user, cut, TopList.Source.POPULARITY, items)))),
            () -> rejects.add(user, reason));
  }

  /** Hands over what is left. */
  public void finish() {
    List<Example> examples =
        waiting.stream().map(Waiting::example).flatMap(Optional::stream).toList();
    Iterator<List<Ranked<ItemCatalog.Item>>> lists =
        examples.isEmpty() ? Collections.emptyIterator() : ranker.rank(examples).iterator();
    for (Waiting user : waiting) {
      give(
          user.list()
              .orElseGet(
                  () ->
                      new TopList(
                          user.example().orElseThrow().user(),
                          OptionalLong.of(user.example().orElseThrow().cutMillis()),
                          TopList.Source.MODEL,
                          lists.next())));
    }
    waiting.clear();
  }

  private void give(TopList list) {
    if (list.items().isEmpty()) {
      rejects.add(list.user(), "no item is left");
      return;
    }
    counts.merge(list.source(), 1, Integer::sum);
    sink.accept(list);
  }

  /** How many lists came from where. */
  public Map<TopList.Source, Integer> counts() {
    return Map.copyOf(counts);
  }
}
