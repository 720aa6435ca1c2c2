package org.taskweave.training.fit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.taskweave.core.batch.BatchScorer;
import org.taskweave.core.batch.MultiTaskBatch;
import org.taskweave.core.batch.SequenceInput;
import org.taskweave.core.batch.TaskLabels;
import org.taskweave.core.encoder.PretrainedEncoder;
import org.taskweave.core.metric.Direction;
import org.taskweave.core.metric.MetricResult;
import org.taskweave.core.metric.TaskEvaluation;
import org.taskweave.core.recipe.EncoderRecipe;
import org.taskweave.core.recipe.RepresentationRecipe;
import org.taskweave.core.recipe.TrainingRecipe;
import org.taskweave.core.task.BinaryTask;
import org.taskweave.core.task.HeadSpec;
import org.taskweave.core.task.LabelRule;
import org.taskweave.core.task.TaskSpec;
import org.taskweave.nn.encoder.EncoderTraining;
import org.taskweave.nn.model.EncoderSettings;
import org.taskweave.nn.model.ModelSpec;
import org.taskweave.nn.model.MultiTaskModel;
import org.taskweave.nn.model.NonFiniteStepException;
import org.taskweave.nn.optimize.UpdateRule;
import org.taskweave.zoo.EncoderLoader;

class TrainerTest {

  private static final List<TaskSpec> TASKS =
      List.of(
          new BinaryTask(
              "click",
              new LabelRule.Given("label"),
              1,
              HeadSpec.ofUser(0, 0.2, 0.01, Optional.empty()),
              Optional.empty(),
              1));

  @TempDir Path folder;

  private static TrainingRecipe recipe(int epochs, int patience, double rate) {
    return new TrainingRecipe(
        TrainingRecipe.Optimizer.ADAMW,
        rate,
        0.01,
        epochs,
        4,
        0.1,
        TrainingRecipe.Decay.LINEAR,
        1,
        new TrainingRecipe.EarlyStopping(patience, List.of()),
        Optional.empty(),
        0,
        TrainingRecipe.Precision.FLOAT32);
  }

  private static MultiTaskModel model(TrainingRecipe recipe) {
    PretrainedEncoder encoder =
        EncoderLoader.load("golden/tiny-bert", Path.of("src", "test", "resources"));
    return MultiTaskModel.create(
        ModelSpec.builder(
                encoder.config(),
                new EncoderSettings(
                    "tiny-bert",
                    EncoderRecipe.Pooling.MEAN,
                    1e-3,
                    new EncoderTraining(0.1, false, 0, 0, false)),
                TASKS,
                UpdateRule.of(recipe, 3L * recipe.epochs()),
                5)
            .shared(new RepresentationRecipe(0, 0.1, 0))
            .build(),
        encoder);
  }

  /** Three batches whose label is whether the second token's id is even. */
  private static List<MultiTaskBatch> batches(int epoch) {
    Random random = new Random(epoch);
    List<MultiTaskBatch> batches = new ArrayList<>();
    for (int b = 0; b < 3; b++) {
      int[] ids = random.ints(4 * 5, 5, 60).toArray();
      float[] mask = new float[20];
      java.util.Arrays.fill(mask, 1);
      float[] labels = new float[4];
      for (int i = 0; i < 4; i++) {
        labels[i] = ids[i * 5 + 1] % 2;
      }
      batches.add(
          new MultiTaskBatch(
              SequenceInput.builder(4, 5, ids, new int[20], mask).build(),
              List.of(new TaskLabels(labels, new float[] {1, 1, 1, 1})),
              new int[] {0, 1, 2, 3}));
    }
    return batches;
  }

  /** Dev evaluations with AUCs that are given, one per epoch. */
  private static Function<BatchScorer, List<TaskEvaluation>> aucs(double... values) {
    int[] epoch = {0};
    return scorer -> {
      double value = values[epoch[0]++];
      return List.of(
          new TaskEvaluation(
              "click",
              "auc",
              List.of(
                  new MetricResult(
                      "auc",
                      Direction.HIGHER_IS_BETTER,
                      value,
                      value,
                      value,
                      0.5,
                      OptionalDouble.empty(),
                      4)),
              Optional.empty()));
    };
  }

