package org.taskweave.nn.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.taskweave.core.batch.MultiTaskBatch;
import org.taskweave.core.batch.TaskLabels;
import org.taskweave.core.batch.TaskScores;
import org.taskweave.core.config.RecordShape;
import org.taskweave.core.recipe.RepresentationRecipe;
import org.taskweave.core.task.BinaryTask;
import org.taskweave.core.task.CountTask;
import org.taskweave.core.task.HeadSpec;
import org.taskweave.core.task.LabelRule;
import org.taskweave.core.task.MulticlassTask;
import org.taskweave.core.task.NextBasketTask;
import org.taskweave.core.task.NextItemTask;
import org.taskweave.core.task.OrdinalTask;
import org.taskweave.core.task.RegressionLoss;
import org.taskweave.core.task.RegressionTask;
import org.taskweave.core.task.TaskSpec;
import org.taskweave.core.task.TimeToEventTask;
import org.taskweave.nn.head.TaskHead;
import org.taskweave.nn.head.TaskHeads;

/**
 * What every kind's head promises within a model; next items have a catalog, and their own test.
 */
class TaskKindsModelTest {

  private static final LabelRule GIVEN = new LabelRule.Given("label");
  private static final HeadSpec HEAD = HeadSpec.LINEAR;

  /** Those of {@link AllTasks}, and kinds and losses that it lacks. */
  private static List<TaskSpec> tasks() {
    List<TaskSpec> tasks = new ArrayList<>(AllTasks.tasks());
    tasks.add(
        new BinaryTask("focal", GIVEN, 0.8, HEAD, Optional.empty(), 2, 1.5, Optional.empty()));
    tasks.add(
        new MulticlassTask(
            "focals",
            GIVEN,
            1.2,
            HEAD,
            Optional.empty(),
            List.of("a", "b", "c"),
            List.of(1.0, 0.5, 2.0),
            2,
            Optional.empty()));
    tasks.add(
        new RegressionTask(
            "robust", GIVEN, 1, HEAD, Optional.empty(), new RegressionLoss.Huber(0.7)));
    tasks.add(
        new RegressionTask(
            "range",
            GIVEN,
            0.6,
            HEAD,
            Optional.empty(),
            new RegressionLoss.Quantile(List.of(0.1, 0.5, 0.9))));
    tasks.add(new CountTask("orders", GIVEN, 0.3, HEAD, Optional.empty()));
    tasks.add(
        new OrdinalTask(
            "stars", GIVEN, 1.1, HEAD, Optional.empty(), List.of("1", "2", "3", "4", "5")));
    tasks.add(
        new TimeToEventTask(
            "next",
            new LabelRule.TimeUntil("buy", OptionalDouble.of(90)),
            0.9,
            HEAD,
            Optional.empty(),
            List.of(7.0, 30.0, 90.0)));
    return tasks;
  }

  private static MultiTaskModel model(DataType type) {
    EncoderSettings encoder = TinyBert.encoderSettings();
    return MultiTaskModel.create(
        ModelSpec.builder(TinyBert.CONFIG, encoder, tasks(), TinyBert.rule(), 7)
            .channels(AllTasks.CHANNELS)
            .userFeatures(AllTasks.USER_FEATURES)
            .shared(new RepresentationRecipe(6, 0, 0))
            .build(),
        TinyBert.encoder(),
        type);
  }

  private static MultiTaskBatch batch(int rows, int length, boolean masked) {
    MultiTaskBatch known = AllTasks.batch(rows, length, 3, masked);
    Random random = new Random(8);
    List<TaskLabels> labels = new ArrayList<>(known.labels());
    for (TaskSpec task : tasks().subList(labels.size(), tasks().size())) {
      float[] values = new float[rows * task.labelWidth()];
      float[] mask = new float[rows];
      for (int r = 0; r < rows; r++) {
        mask[r] = masked && r % 3 == 0 ? 0 : 1;
        values[r * task.labelWidth()] =
            random.nextInt(
                switch (task.labelForm()) {
                  case FLAG -> 2;
                  case CLASS -> task.outputWidth();
                  case DURATION -> 120;
                  default -> 5;
                });
        if (task.labelWidth() == 2) {
          values[2 * r + 1] = random.nextInt(2);
        }
      }
      labels.add(new TaskLabels(values, mask));
    }
    return new MultiTaskBatch(known.input(), labels, known.exampleIndices());
  }

