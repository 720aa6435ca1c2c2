package org.taskweave.data.example;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.taskweave.core.InvalidInputException;
import org.taskweave.core.recipe.ExamplesRecipe.Drawn;
import org.taskweave.data.event.BehaviorEvent;
import org.taskweave.data.event.BehaviorSequence;
import org.taskweave.data.event.BehaviorSequences;
import org.taskweave.data.event.SeededHash;

/**
 * Draws items that an event is compared with, from those of the log before a time; the same for the
 * same seed and event.
 */
final class DrawnItems {

  /** Of an item's number of events, as Mikolov et al. 2013 draw words. */
  private static final double POWER = 0.75;

  /**
   * An item that did not come up.
   *
   * @param weight how many uniform draws it stands for
   */
  record DrawnItem(String item, double weight) {}

  private final int count;
  private final long seed;
  private final List<String> items;

  /** [N] sums of the items' popularity up to each. */
  private final double[] popularity;

  private final boolean byPopularity;

  /**
   * Counts the items.
   *
   * @param action whose events make an item popular
   * @param endMillis items and events from here on are not known
   * @throws InvalidInputException if there are not more items than are drawn
   */
  DrawnItems(Drawn recipe, String action, long endMillis, BehaviorSequences log, long seed) {
    this.count = recipe.count();
    this.seed = seed;
    this.byPopularity = recipe.by() == Drawn.By.POPULARITY;
    Map<String, Integer> counts = new TreeMap<>();
    for (BehaviorSequence sequence : log) {
      for (BehaviorEvent event : sequence.events()) {
        if (event.timestampMillis() < endMillis) {
          counts.merge(event.item(), event.action().equals(action) ? 1 : 0, Integer::sum);
        }
      }
    }
    this.items = List.copyOf(counts.keySet());
    if (items.size() <= count) {
      throw new InvalidInputException(
          "examples.perImpression.drawn.count: "
              + count
              + " items cannot be drawn beside each event: the log has "
              + items.size()
              + " items before the dev split. Give a smaller number.");
    }
    this.popularity = new double[items.size()];
    double sum = 0;
    for (int i = 0; i < popularity.length; i++) {
      sum += Math.pow(Math.max(1, counts.get(items.get(i))), POWER);
      popularity[i] = sum;
    }
  }

  /**
   * Different items, none of which the user has at that time. Uniform draws are of different items,
   * fewer than asked for where almost all are the user's; popular ones may be drawn again, and then
   * weigh more.
   */
  List<DrawnItem> beside(BehaviorEvent event, Split split, Set<String> own) {
    SplittableRandom random =
        new SplittableRandom(
            SeededHash.of(
                seed,
                List.of(
                    "drawn", event.user(), event.item(), Long.toString(event.timestampMillis()))));
    int[] ownPlaces =
        own.stream()
            .mapToInt(item -> Collections.binarySearch(items, item))
            .filter(place -> place >= 0)
            .toArray();
    int others = items.size() - ownPlaces.length;
    if (others == 0) {
      return List.of();
    }
    return byPopularity && split == Split.TRAIN
        ? popular(random, own, others, Arrays.stream(ownPlaces).mapToDouble(this::share).sum())
        : uniform(random, own, Math.min(count, others));
  }

  private List<DrawnItem> uniform(SplittableRandom random, Set<String> own, int most) {
    List<DrawnItem> drawn = new ArrayList<>();
    Set<String> taken = new HashSet<>(own);
    while (drawn.size() < most) {
      String item = items.get(random.nextInt(items.size()));
      if (taken.add(item)) {
        drawn.add(new DrawnItem(item, 1));
      }
    }
    return drawn;
  }

  /** Each draw has chance share / (1 - ownShare) where a uniform one has 1 / others. */
  private List<DrawnItem> popular(
      SplittableRandom random, Set<String> own, int others, double ownShare) {
    Map<String, Double> weights = new LinkedHashMap<>();
    int draws = 0;
    while (draws < count) {
      int place = popularPlace(random);
      String item = items.get(place);
      if (!own.contains(item)) {
        weights.merge(item, (1 - ownShare) / (share(place) * others), Double::sum);
        draws++;
      }
    }
    return weights.entrySet().stream()
        .map(entry -> new DrawnItem(entry.getKey(), entry.getValue()))
        .toList();
  }

  private int popularPlace(SplittableRandom random) {
    double at = random.nextDouble() * popularity[popularity.length - 1];
    int found = Arrays.binarySearch(popularity, at);
    return Math.min(popularity.length - 1, found >= 0 ? found + 1 : -found - 1);
  }

  private double share(int place) {
    double own = popularity[place] - (place == 0 ? 0 : popularity[place - 1]);
    return own / popularity[popularity.length - 1];
  }
}
