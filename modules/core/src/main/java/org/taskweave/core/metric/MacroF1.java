package org.taskweave.core.metric;

/**
 * Mean over classes of F1 = 2 TP / (2 TP + FP + FN), over the classes that occur among labels or
 * predictions. Labels [n] class indices, scores [n,C], the most probable class (the first of equal
 * ones) being the prediction. NaN without rows.
 */
public final class MacroF1 implements Metric {
  private final int classes;

  /**
   * The metric for C classes.
   *
   * @param classes C
   */
  public MacroF1(int classes) {
    this.classes = classes;
  }

  @Override
  public String name() {
    return "macroF1";
  }

  @Override
  public Direction direction() {
    return Direction.HIGHER_IS_BETTER;
  }

  @Override
  public Prepared prepare(double[] labels, double[] scores) {
    int rows = Rows.count(labels, 1, scores, classes);
    int[] actual = new int[rows];
    int[] predicted = new int[rows];
    for (int i = 0; i < rows; i++) {
      actual[i] = Rows.classIndex(labels[i], classes);
      predicted[i] = Rows.highest(scores, i, classes);
    }
    return new PreparedClasses(classes, actual, predicted);
  }

  private record PreparedClasses(int classes, int[] actual, int[] predicted) implements Prepared {
    @Override
    public int rows() {
      return actual.length;
    }

    @Override
    public double value(int[] counts) {
      Confusion confusion = new Confusion(classes);
      for (int i = 0; i < actual.length; i++) {
        confusion.addClass(actual[i], predicted[i], counts[i]);
      }
      return confusion.macroF1();
    }
  }
}
