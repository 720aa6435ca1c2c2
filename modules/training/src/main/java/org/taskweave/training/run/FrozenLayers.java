package org.taskweave.training.run;

import java.util.List;
import org.taskweave.core.batch.MultiTaskBatch;
import org.taskweave.nn.item.ItemTextsGraphVertex;
import org.taskweave.nn.model.MultiTaskModel;

/** Computes the frozen layers' outputs once: of all training and dev examples, of items' texts. */
final class FrozenLayers {

  private FrozenLayers() {}

  /** Those of the items' texts, where their encoder learns and the recipe asks for it. */
  static void storeItems(MultiTaskModel model, RunListener listener) {
    model
        .itemTexts()
        .filter(ItemTextsGraphVertex::storesFrozenStates)
        .ifPresent(
            tower -> {
              listener.stage("computing the frozen layers of the items' texts once");
              tower.storeFrozenStates();
            });
  }

  static void store(MultiTaskModel model, PreparedExamples examples, RunListener listener) {
    listener.stage("computing the frozen layers once");
    List<MultiTaskBatch> batches = examples.scoringBatches();
    for (int i = 0; i < batches.size(); i++) {
      model.storeFrozenStates(batches.get(i).input());
      listener.stageProgress("frozen layers", i + 1, batches.size());
    }
  }
}
