package org.taskweave.training.fit;

import java.util.List;
import org.taskweave.core.run.RunRecord;

/**
 * How a training went.
 *
 * @param epochs all that ran, in order
 * @param bestEpoch number of the one whose weights the model now has
 * @param stoppedEarly whether patience ran out before the last epoch
 */
public record TrainingResult(List<RunRecord.Epoch> epochs, int bestEpoch, boolean stoppedEarly) {

  public TrainingResult {
    epochs = List.copyOf(epochs);
  }
}
