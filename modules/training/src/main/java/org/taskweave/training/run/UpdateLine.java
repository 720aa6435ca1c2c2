package org.taskweave.training.run;

import org.taskweave.core.metric.Direction;
import org.taskweave.core.metric.PairedDifference;

/**
 * One metric of the updated model beside the old one, on the same rows.
 *
 * @param primary whether it is its task's primary one, by which an update is judged
 * @param difference updated minus old
 */
public record UpdateLine(
    String task, String metric, boolean primary, Direction direction, PairedDifference difference) {

  /** Whether the whole interval of the difference says that the updated model is worse. */
  public boolean worse() {
    return direction == Direction.HIGHER_IS_BETTER
        ? difference.interval().high() < 0
        : difference.interval().low() > 0;
  }

  /** Whether the whole interval of the difference says that the updated model is better. */
  public boolean better() {
    return direction == Direction.HIGHER_IS_BETTER
        ? difference.interval().low() > 0
        : difference.interval().high() < 0;
  }

  /** Whether both models could be measured. */
  public boolean measured() {
    return Double.isFinite(difference.difference());
  }
}
