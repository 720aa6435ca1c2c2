package org.taskweave.core.calibration;

import java.util.ArrayList;
import java.util.List;

/** How far a label is from what was predicted, and which labels are not farther than so much. */
public interface Nonconformity {

  /**
   * How far a label is.
   *
   * @param predicted [W] numbers of the row
   */
  double of(double label, double[] predicted);

  /** All labels that are not farther than a distance. */
  Region within(double distance, double[] predicted);

  /** |label - predicted| (Papadopoulos et al. 2002). */
  static Nonconformity residual() {
    return new Scaled(predicted -> 1, Double.NEGATIVE_INFINITY);
  }

  /** |count - expected| over the deviation of a Poisson variable; no count is below 0. */
  static Nonconformity count() {
    return new Scaled(predicted -> Math.sqrt(Math.max(1e-3, predicted)), 0);
  }

  /**
   * Of quantiles, how far a label lies outside the outer two, negative inside (conformalized
   * quantile regression; Romano et al. 2019, arXiv:1905.03222).
   */
  static Nonconformity outerQuantiles() {
    return new Nonconformity() {
      @Override
      public double of(double label, double[] predicted) {
        return Math.max(predicted[0] - label, label - predicted[predicted.length - 1]);
      }

      @Override
      public Region within(double distance, double[] predicted) {
        double low = predicted[0] - distance;
        double high = predicted[predicted.length - 1] + distance;
        double middle = (low + high) / 2;
        return new Region.Interval(Math.min(low, middle), Math.max(high, middle));
      }
    };
  }

  /**
   * 1 - the probability of the class (Sadinle et al. 2019, arXiv:1609.00451); the likeliest class
   * is always in the set.
   *
   * @param names of the classes; the first of two is "no" where one probability is predicted
   */
  static Nonconformity ofClasses(List<String> names) {
    List<String> all = List.copyOf(names);
    return new Nonconformity() {
      @Override
      public double of(double label, double[] predicted) {
        return 1 - probability((int) label, predicted);
      }

      @Override
      public Region within(double distance, double[] predicted) {
        List<Integer> indices = new ArrayList<>();
        int best = 0;
        for (int c = 1; c < all.size(); c++) {
          best = probability(c, predicted) > probability(best, predicted) ? c : best;
        }
        for (int c = 0; c < all.size(); c++) {
          if (c == best || 1 - probability(c, predicted) <= distance) {
            indices.add(c);
          }
        }
        return new Region.Classes(indices, indices.stream().map(all::get).toList());
      }

      private double probability(int label, double[] predicted) {
        return predicted.length > 1
            ? predicted[label]
            : label == 1 ? predicted[0] : 1 - predicted[0];
      }
    };
  }

  /**
   * A residual over what it usually is.
   *
   * @param usual by the prediction
   * @param least no label is below
   */
  record Scaled(java.util.function.DoubleUnaryOperator usual, double least)
      implements Nonconformity {
    @Override
    public double of(double label, double[] predicted) {
      return Math.abs(label - predicted[0]) / usual.applyAsDouble(predicted[0]);
    }

    @Override
    public Region within(double distance, double[] predicted) {
      double half = distance * usual.applyAsDouble(predicted[0]);
      return new Region.Interval(
          Math.max(least, predicted[0] - half), Math.max(least, predicted[0] + half));
    }
  }
}
