package org.taskweave.data.rule;

import java.util.ArrayList;
import java.util.List;

/**
 * Temporal item frequencies of the user and of the users nearest by them (Hu, He, Gao, Zhang 2020,
 * "Modeling Personalized Item Frequency Information for Next-basket Recommendation",
 * arXiv:2006.00556): alpha times the user's vector, and 1 - alpha times the mean of the nearest
 * users' vectors. All other items by popularity.
 */
final class TifuKnn implements RuleFamily {

  /** In the range of those that the paper found for its logs. */
  private static final List<FrequencyVectors.Decay> DECAYS =
      List.of(
          new FrequencyVectors.Decay(7, .9, .7),
          new FrequencyVectors.Decay(3, .9, .6),
          new FrequencyVectors.Decay(7, 1, .9));

  private static final List<Integer> NEIGHBOURS = List.of(100, 300);
  private static final List<Double> ALPHAS = List.of(.2, .5, .7, .9);

  @Override
  public List<ItemRule> rules(RuleCounts counts) {
    if (!counts.has(Grouping.BASKET)) {
      return List.of();
    }
    int[] popularity = counts.log().countsSince(Long.MIN_VALUE);
    List<ItemRule> rules = new ArrayList<>();
    for (FrequencyVectors.Decay decay : DECAYS) {
      FrequencyVectors vectors = new FrequencyVectors(counts.log(), decay);
      for (int neighbours : NEIGHBOURS) {
        for (double alpha : ALPHAS) {
          rules.add(new BackedOff(new Mixed(vectors, neighbours, alpha), popularity));
        }
      }
    }
    return rules;
  }

  /**
   * The rule.
   *
   * @param vectors of the training split's users
   * @param neighbours how many nearest users, the user's own training vector among them
   * @param alpha share of the user's own vector
   */
  record Mixed(FrequencyVectors vectors, int neighbours, double alpha) implements ItemRule {
    @Override
    public String name() {
      return "TIFU-kNN, "
          + vectors.decay()
          + ", "
          + neighbours
          + " neighbours, "
          + alpha
          + " of one's own";
    }

    @Override
    public void score(ItemHistory history, double[] scores) {
      FrequencyVectors.Sparse own = vectors.decay().vector(history);
      if (own.items().length == 0) {
        return;
      }
      own.addTo(scores, alpha);
      List<FrequencyVectors.Sparse> nearest = vectors.nearest(own, neighbours);
      nearest.forEach(vector -> vector.addTo(scores, (1 - alpha) / nearest.size()));
    }
  }
}
