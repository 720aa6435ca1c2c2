package org.taskweave.training.fit;

import java.util.List;
import org.taskweave.core.run.RunRecord;

/**
 * Where a training stands after an epoch; with the model, its updater and the best parameters it is
 * all that resuming needs.
 *
 * @param iteration optimizer steps done
 * @param bestEpoch number of the best epoch so far
 * @param balance state of the tasks' balance
 */
record TrainingProgress(
    List<RunRecord.Epoch> epochs, int iteration, int bestEpoch, List<Double> balance) {

  TrainingProgress {
    epochs = List.copyOf(epochs);
    // Checkpoints from before there was a balance have none.
    balance = balance == null ? List.of() : List.copyOf(balance);
  }

  static final TrainingProgress START = new TrainingProgress(List.of(), 0, 0, List.of());

  /** Epochs since the best one. */
  int epochsWithoutImprovement() {
    return epochs.size() - bestEpoch;
  }

  double bestObjective() {
    return bestEpoch == 0 ? Double.NEGATIVE_INFINITY : epochs.get(bestEpoch - 1).objective();
  }
}
