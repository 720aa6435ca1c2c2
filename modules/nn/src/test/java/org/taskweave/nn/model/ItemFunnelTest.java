package org.taskweave.nn.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.taskweave.core.batch.MultiTaskBatch;
import org.taskweave.core.batch.TaskLabels;
import org.taskweave.core.batch.TaskScores;
import org.taskweave.core.recipe.SharingRecipe;
import org.taskweave.core.task.BinaryTask;
import org.taskweave.core.task.LabelRule;
import org.taskweave.nn.share.Sharing;

/** Click and purchase of shown items: six impressions on three sequences, one of unknown click. */
class ItemFunnelTest {

  private static final float[] CLICK = {1, 0, 1, 1, 0, 1};
  private static final float[] CLICK_KNOWN = {1, 1, 1, 0, 1, 1};
  private static final float[] BUY = {1, 0, 0, 0, 0, 1};
  private static final float[] BUY_KNOWN = {1, 1, 1, 1, 1, 1};

  private static BinaryTask task(String name, double weight) {
    return new BinaryTask(
        name, new LabelRule.Followed(name, 60), weight, ItemTasksTest.head(4), Optional.empty(), 1);
  }

  private static MultiTaskModel model(String sharing, DataType type) {
    SharingRecipe recipe =
        sharing.equals("esmm")
            ? new SharingRecipe.Esmm("click", "buy")
            : new SharingRecipe.Aitm(List.of("click", "buy"), 5, 0.6);
    return ItemModels.model(
        ItemTasksTest.spec(
                List.of(task("click", 1), task("buy", .5)),
                SequenceModelSettings.causal(1, 2, 0, 8),
                0)
            .toBuilder()
            .sharing(new Sharing(recipe, Optional.empty()))
            .build(),
        type);
  }

  private static MultiTaskBatch batch() {
    MultiTaskBatch all = ItemModels.batch(1);
    return new MultiTaskBatch(
        ItemTasksTest.about(all.input(), 2, 5, 0, ItemModels.UNKNOWN, 3, 2),
        List.of(new TaskLabels(CLICK, CLICK_KNOWN), new TaskLabels(BUY, BUY_KNOWN)),
        all.exampleIndices());
  }

  @ParameterizedTest
  @ValueSource(strings = {"esmm", "aitm"})
  void gradientsAreRight(String sharing) {
    try (MultiTaskModel model = model(sharing, DataType.DOUBLE)) {
      assertEquals(List.of(), GradientCheck.wrongGradients(model, batch(), 1, 1e-5));
    }
  }

  /** l(click, pCTR) over known clicks + .5 l(click and buy, pCTCVR) over all impressions. */
  @Test
  void entireSpaceLossIsOverAllImpressions() {
    try (MultiTaskModel model = model("esmm", DataType.DOUBLE)) {
      List<TaskScores> scores = model.score(batch().input());
      for (int r = 0; r < 6; r++) {
        assertTrue(scores.get(1).at(r, 0) < scores.get(0).at(r, 0), "row " + r);
      }
      double expected =
          crossEntropy(scores.get(0), CLICK, CLICK_KNOWN)
              + .5 * crossEntropy(scores.get(1), BUY, BUY_KNOWN);
      assertEquals(expected, new TrainingStep(model, 0, 1).run(batch(), 0, 0).totalLoss(), 1e-5);
    }
  }

  private static double crossEntropy(TaskScores scores, float[] labels, float[] known) {
    double sum = 0;
    double count = 0;
    for (int r = 0; r < labels.length; r++) {
      double p = scores.at(r, 0);
      sum -= known[r] * (labels[r] == 1 ? Math.log(p) : Math.log(1 - p));
      count += known[r];
    }
    return sum / count;
  }
}
