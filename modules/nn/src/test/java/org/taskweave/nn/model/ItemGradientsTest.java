package org.taskweave.nn.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.taskweave.core.batch.MultiTaskBatch;
import org.taskweave.core.batch.TaskLabels;
import org.taskweave.core.recipe.EncoderRecipe;
import org.taskweave.core.task.NextItemTask.ItemLoss;
import org.taskweave.core.task.TaskSpec;
import org.taskweave.nn.encoder.EncoderTraining;

/** Gradients of models with items' vectors against central differences, in double. */
class ItemGradientsTest {

  @ParameterizedTest
  @CsvSource({
    "FULL_SOFTMAX, 0, 0",
    "SAMPLED_SOFTMAX, 0, 0",
    "IN_BATCH, 0.5, 6",
    "BPR, 0, 0",
    "FULL_SOFTMAX, 0.5, 6"
  })
  void ofAHierarchicalModel(ItemLoss loss, double idDropout, int sharedHidden) {
    try (MultiTaskModel model =
        ItemModels.model(
            ItemModels.hierarchical(ItemModels.tasks(loss), idDropout, sharedHidden),
            DataType.DOUBLE)) {
      assertEquals(List.of(), GradientCheck.wrongGradients(model, ItemModels.batch(1), 2, 1e-5));
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"IN_BATCH", "BPR"})
  void ofAFlatModel(ItemLoss loss) {
    try (MultiTaskModel model =
        ItemModels.model(
            ItemModels.flat(ItemModels.tasks(loss), ItemModels.ENCODER), DataType.DOUBLE)) {
      assertEquals(List.of(), GradientCheck.wrongGradients(model, ItemModels.flatBatch(), 1, 1e-5));
    }
  }

  @Test
  void ofAFlatModelWithFrozenLayers() {
    EncoderSettings frozen =
        new EncoderSettings(
            "tiny", EncoderRecipe.Pooling.MEAN, 1e-3, new EncoderTraining(0, true, 1, 0, false));
    try (MultiTaskModel model =
        ItemModels.model(
            ItemModels.flat(ItemModels.tasks(ItemLoss.SAMPLED_SOFTMAX), frozen), DataType.DOUBLE)) {
      assertEquals(List.of(), GradientCheck.wrongGradients(model, ItemModels.flatBatch(), 1, 1e-5));
    }
  }

  @Test
  void throughRecurrentLayers() {
    try (MultiTaskModel model =
        ItemModels.model(
            ItemModels.recurrent(ItemModels.tasks(ItemLoss.FULL_SOFTMAX)), DataType.DOUBLE)) {
      assertEquals(List.of(), GradientCheck.wrongGradients(model, ItemModels.batch(1), 2, 1e-5));
    }
  }

  @Test
  void ofTwoHeadsOverTheSameItems() {
    List<TaskSpec> tasks = new ArrayList<>(ItemModels.tasks(ItemLoss.FULL_SOFTMAX));
    tasks.add(ItemModels.next("also", ItemLoss.BPR, ItemModels.head(0, 0)));
    MultiTaskBatch batch = ItemModels.batch(1);
    List<TaskLabels> labels = new ArrayList<>(batch.labels());
    labels.add(new TaskLabels(new float[] {0, 1, 1, 3, 3, 2}, new float[] {1, 0, 1, 1, 1, 1}));
    try (MultiTaskModel model =
        ItemModels.model(ItemModels.hierarchical(tasks, 0, 0), DataType.DOUBLE)) {
      assertEquals(
          List.of(),
          GradientCheck.wrongGradients(
              model, new MultiTaskBatch(batch.input(), labels, batch.exampleIndices()), 1, 1e-5));
    }
  }

