package org.taskweave.data.example;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.taskweave.core.recipe.ExamplesRecipe;
import org.taskweave.data.event.BehaviorEvent;

/** Which events of a log are known when training ends, so that what they say may be learned. */
public final class TrainingTime {

  private TrainingTime() {}

  /**
   * With cuts, all events before the first dev cut; per impression, before the dev split. Per
   * event, training's own events. With last out, those that a training or dev example has in its
   * history, since only dev's and test's own baskets come after training. Else those in the
   * histories of training examples.
   *
   * @param examples of all splits
   */
  public static Predicate<BehaviorEvent> of(ExamplesRecipe recipe, List<Example> examples) {
    Optional<Long> end =
        recipe
            .cuts()
            .map(cuts -> SplitOrder.endMillis(cuts, Split.TRAIN))
            .or(() -> recipe.perImpression().map(shown -> shown.dev().toEpochMilli()));
    if (end.isPresent()) {
      return event -> event.timestampMillis() < end.get();
    }
    Stream<Example> training = examples.stream().filter(e -> e.split() == Split.TRAIN);
    if (recipe.perEvent().isPresent()) {
      return identical(training.map(Example::target).flatMap(Optional::stream).toList());
    }
    Stream<Example> dev = examples.stream().filter(e -> e.split() == Split.DEV);
    return identical(
        DistinctEvents.ofHistories(
            (recipe.lastOut() ? Stream.concat(training, dev) : training).toList()));
  }

  private static Predicate<BehaviorEvent> identical(List<BehaviorEvent> events) {
    Set<BehaviorEvent> known = Collections.newSetFromMap(new IdentityHashMap<>());
    known.addAll(events);
    return known::contains;
  }
}
