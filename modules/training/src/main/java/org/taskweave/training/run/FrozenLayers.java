package org.taskweave.training.run;

import java.util.List;
import org.taskweave.core.batch.MultiTaskBatch;
import org.taskweave.nn.model.MultiTaskModel;

/** Computes the frozen layers' outputs of all training and dev examples, once. */
final class FrozenLayers {

  private FrozenLayers() {}

  static void store(MultiTaskModel model, PreparedExamples examples, RunListener listener) {
    listener.stage("computing the frozen layers once");
    List<MultiTaskBatch> batches = examples.scoringBatches();
    for (int i = 0; i < batches.size(); i++) {
      model.storeFrozenStates(batches.get(i).input());
      listener.stageProgress("frozen layers", i + 1, batches.size());
    }
  }
}
