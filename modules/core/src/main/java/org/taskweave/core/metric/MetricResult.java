package org.taskweave.core.metric;

import java.util.OptionalDouble;

/**
 * A metric measured.
 *
 * @param value NaN where it is undefined
 * @param intervalLow lower end of the bootstrap 95 % interval
 * @param trivialBaseline the metric of the {@link TrivialPredictor}
 * @param floor the metric of the task's one-line rule, where it has one
 * @param labelCount known labels behind it (rows; for multilabel too)
 */
public record MetricResult(
    String name,
    Direction direction,
    double value,
    double intervalLow,
    double intervalHigh,
    double trivialBaseline,
    OptionalDouble floor,
    int labelCount) {

  /** {@link Direction#skill} over the trivial baseline. */
  public double skill() {
    return direction.skill(value, trivialBaseline);
  }

  /** Whether the one-line rule is better; never where either is undefined. */
  public boolean belowFloor() {
    return floor.isPresent() && direction.isBetter(floor.getAsDouble(), value);
  }
}
