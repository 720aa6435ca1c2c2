package org.taskweave.nn.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.taskweave.core.batch.MultiTaskBatch;
import org.taskweave.core.batch.TaskLabels;
import org.taskweave.core.batch.TaskScores;
import org.taskweave.core.encoder.FewerLayers;
import org.taskweave.core.encoder.PretrainedEncoder;
import org.taskweave.core.recipe.RepresentationRecipe;
import org.taskweave.core.task.NextItemTask.ItemLoss;
import org.taskweave.core.task.TaskSpec;
import org.taskweave.nn.balance.TaskBalance;

/** A model of one layer learns what one of two layers says, and labels. */
class TeacherTest {

  private static final RepresentationRecipe SHARED = new RepresentationRecipe(6, 0, 0);

  private static MultiTaskModel teacher(DataType type) {
    return other(AllTasks.model(TinyBert.encoderSettings(), SHARED, type));
  }

  /** A model with other heads than before. */
  private static MultiTaskModel other(MultiTaskModel model) {
    model
        .graph()
        .paramTable()
        .forEach(
            (name, value) -> {
              if (name.endsWith("_W")) {
                value.muli(-2);
              }
            });
    return model;
  }

  private static MultiTaskModel student(DataType type) {
    PretrainedEncoder small = FewerLayers.of(TinyBert.encoder(), 1);
    return AllTasks.model(small, TinyBert.encoderSettings(), SHARED, type);
  }

  private static TrainingStep step(MultiTaskModel student, MultiTaskModel teacher, double weight) {
    return new TrainingStep(
        student,
        0,
        1,
        TaskBalance.fixed(student.tasks()),
        Optional.of(new Teacher(teacher, 2, weight)));
  }

  @Test
  void gradientsAgreeWithCentralDifferences() {
    try (MultiTaskModel teacher = teacher(DataType.DOUBLE);
        MultiTaskModel student = student(DataType.DOUBLE)) {
      MultiTaskBatch batch = AllTasks.batch(5, 6, 3, true);
      TrainingStep step = step(student, teacher, .8);
      step.gradients(batch, 0);
      assertEquals(List.of(), wrongGradients(student, step, batch));
    }
  }

  /** Of the encoder below, which hears the lesson of its states besides. */
  @Test
  void gradientsOfStatesAgreeWithCentralDifferences() {
    try (MultiTaskModel teacher = teacher(DataType.DOUBLE);
        MultiTaskModel student = student(DataType.DOUBLE)) {
      MultiTaskBatch batch = AllTasks.batch(5, 6, 3, true);
      double without = step(student, teacher, .8).gradients(batch, 0).totalLoss();
      TrainingStep step =
          new TrainingStep(
              student,
              0,
              1,
              TaskBalance.fixed(student.tasks()),
              Optional.of(new Teacher(teacher, 2, .8, 50)));
      double with = step.gradients(batch, 0).totalLoss();
      assertTrue(with > without + 1, without + " to " + with);
      assertEquals(List.of(), wrongGradients(student, step, batch));
    }
  }

  /** Two tokens of width 1 and a cell of padding, which is undefined. */
  @Test
  void aLessonOfStatesByHand() {
    StateLesson lesson = new StateLesson(1, 1, 3, .1, 1, DataType.DOUBLE);
    INDArray states = Nd4j.createFromArray(new double[][] {{1}, {4}, {Double.NaN}});
    lesson.begin(
        Nd4j.createFromArray(new double[][][] {{{3}, {5}, {Double.POSITIVE_INFINITY}}}),
        Nd4j.createFromArray(new double[][] {{1, 1, 0}}));
    // The projection begins as 1: errors -2 and -1, half of their squares' sum, three times.
    assertArrayEquals(new double[] {-6, -3, 0}, lesson.gradient(states).toDoubleVector(), 1e-12);
    assertEquals(3 * (4 + 1) / 2.0, lesson.loss(), 1e-12);
    assertEquals(-6 * 1 - 3 * 4, lesson.atProjection().getDouble(0), 1e-12);
    lesson.update(0, 0);
    assertEquals(1.1, lesson.projection().getDouble(0), 1e-6, "Adam's first step is its rate");
  }

  @ParameterizedTest
  @ValueSource(strings = {"FULL_SOFTMAX", "SAMPLED_SOFTMAX", "BPR"})
  void gradientsOfListsAgreeWithCentralDifferences(String loss) {
    List<TaskSpec> tasks = ItemModels.tasks(ItemLoss.valueOf(loss));
    ModelSpec spec = ItemModels.hierarchical(tasks, 0, 3);
    try (MultiTaskModel teacher = other(ItemModels.model(spec, DataType.DOUBLE));
        MultiTaskModel student = ItemModels.model(spec, DataType.DOUBLE)) {
      MultiTaskBatch batch = ItemModels.batch(1);
      TrainingStep step = step(student, teacher, .8);
      step.gradients(batch, 0);
      assertEquals(List.of(), wrongGradients(student, step, batch));
    }
  }

