package org.taskweave.nn.share;

import java.util.List;

/**
 * What a gate gave each row of a batch.
 *
 * @param gate whose it is, as in "click" or "level1/click"
 * @param columns what is weighed, in order
 * @param rows of the batch
 * @param values [rows,columns], row after row
 */
public record GateValues(String gate, List<String> columns, int rows, double[] values) {

  public GateValues {
    columns = List.copyOf(columns);
  }

  /** One value. */
  public double at(int row, int column) {
    return values[row * columns.size() + column];
  }
}
