package org.taskweave.data.feature;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.taskweave.core.recipe.FeaturesRecipe.Effects;
import org.taskweave.data.event.BehaviorEvent;
import org.taskweave.data.example.Example;
import org.taskweave.data.example.Split;
import org.taskweave.data.factor.Estimate;
import org.taskweave.data.factor.UserFactors;

/**
 * The terms of {@link Effects} for an example's target. All values are in standard deviations of
 * the attribute. A training target's own value is left out of its item's sum, so that training
 * reads what dev and test read.
 */
final class EffectFeatures {

  private static final double MILLIS_PER_SECOND = 1000;

  /** Added to the number of events in a window, which are few. */
  private static final double WINDOW_DAMPING = 2;

  private final Effects recipe;
  private final ItemEffects learned;
  private final List<FactoredNumber> factors;

  /** Candidates of one user follow each other, and share the history. */
  private volatile Known last;

  /** A user's factors, one for each number, and what they follow from. */
  private record Known(List<BehaviorEvent> history, Split split, List<UserFactors> user) {}

  EffectFeatures(Effects recipe, ItemEffects learned, List<FactoredNumber> factors) {
    this.recipe = recipe;
    this.learned = learned;
    this.factors = factors;
  }

  /** Names of the columns: item, user, their counts, two for each window, two of each factors. */
  List<String> names() {
    List<String> names =
        new ArrayList<>(
            List.of("item effect", "user effect", "events of the item", "events of the user"));
    for (double seconds : recipe.windowSeconds()) {
      names.add("effect within " + seconds + " s");
      names.add("events within " + seconds + " s");
    }
    for (FactoredNumber number : factors) {
      String what =
          number.atLeast().isEmpty() ? "" : " of at least " + number.atLeast().getAsDouble();
      names.add("factors' estimate" + what);
      names.add("deviation of the factors' estimate" + what);
    }
    return names;
  }

  /** Writes the columns. */
  void write(Example example, float[] into, int offset) {
    ItemEffects.Tally item = item(example);
    ItemEffects.Tally user = ItemEffects.Tally.EMPTY;
    List<Double> windows = recipe.windowSeconds();
    ItemEffects.Tally[] within = new ItemEffects.Tally[windows.size()];
    Arrays.fill(within, ItemEffects.Tally.EMPTY);
    long time = example.target().map(BehaviorEvent::timestampMillis).orElse(example.cutMillis());
    for (BehaviorEvent event : example.history()) {
      double deviation = deviation(event);
      if (Double.isNaN(deviation)) {
        continue;
      }
      user = user.plus(deviation);
      double seconds = Math.abs(event.timestampMillis() - time) / MILLIS_PER_SECOND;
      for (int w = 0; w < within.length; w++) {
        if (seconds <= windows.get(w)) {
          within[w] = within[w].plus(deviation);
        }
      }
    }
    double userEffect = user.damped(recipe.damping());
    into[offset] = (float) item.damped(recipe.damping());
    into[offset + 1] = (float) userEffect;
    into[offset + 2] = (float) (Math.log1p(item.count()) / 2 - 2);
    into[offset + 3] = (float) (Math.log1p(user.count()) / 2 - 2);
    for (int w = 0; w < within.length; w++) {
      double share = within[w].count() / (within[w].count() + WINDOW_DAMPING);
      into[offset + 4 + 2 * w] = (float) (within[w].damped(WINDOW_DAMPING) - share * userEffect);
      into[offset + 5 + 2 * w] = (float) (Math.log1p(within[w].count()) / 3);
    }
    if (!factors.isEmpty() && example.target().isPresent()) {
      int at = offset + 4 + 2 * within.length;
      for (UserFactors said : user(example)) {
        Estimate estimate = said.of(example.target().get().item());
        into[at++] = (float) estimate.mean();
        into[at++] = (float) Math.sqrt(Math.max(0, estimate.variance()));
      }
    }
  }

  @SuppressWarnings("ReferenceEquality")
  private List<UserFactors> user(Example example) {
    Known known = last;
    if (known == null || known.history() != example.history() || known.split() != example.split()) {
      known =
          new Known(
              example.history(),
              example.split(),
              factors.stream().map(number -> number.user(example, recipe.attribute())).toList());
      last = known;
    }
    return known.user();
  }

  /** An event's deviation from what is usual for its item; NaN without the attribute. */
  double deviation(BehaviorEvent event) {
    return learned.scale().standardise(Learned.number(event, recipe.attribute()))
        - learned.of(event.item()).damped(recipe.damping());
  }

  /** The baseline estimate of the target's value, in the attribute's unit. */
  double estimate(Example example) {
    ItemEffects.Tally user = ItemEffects.Tally.EMPTY;
    for (BehaviorEvent event : example.history()) {
      double deviation = deviation(event);
      user = Double.isNaN(deviation) ? user : user.plus(deviation);
    }
    return learned
        .scale()
        .restore(item(example).damped(recipe.damping()) + user.damped(recipe.damping()));
  }

  private ItemEffects.Tally item(Example example) {
    if (example.target().isEmpty()) {
      return ItemEffects.Tally.EMPTY;
    }
    BehaviorEvent target = example.target().get();
    ItemEffects.Tally item = learned.of(target.item());
    double own = Learned.number(target, recipe.attribute());
    return example.split() == Split.TRAIN && !Double.isNaN(own)
        ? item.minus(learned.scale().standardise(own))
        : item;
  }
}
