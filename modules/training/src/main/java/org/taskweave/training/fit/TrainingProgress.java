package org.taskweave.training.fit;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.taskweave.core.run.RunRecord;

/**
 * Where a training stands after an epoch; with the model, its updater and the best parameters it is
 * all that resuming needs.
 *
 * @param iteration optimizer steps done
 * @param bestEpoch number of the best epoch so far
 * @param balance state of the tasks' balance
 * @param seconds of each epoch's steps
 */
record TrainingProgress(
    List<RunRecord.Epoch> epochs,
    int iteration,
    int bestEpoch,
    List<Double> balance,
    List<Double> seconds) {

  TrainingProgress {
    epochs = List.copyOf(epochs);
    // Checkpoints from before there was a balance have none, and older ones no times.
    balance = balance == null ? List.of() : List.copyOf(balance);
    seconds =
        seconds == null ? Collections.nCopies(epochs.size(), Double.NaN) : List.copyOf(seconds);
  }

  static final TrainingProgress START = new TrainingProgress(List.of(), 0, 0, List.of(), List.of());

  /** Epochs since the best one. */
  int epochsWithoutImprovement() {
    return epochs.size() - bestEpoch;
  }

  /** What was told of each epoch when it was done. */
  List<DoneEpoch> doneEpochs() {
    List<DoneEpoch> done = new ArrayList<>();
    double best = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < epochs.size(); i++) {
      double objective = epochs.get(i).objective();
      done.add(new DoneEpoch(epochs.get(i), objective > best, seconds.get(i)));
      best = Math.max(best, objective);
    }
    return done;
  }

  double bestObjective() {
    return bestEpoch == 0 ? Double.NEGATIVE_INFINITY : epochs.get(bestEpoch - 1).objective();
  }
}
