package org.taskweave.hyperparam.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.taskweave.hyperparam.space.Dimension;
import org.taskweave.hyperparam.trial.Trial;
import org.taskweave.hyperparam.trial.TrialState;

/**
 * How much each parameter alone tells about the score: trials are sorted into bins of the
 * parameter's values, each with about as many, and the share is the variance between the bins' mean
 * scores over the whole variance (the correlation ratio; the first-order term of a functional
 * analysis of variance, as in fANOVA, Hutter et al. 2014, here without a surrogate). Few trials
 * give a high share by chance: the 95 % quantile of the share over shuffled scores says how high.
 *
 * @param share 0 to 1
 * @param chance shares below are what a parameter without any effect shows, too
 */
public record Importance(String path, double share, double chance) {

  /** Complete trials below which nothing is said. */
  static final int FEWEST = 8;

  private static final int SHUFFLES = 400;

  /** The parameters, the most telling first; empty with too few complete trials. */
  public static List<Importance> of(List<Dimension> dimensions, List<Trial> trials) {
    List<Trial> complete =
        trials.stream().filter(trial -> trial.state() == TrialState.COMPLETE).toList();
    if (complete.size() < FEWEST) {
      return List.of();
    }
    List<Double> scores = new ArrayList<>(complete.stream().map(Trial::score).toList());
    List<Importance> all = new ArrayList<>();
    for (int d = 0; d < dimensions.size(); d++) {
      int[] bins = bins(dimensions.get(d), d, complete);
      double share = share(bins, scores);
      all.add(new Importance(dimensions.get(d).path(), share, chance(bins, scores)));
    }
    all.sort(Comparator.comparingDouble((Importance each) -> each.share()).reversed());
    return all;
  }

  /** A choice's bins are its values; numbers have bins of at least four trials, at most four. */
  private static int[] bins(Dimension dimension, int d, List<Trial> trials) {
    int[] bins = new int[trials.size()];
    if (dimension.kind() == Dimension.Kind.CHOICE) {
      Arrays.setAll(bins, i -> dimension.level(trials.get(i).unit()[d]));
      return bins;
    }
    int count = Math.min(4, trials.size() / 4);
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < bins.length; i++) {
      order.add(i);
    }
    order.sort(Comparator.comparingDouble(i -> trials.get(i).unit()[d]));
    for (int place = 0; place < bins.length; place++) {
      bins[order.get(place)] = place * count / bins.length;
    }
    return bins;
  }

  static double share(int[] bins, List<Double> scores) {
    int count = Arrays.stream(bins).max().orElse(0) + 1;
    double[] sums = new double[count];
    int[] sizes = new int[count];
    double mean = scores.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
    double whole = 0;
    for (int i = 0; i < bins.length; i++) {
      sums[bins[i]] += scores.get(i) - mean;
      sizes[bins[i]]++;
      whole += (scores.get(i) - mean) * (scores.get(i) - mean);
    }
    double between = 0;
    for (int b = 0; b < count; b++) {
      between += sizes[b] == 0 ? 0 : sums[b] * sums[b] / sizes[b];
    }
    return whole == 0 ? 0 : between / whole;
  }

  private static double chance(int[] bins, List<Double> scores) {
    List<Double> shuffled = new ArrayList<>(scores);
    Random random = new Random(1);
    double[] shares = new double[SHUFFLES];
    for (int i = 0; i < SHUFFLES; i++) {
      Collections.shuffle(shuffled, random);
      shares[i] = share(bins, shuffled);
    }
    Arrays.sort(shares);
    return shares[(int) (0.95 * SHUFFLES)];
  }
}
