package org.taskweave.data.example;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.taskweave.data.event.BehaviorEvent;

/**
 * The events of many examples, each once. Histories of a user begin with its first event and share
 * the events themselves, so that all before one that was in a history were, too: with a cut before
 * every event, going through whole histories would take time by the square of their length.
 */
public final class DistinctEvents {

  private final Set<BehaviorEvent> inHistories = Collections.newSetFromMap(new IdentityHashMap<>());
  private final List<BehaviorEvent> events = new ArrayList<>();

  private DistinctEvents() {}

  /** Those of the histories. */
  public static List<BehaviorEvent> ofHistories(Iterable<Example> examples) {
    return new DistinctEvents().addHistories(examples).events;
  }

  /**
   * Those of the histories, then the targets that no history holds. A target alone says nothing of
   * what came before it: events of other actions may stand between it and a history. Of examples
   * whose sequences are in a file, a view, which knows no targets.
   */
  public static Collection<BehaviorEvent> withTargets(Iterable<Example> examples) {
    if (examples instanceof RollingExamples inFile) {
      return inFile.distinctEvents();
    }
    DistinctEvents distinct = new DistinctEvents().addHistories(examples);
    Set<BehaviorEvent> targets = Collections.newSetFromMap(new IdentityHashMap<>());
    for (Example example : examples) {
      example
          .target()
          .filter(target -> !distinct.inHistories.contains(target) && targets.add(target))
          .ifPresent(distinct.events::add);
    }
    return distinct.events;
  }

  private DistinctEvents addHistories(Iterable<Example> examples) {
    for (Example example : examples) {
      List<BehaviorEvent> history = example.history();
      int first = history.size();
      while (first > 0 && inHistories.add(history.get(first - 1))) {
        first--;
      }
      events.addAll(history.subList(first, history.size()));
    }
    return this;
  }
}
