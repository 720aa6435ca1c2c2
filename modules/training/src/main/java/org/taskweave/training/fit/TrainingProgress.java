package org.taskweave.training.fit;

import java.util.List;
import org.taskweave.core.run.RunRecord;

/**
 * Where a training stands after an epoch; with the model, its updater and the best parameters it is
 * all that resuming needs.
 *
 * @param iteration optimizer steps done
 * @param bestEpoch number of the best epoch so far
 */
record TrainingProgress(List<RunRecord.Epoch> epochs, int iteration, int bestEpoch) {

  TrainingProgress {
    epochs = List.copyOf(epochs);
  }

  static final TrainingProgress START = new TrainingProgress(List.of(), 0, 0);

  /** Epochs since the best one. */
  int epochsWithoutImprovement() {
    return epochs.size() - bestEpoch;
  }

  double bestObjective() {
    return bestEpoch == 0 ? Double.NEGATIVE_INFINITY : epochs.get(bestEpoch - 1).objective();
  }
}