  /** DL4J adds the penalties of all layers to the first output's score. */
  @Test
  void thePenaltyIsCountedOnceWhereTheNextItemComesFirst() {
    List<TaskSpec> first =
        List.of(ItemModels.next("next", ItemLoss.FULL_SOFTMAX, ItemModels.head(0, .5)));
    List<TaskSpec> without =
        List.of(ItemModels.next("next", ItemLoss.FULL_SOFTMAX, ItemModels.head(0, 0)));
    MultiTaskBatch all = ItemModels.batch(1);
    MultiTaskBatch batch =
        new MultiTaskBatch(all.input(), List.of(all.labels().get(1)), all.exampleIndices());
    try (MultiTaskModel one =
            ItemModels.model(ItemModels.hierarchical(first, 0, 0), DataType.DOUBLE);
        MultiTaskModel other =
            ItemModels.model(ItemModels.hierarchical(without, 0, 0), DataType.DOUBLE)) {
      double loss = new TrainingStep(other, 0, 1).gradients(batch, 0).totalLoss();
      StepResult penalised = new TrainingStep(one, 0, 1).gradients(batch, 0);
      double squares =
          Math.pow(one.graph().getLayer("next-query").getParam("W").norm2Number().doubleValue(), 2);
      assertEquals(loss + .5 * squares, penalised.totalLoss(), 1e-9);
      assertEquals(loss / .8, penalised.taskLosses()[0], 1e-9);
    }
  }

  @ParameterizedTest
  @EnumSource(ItemLoss.class)
  void aBatchWithoutAKnownNextItemLeavesTheHeadAlone(ItemLoss loss) {
    MultiTaskBatch batch = ItemModels.batch();
    List<TaskLabels> labels = new ArrayList<>(batch.labels());
    labels.set(1, new TaskLabels(labels.get(1).values(), new float[6]));
    MultiTaskBatch without = new MultiTaskBatch(batch.input(), labels, batch.exampleIndices());
    MultiTaskBatch flat = ItemModels.flatBatch();
    List<TaskLabels> flatLabels = new ArrayList<>(flat.labels());
    flatLabels.set(1, new TaskLabels(flatLabels.get(1).values(), new float[4]));
    try (MultiTaskModel model =
            ItemModels.model(
                ItemModels.hierarchical(ItemModels.tasks(loss), 0, 0), DataType.FLOAT);
        MultiTaskModel flatModel =
            ItemModels.model(
                ItemModels.flat(ItemModels.tasks(loss), ItemModels.ENCODER), DataType.FLOAT)) {
      leavesTheHeadAlone(model, without);
      leavesTheHeadAlone(
          flatModel, new MultiTaskBatch(flat.input(), flatLabels, flat.exampleIndices()));
    }
  }

  private static void leavesTheHeadAlone(MultiTaskModel model, MultiTaskBatch batch) {
    StepResult result = new TrainingStep(model, 0, 1).gradients(batch, 0);
    assertEquals(0, result.taskLosses()[1]);
    assertTrue(result.totalLoss() > 0, "the other heads learn");
    assertTrue(Double.isFinite(result.gradientNorm()));
    Map<String, INDArray> gradients = model.graph().gradient().gradientForVariable();
    for (String name : List.of("next-query_W", "next-scores_bias")) {
      assertEquals(0, gradients.get(name).amaxNumber().doubleValue(), name);
    }
  }

  /** A whole step in single precision moves what is learned, and nothing else. */
  @ParameterizedTest
  @EnumSource(ItemLoss.class)
  void aStepMovesWhatIsLearned(ItemLoss loss) {
    try (MultiTaskModel model =
        ItemModels.model(ItemModels.hierarchical(ItemModels.tasks(loss), 0, 0), DataType.FLOAT)) {
      Map<String, INDArray> before = new TreeMap<>();
      model.graph().paramTable().forEach((name, value) -> before.put(name, value.dup()));
      TrainingStep step = new TrainingStep(model, 1, 1);
      step.run(ItemModels.batch(), 0, 0);
      step.run(ItemModels.batch(), 1, 0);
      model
          .graph()
          .paramTable()
          .forEach(
              (name, value) -> {
                boolean fixed = name.contains("texts") || name.contains("shares");
                assertTrue(
                    value.sub(before.get(name)).amaxNumber().doubleValue() > 0 != fixed,
                    name + (fixed ? " moved" : " stayed"));
              });
    }
  }
}
