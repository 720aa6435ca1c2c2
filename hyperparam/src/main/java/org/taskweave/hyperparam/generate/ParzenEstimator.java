package org.taskweave.hyperparam.generate;

import java.util.List;
import java.util.SplittableRandom;
import org.apache.commons.math3.special.Erf;
import org.taskweave.hyperparam.space.Dimension;

/**
 * The density of points in the unit cube: an equal mixture of one kernel per point and a wide one,
 * the prior, in the middle. A kernel is a product over dimensions, so that values that were good
 * together stay together (multivariate, as in Falkner et al. 2018, "BOHB", arXiv:1807.01774). For
 * numbers it is a normal truncated to [0,1] with Scott's bandwidth, never below a hundredth; for a
 * choice, a category's weight is raised where a point has it. Bandwidths and smoothing are
 * Optuna's.
 */
final class ParzenEstimator {

  private static final double WIDEST = 0.2;
  private static final double PRIOR_MEAN = 0.5;
  private static final double PRIOR_WIDTH = 1;

  private final List<Dimension> dimensions;
  private final List<double[]> points;
  private final double width;

  ParzenEstimator(List<Dimension> dimensions, List<double[]> points) {
    this.dimensions = dimensions;
    this.points = points;
    int n = points.size();
    double scott = WIDEST * Math.pow(Math.max(n, 1), -1.0 / (dimensions.size() + 4));
    this.width = Math.min(1, Math.max(scott, 1.0 / Math.min(100, n + 2)));
  }

  /** Draws a point. */
  double[] sample(SplittableRandom random) {
    int kernel = random.nextInt(points.size() + 1);
    double[] unit = new double[dimensions.size()];
    for (int d = 0; d < unit.length; d++) {
      Dimension dimension = dimensions.get(d);
      unit[d] =
          dimension.kind() == Dimension.Kind.CHOICE
              ? sampleLevel(kernel, d, random)
              : sampleNormal(mean(kernel, d), width(kernel), random);
    }
    return unit;
  }

  private double sampleLevel(int kernel, int d, SplittableRandom random) {
    int levels = dimensions.get(d).levels();
    double left = random.nextDouble();
    for (int level = 0; level < levels - 1; level++) {
      left -= levelProbability(kernel, d, level);
      if (left < 0) {
        return dimensions.get(d).middle(level);
      }
    }
    return dimensions.get(d).middle(levels - 1);
  }

  private static double sampleNormal(double mean, double width, SplittableRandom random) {
    double low = cumulative((0 - mean) / width);
    double high = cumulative((1 - mean) / width);
    double share = low + random.nextDouble() * (high - low);
    double unit = mean + width * Math.sqrt(2) * Erf.erfInv(2 * share - 1);
    return Math.min(Math.max(unit, 0), Math.nextDown(1.0));
  }

  /** Logarithm of the density at a point, up to a constant that all estimators of a space share. */
  double logDensity(double[] unit) {
    double[] logs = new double[points.size() + 1];
    double highest = Double.NEGATIVE_INFINITY;
    for (int kernel = 0; kernel < logs.length; kernel++) {
      for (int d = 0; d < unit.length; d++) {
        logs[kernel] += Math.log(density(kernel, d, unit[d]));
      }
      highest = Math.max(highest, logs[kernel]);
    }
    double sum = 0;
    for (double log : logs) {
      sum += Math.exp(log - highest);
    }
    return highest + Math.log(sum / logs.length);
  }

  private double density(int kernel, int d, double unit) {
    Dimension dimension = dimensions.get(d);
    if (dimension.kind() == Dimension.Kind.CHOICE) {
      return levelProbability(kernel, d, dimension.level(unit));
    }
    double mean = mean(kernel, d);
    double width = width(kernel);
    double inside = cumulative((1 - mean) / width) - cumulative((0 - mean) / width);
    if (dimension.kind() == Dimension.Kind.INTEGER) {
      double levels = dimension.levels();
      double from = dimension.level(unit) / levels;
      double cell =
          cumulative((from + 1 / levels - mean) / width) - cumulative((from - mean) / width);
      return Math.max(cell, Double.MIN_NORMAL) / inside;
    }
    double z = (unit - mean) / width;
    return Math.exp(-z * z / 2) / (width * inside * Math.sqrt(2 * Math.PI));
  }

  private double levelProbability(int kernel, int d, int level) {
    int levels = dimensions.get(d).levels();
    double smoothing = 1.0 / (points.size() + 1);
    boolean has = kernel < points.size() && levelOf(kernel, d) == level;
    double sum = smoothing * levels + (kernel < points.size() ? 1 : 0);
    return (smoothing + (has ? 1 : 0)) / sum;
  }

  private int levelOf(int kernel, int d) {
    return dimensions.get(d).level(points.get(kernel)[d]);
  }

  /** Whole numbers sit in the middle of their part of [0,1]. */
  private double mean(int kernel, int d) {
    if (kernel == points.size()) {
      return PRIOR_MEAN;
    }
    return dimensions.get(d).position(points.get(kernel)[d]);
  }

  private double width(int kernel) {
    return kernel == points.size() ? PRIOR_WIDTH : width;
  }

  private static double cumulative(double z) {
    return 0.5 * (1 + Erf.erf(z / Math.sqrt(2)));
  }
}
