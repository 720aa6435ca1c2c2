package org.taskweave.core.metric;

/**
 * Agreement of the most probable class with the true one beyond chance, a difference of d classes
 * weighing d^2 (Cohen 1968): 1 - (sum of observed d^2) / (sum of d^2 that is expected of the two
 * margins). Labels [n] class indices, scores [n,C]. 0 where the expectation is 0; NaN without rows.
 */
public final class QuadraticKappa implements Metric {
  private final int classes;

  /**
   * The metric for C classes.
   *
   * @param classes C
   */
  public QuadraticKappa(int classes) {
    this.classes = classes;
  }

  @Override
  public String name() {
    return "quadraticKappa";
  }

  @Override
  public Direction direction() {
    return Direction.HIGHER_IS_BETTER;
  }

  @Override
  public Prepared prepare(double[] labels, double[] scores) {
    return ChosenClasses.of(labels, scores, classes).measured(this::kappa);
  }

  private double kappa(ChosenClasses rows, int[] counts) {
    double[] ofActual = new double[classes];
    double[] ofChosen = new double[classes];
    double observed = 0;
    double all = 0;
    for (int i = 0; i < counts.length; i++) {
      int actual = rows.actual()[i];
      int chosen = rows.chosen()[i];
      ofActual[actual] += counts[i];
      ofChosen[chosen] += counts[i];
      observed += counts[i] * squared(actual - chosen);
      all += counts[i];
    }
    double expected = 0;
    for (int a = 0; a < classes; a++) {
      for (int b = 0; b < classes; b++) {
        expected += ofActual[a] * ofChosen[b] / all * squared(a - b);
      }
    }
    if (all == 0) {
      return Double.NaN;
    }
    return expected == 0 ? 0 : 1 - observed / expected;
  }

  private static double squared(double x) {
    return x * x;
  }
}
