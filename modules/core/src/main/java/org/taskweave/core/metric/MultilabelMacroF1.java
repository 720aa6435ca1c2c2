package org.taskweave.core.metric;

/**
 * {@link MacroF1} of tasks with several classes at once: labels [n,C] 0 or 1, scores [n,C]
 * probabilities; a class is predicted from one half on.
 */
public final class MultilabelMacroF1 implements Metric {
  private final int classes;

  /**
   * The metric for C classes.
   *
   * @param classes C
   */
  public MultilabelMacroF1(int classes) {
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
    int rows = Rows.count(labels, classes, scores, classes);
    boolean[] actual = new boolean[labels.length];
    boolean[] predicted = new boolean[labels.length];
    for (int i = 0; i < labels.length; i++) {
      actual[i] = Rows.isPositive(labels[i]);
      predicted[i] = scores[i] >= 0.5;
    }
    return new PreparedSets(rows, classes, actual, predicted);
  }

  private record PreparedSets(int rows, int classes, boolean[] actual, boolean[] predicted)
      implements Prepared {
    @Override
    public double value(int[] counts) {
      Confusion confusion = new Confusion(classes);
      for (int i = 0; i < actual.length; i++) {
        confusion.addMember(i % classes, actual[i], predicted[i], counts[i / classes]);
      }
      return confusion.macroF1();
    }
  }
}