  /** Of the heads, what they share, and the norms and token channels below. */
  private static List<String> wrongGradients(
      MultiTaskModel student, TrainingStep step, MultiTaskBatch batch) {
    return GradientCheck.wrongGradients(
        student,
        step,
        batch,
        student.graph().getFlattenedGradients().dup(),
        1,
        1e-5,
        name -> !name.startsWith("encoder") || name.contains("norm") || name.contains("channels"));
  }

  /** Without any label the teacher is all there is to learn from. */
  @Test
  void rowsWithoutLabelsAreTaught() {
    try (MultiTaskModel teacher = teacher(DataType.FLOAT);
        MultiTaskModel student = student(DataType.FLOAT)) {
      MultiTaskBatch known = AllTasks.batch(8, 6, 3, false);
      List<TaskLabels> none =
          known.labels().stream()
              .map(
                  labels ->
                      labels.mask().length > 8
                          ? labels
                          : new TaskLabels(labels.values(), new float[labels.mask().length]))
              .toList();
      MultiTaskBatch batch = new MultiTaskBatch(known.input(), none, known.exampleIndices());
      double[] before = distances(teacher, student, batch);
      TrainingStep step = step(student, teacher, 5);
      for (int i = 0; i < 150; i++) {
        step.run(batch, i, 0);
      }
      double[] after = distances(teacher, student, batch);
      for (int k = 0; k < 4; k++) {
        assertTrue(
            after[k] < before[k] / 2,
            student.tasks().get(k).name() + ": " + before[k] + " to " + after[k]);
      }
    }
  }

  /** Mean absolute differences of outputs, by task. */
  private static double[] distances(
      MultiTaskModel teacher, MultiTaskModel student, MultiTaskBatch batch) {
    List<TaskScores> first = teacher.score(batch.input());
    List<TaskScores> second = student.score(batch.input());
    double[] distances = new double[first.size()];
    for (int k = 0; k < distances.length; k++) {
      float[] of = first.get(k).values();
      for (int i = 0; i < of.length; i++) {
        distances[k] += Math.abs(of[i] - second.get(k).values()[i]) / of.length;
      }
    }
    return distances;
  }

  @Test
  void theTeacherStaysAsItIsAndTheNextStepIsUntaught() {
    try (MultiTaskModel teacher = teacher(DataType.DOUBLE);
        MultiTaskModel student = student(DataType.DOUBLE)) {
      MultiTaskBatch batch = AllTasks.batch(5, 6, 3, true);
      INDArray before = teacher.copyParameters();
      double[] plain = new TrainingStep(student, 0, 1).gradients(batch, 0).taskLosses();
      double[] taught = step(student, teacher, 1).gradients(batch, 0).taskLosses();
      for (int k = 0; k < plain.length; k++) {
        assertTrue(taught[k] > plain[k], student.tasks().get(k).name());
      }
      assertEquals(before, teacher.copyParameters());
      assertArrayEquals(
          plain, new TrainingStep(student, 0, 1).gradients(batch, 0).taskLosses(), 1e-12);
    }
  }

  @Test
  void aStudentBeginsAsItsTeacherOutsideOfTheLayers() {
    try (MultiTaskModel teacher = teacher(DataType.DOUBLE);
        MultiTaskModel student = student(DataType.DOUBLE)) {
      student.beginAs(teacher);
      assertEquals(
          teacher.graph().getVertex("shared").params(),
          student.graph().getVertex("shared").params());
      assertEquals(
          teacher.graph().getVertex("encoder").paramTable(false).get("channels.numeric"),
          student.graph().getVertex("encoder").paramTable(false).get("channels.numeric"));
    }
  }

  @Test
  void whoAsksSomethingElseIsNoStudent() {
    List<TaskSpec> tasks = ItemModels.tasks(ItemLoss.BPR);
    try (MultiTaskModel teacher =
            ItemModels.model(ItemModels.hierarchical(tasks, 0, 3), DataType.DOUBLE);
        MultiTaskModel student = student(DataType.DOUBLE)) {
      assertTrue(
          assertThrows(IllegalArgumentException.class, () -> step(student, teacher, 1))
              .getMessage()
              .contains("tasks of the teacher"));
    }
  }
}
