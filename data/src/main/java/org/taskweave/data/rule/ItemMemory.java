package org.taskweave.data.rule;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What counting knows of a catalog, as channels that a model reads beside its own scores: EASE and
 * cosine by basket and by user, transitions, and the items themselves.
 */
public final class ItemMemory {

  /** Weights that an item keeps in a channel. */
  public static final int MOST = 50;

  private static final double SHRINKAGE = 10;

  private ItemMemory() {}

  /** Counts a training split. */
  public static List<MemoryChannel> of(ItemLog log, PositiveInverse inverse) {
    boolean baskets = new RuleCounts(log, inverse).has(Grouping.BASKET);
    Map<String, ItemWeights> all = channels(log, baskets, inverse);
    List<Map<String, ItemWeights>> without = new ArrayList<>();
    for (int fold = 0; fold < UserFold.COUNT; fold++) {
      without.add(channels(log.without(fold), baskets, inverse));
    }
    return all.entrySet().stream()
        .map(
            channel ->
                new MemoryChannel(
                    channel.getKey(),
                    channel.getValue(),
                    without.stream().map(fold -> fold.get(channel.getKey())).toList()))
        .toList();
  }

  private static Map<String, ItemWeights> channels(
      ItemLog log, boolean baskets, PositiveInverse inverse) {
    Map<String, ItemWeights> channels = new LinkedHashMap<>();
    if (baskets) {
      Incidence byBasket = Incidence.of(Grouping.BASKET.of(log), log.items());
      channels.put("EASE by basket", Ease.of(byBasket, 50, .33, inverse).greatest(MOST));
      channels.put("cosine by basket", Cosine.of(byBasket, SHRINKAGE).greatest(MOST));
    }
    Incidence byUser = Incidence.of(Grouping.USER.of(log), log.items());
    channels.put("EASE by user", Ease.of(byUser, 100, .33, inverse).greatest(MOST));
    channels.put("cosine by user", Cosine.of(byUser, SHRINKAGE).greatest(MOST));
    channels.put("transitions", shares(Transitions.of(log)).greatest(MOST));
    channels.put("own", ItemWeights.identity(log.items()));
    return channels;
  }

  /** Counts as shares of what came next, shrunk where little is known. */
  private static ItemWeights shares(ItemWeights counts) {
    float[] values = counts.values().clone();
    for (int item = 0; item < counts.items(); item++) {
      double sum = SHRINKAGE;
      for (int k = counts.offsets()[item]; k < counts.offsets()[item + 1]; k++) {
        sum += values[k];
      }
      for (int k = counts.offsets()[item]; k < counts.offsets()[item + 1]; k++) {
        values[k] /= (float) sum;
      }
    }
    return new ItemWeights(counts.offsets(), counts.columns(), values);
  }
}