  @Test
  void everyKindIsThere() {
    Set<Class<?>> kinds = tasks().stream().map(Object::getClass).collect(Collectors.toSet());
    kinds.add(NextItemTask.class);
    kinds.add(NextBasketTask.class);
    assertEquals(Set.copyOf(RecordShape.variants(TaskSpec.class).values()), kinds);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void gradientsOfHeadsAgreeWithCentralDifferences(boolean masked) {
    try (MultiTaskModel model = model(DataType.DOUBLE)) {
      MultiTaskBatch batch = batch(5, 6, masked);
      TrainingStep step = new TrainingStep(model, 0, 1);
      step.gradients(batch, 0);
      assertEquals(
          List.of(),
          GradientCheck.wrongGradients(
              model,
              step,
              batch,
              model.graph().getFlattenedGradients().dup(),
              2,
              1e-5,
              name ->
                  name.startsWith("shared")
                      || tasks().stream().anyMatch(task -> name.startsWith(task.name()))));
    }
  }

  /** Rows without a label may say anything: neither loss nor gradient sees them. */
  @Test
  void unknownLabelsAddNothing() {
    try (MultiTaskModel model = model(DataType.DOUBLE)) {
      TrainingStep step = new TrainingStep(model, 0, 1);
      MultiTaskBatch batch = batch(6, 6, true);
      double[] losses = step.gradients(batch, 0).taskLosses();
      double[] gradient = model.graph().getFlattenedGradients().dup().toDoubleVector();
      for (TaskLabels labels : batch.labels()) {
        int width = labels.values().length / labels.mask().length;
        for (int i = 0; i < labels.values().length; i++) {
          if (labels.mask()[i / width] == 0) {
            labels.values()[i] = Float.NaN;
          }
        }
      }
      assertArrayEquals(losses, step.gradients(batch, 0).taskLosses(), 0);
      assertArrayEquals(gradient, model.graph().getFlattenedGradients().dup().toDoubleVector(), 0);
      assertTrue(Arrays.stream(losses).allMatch(Double::isFinite));
    }
  }

  @Test
  void outputsAreRowsOfTheTasksWidthWhateverTheBatch() {
    try (MultiTaskModel model = model(DataType.FLOAT)) {
      for (int[] shape : new int[][] {{2, 5}, {5, 6}, {2, 5}}) {
        List<TaskScores> scores = model.score(batch(shape[0], shape[1], false).input());
        for (int k = 0; k < tasks().size(); k++) {
          TaskSpec task = tasks().get(k);
          assertEquals(task.outputWidth(), scores.get(k).width(), task.name());
          assertEquals(
              task.perToken() ? shape[0] * shape[1] : shape[0], scores.get(k).rows(), task.name());
          for (float value : scores.get(k).values()) {
            assertTrue(Float.isFinite(value), task.name());
          }
        }
      }
    }
  }

  @Test
  void aHeadSaysWhatItIs() {
    for (TaskSpec task : tasks()) {
      TaskHead head = TaskHeads.of(task);
      assertEquals(task.weight(), head.loss().weight(), task.name());
      assertEquals(
          head.labelWidth(), head.labels(new float[task.labelWidth()]).length, task.name());
      assertFalse(head.meaning(new TaskHead.Scale(2, 3)).isBlank(), task.name());
      assertEquals(head.loss(), head.loss(), task.name());
      assertEquals(head.activation(), head.activation(), task.name());
    }
  }

  @Test
  void theConfigurationIsReadBack() {
    try (MultiTaskModel model = model(DataType.FLOAT)) {
      ComputationGraphConfiguration configuration = model.graph().getConfiguration();
      String json = configuration.toJson();
      ComputationGraphConfiguration read = ComputationGraphConfiguration.fromJson(json);
      assertEquals(configuration, read);
      assertEquals(json, read.toJson());
    }
  }
}
