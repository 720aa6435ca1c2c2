package org.taskweave.training.evaluate;

/**
 * One task's predictions for n rows in natural units: probabilities [n,1] or [n,C], or values [n,1]
 * as the label is (after its log1p, if it has one); for next items what a {@link RowReduction}
 * kept.
 *
 * @param values row-major
 */
public record TaskPredictions(int rows, int width, double[] values) {

  /** One number of a row. */
  public double at(int row, int column) {
    return values[row * width + column];
  }
}