  private static Trainer trainer(
      TrainingRecipe recipe, Function<BatchScorer, List<TaskEvaluation>> dev) {
    return new Trainer(recipe, 11, TrainerTest::batches, dev, TrainerListener.NONE);
  }

  @Test
  void patienceStopsAndTheBestWeightsComeBack() {
    TrainingRecipe recipe = recipe(9, 2, 1e-3);
    try (MultiTaskModel model = model(recipe);
        MultiTaskModel twoEpochs = model(recipe)) {
      TrainingResult result =
          trainer(recipe, aucs(0.6, 0.8, 0.7, 0.75)).fit(model, Optional.empty());
      assertEquals(4, result.epochs().size());
      assertEquals(2, result.bestEpoch());
      assertTrue(result.stoppedEarly());
      assertEquals(0.6, result.epochs().get(1).objective(), 1e-12);
      // The same training cut after its second epoch has the weights of the best one.
      TrainingRecipe sameSchedule = recipe;
      new Trainer(
              new TrainingRecipe(
                  sameSchedule.optimizer(),
                  sameSchedule.learningRate(),
                  sameSchedule.weightDecay(),
                  2,
                  4,
                  sameSchedule.warmupShare(),
                  sameSchedule.decay(),
                  sameSchedule.clipNorm(),
                  sameSchedule.earlyStopping(),
                  Optional.empty(),
                  0,
                  TrainingRecipe.Precision.FLOAT32),
              11,
              TrainerTest::batches,
              aucs(0.6, 0.8),
              TrainerListener.NONE)
          .fit(twoEpochs, Optional.empty());
      assertSame(twoEpochs, model);
    }
  }

  @Test
  void aResumedTrainingEndsTheSame() {
    TrainingRecipe recipe = recipe(4, 4, 1e-3);
    Checkpoint checkpoint = new Checkpoint(folder.resolve("checkpoint"));
    try (MultiTaskModel whole = model(recipe);
        MultiTaskModel killed = model(recipe)) {
      TrainingResult expected =
          trainer(recipe, aucs(0.6, 0.9, 0.7, 0.8)).fit(whole, Optional.empty());
      assertThrows(
          IndexOutOfBoundsException.class,
          () -> trainer(recipe, aucs(0.6, 0.9)).fit(killed, Optional.of(checkpoint)));
      try (MultiTaskModel resumed = checkpoint.model(TASKS)) {
        TrainingResult result = trainer(recipe, aucs(0.7, 0.8)).resume(resumed, checkpoint);
        assertEquals(expected.bestEpoch(), result.bestEpoch());
        assertEquals(expected.epochs().size(), result.epochs().size());
        for (int i = 0; i < 4; i++) {
          assertEquals(
              expected.epochs().get(i).trainingLoss(), result.epochs().get(i).trainingLoss(), 1e-5);
        }
        assertSame(whole, resumed);
      }
    }
  }

  /** To rounding: how native kernels sum depends on where an array happens to lie in memory. */
  private static void assertSame(MultiTaskModel expected, MultiTaskModel actual) {
    assertEquals(
        0, expected.graph().params().sub(actual.graph().params()).amaxNumber().doubleValue(), 1e-4);
  }

  @Test
  void aDivergingTrainingNamesTaskAndStep() {
    TrainingRecipe recipe = recipe(2, 2, 1e-3);
    try (MultiTaskModel model = model(recipe)) {
      model.graph().getLayer("click").paramTable().get("W").assign(Double.NaN);
      String message =
          assertThrows(
                  NonFiniteStepException.class,
                  () -> trainer(recipe, aucs(0.6)).fit(model, Optional.empty()))
              .getMessage();
      assertTrue(message.contains("\"click\"") && message.contains("step 0"), message);
      assertTrue(message.contains("learning rate"), message);
    }
  }
}
