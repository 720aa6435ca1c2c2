package org.taskweave.hyperparam.trial;

import org.taskweave.core.metric.Direction;

/**
 * One number that a study looks at.
 *
 * @param name as in "reorder.auc"
 */
public record Objective(String name, Direction direction) {

  /** The value turned so that lower is better; infinite for what is undefined. */
  public double loss(double value) {
    if (Double.isNaN(value)) {
      return Double.POSITIVE_INFINITY;
    }
    return direction == Direction.LOWER_IS_BETTER ? value : -value;
  }
}
