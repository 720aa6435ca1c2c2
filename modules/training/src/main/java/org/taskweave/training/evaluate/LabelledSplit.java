package org.taskweave.training.evaluate;

import java.util.List;
import java.util.Optional;
import org.taskweave.data.batch.EncodedExample;

/**
 * The examples of one split, ready to be scored and measured.
 *
 * @param floors per task, the floor's prediction of each example, for tasks that have one
 */
public record LabelledSplit(List<EncodedExample> encoded, List<Optional<double[]>> floors) {

  public LabelledSplit {
    encoded = List.copyOf(encoded);
    floors = List.copyOf(floors);
  }
}
