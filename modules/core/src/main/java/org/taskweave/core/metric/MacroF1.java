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
    return ChosenClasses.of(labels, scores, classes).measured(this::average);
  }

  private double average(ChosenClasses rows, int[] counts) {
    Confusion confusion = new Confusion(classes);
    for (int i = 0; i < counts.length; i++) {
      confusion.addClass(rows.actual()[i], rows.chosen()[i], counts[i]);
    }
    return confusion.macroF1();
  }
}
