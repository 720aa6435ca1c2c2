package org.taskweave.core.calibration;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.function.BiPredicate;
import java.util.stream.IntStream;

/**
 * The increasing function of least squares by pooling adjacent violators (Ayer et al. 1955), as a
 * line through the centres of the pools (centred isotonic regression; Oron and Flournoy 2017,
 * arXiv:1701.05964), in log-odds. Half a label of the other kind at each end keeps every rate apart
 * from 0 and 1, which a few labels cannot prove.
 */
final class IsotonicFit {

  /** Centres nearer to each other become one: steps would be steeper than a file's floats hold. */
  private static final double LEAST_GAP = 0.05;

  private static final double PSEUDO_LABEL = 0.5;

  private IsotonicFit() {}

  /**
   * Labels whose rate is one.
   *
   * @param logOdds their sum, of weight many
   */
  private record Pool(double weight, double logOdds, double positives) {
    double rate() {
      return positives / weight;
    }

    double centre() {
      return logOdds / weight;
    }

    Pool with(Pool other) {
      return new Pool(weight + other.weight, logOdds + other.logOdds, positives + other.positives);
    }
  }

  static Calibration fit(double[] labels, double[] scores, int width) {
    if (width != 1) {
      throw new IllegalArgumentException("an increasing function of " + width + " probabilities");
    }
    List<Pool> rising =
        joined(oneForEachScore(labels, scores), (last, next) -> last.rate() >= next.rate());
    List<Pool> pools = joined(rising, (last, next) -> next.centre() - last.centre() < LEAST_GAP);
    double[] knots = pools.stream().mapToDouble(Pool::centre).toArray();
    double[] values = pools.stream().mapToDouble(pool -> LogOdds.of(pool.rate())).toArray();
    return new Isotonic(knots, values);
  }

  private static List<Pool> oneForEachScore(double[] labels, double[] scores) {
    List<Pool> all = new ArrayList<>();
    IntStream.range(0, labels.length)
        .mapToObj(i -> new Pool(1, LogOdds.of(scores[i]), labels[i]))
        .sorted(Comparator.comparingDouble(Pool::logOdds))
        .forEach(all::add);
    double lowest = all.get(0).logOdds();
    double highest = all.get(all.size() - 1).logOdds();
    all.add(0, new Pool(PSEUDO_LABEL, PSEUDO_LABEL * lowest, PSEUDO_LABEL));
    all.add(new Pool(PSEUDO_LABEL, PSEUDO_LABEL * highest, 0));
    return joined(all, (last, next) -> last.centre() >= next.centre());
  }

  private static List<Pool> joined(List<Pool> pools, BiPredicate<Pool, Pool> belong) {
    Deque<Pool> joined = new ArrayDeque<>();
    for (Pool pool : pools) {
      Pool next = pool;
      while (!joined.isEmpty() && belong.test(joined.getLast(), next)) {
        next = joined.removeLast().with(next);
      }
      joined.addLast(next);
    }
    return new ArrayList<>(joined);
  }
}
