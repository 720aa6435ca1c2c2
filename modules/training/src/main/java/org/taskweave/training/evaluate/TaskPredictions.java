package org.taskweave.training.evaluate;

import java.util.Arrays;

/**
 * One task's predictions for n rows in natural units: probabilities [n,1] or [n,C], or values [n,1]
 * as the label is (after its log1p, if it has one); for next items what a {@link RowReduction}
 * kept.
 *
 * @param values row-major
 */
public record TaskPredictions(int rows, int width, double[] values) {

  /** Several rows, one after the other. */
  public double[] rows(int first, int count) {
    return Arrays.copyOfRange(values, first * width, (first + count) * width);
  }

  /** One number of a row. */
  public double at(int row, int column) {
    return values[row * width + column];
  }
}
