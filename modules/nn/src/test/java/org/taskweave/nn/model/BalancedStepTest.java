package org.taskweave.nn.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.taskweave.core.batch.MultiTaskBatch;
import org.taskweave.core.batch.TaskLabels;
import org.taskweave.core.batch.TaskScores;
import org.taskweave.core.recipe.BalancingMethod;
import org.taskweave.core.recipe.BalancingRecipe;
import org.taskweave.core.recipe.BalancingRecipe.Schedule;
import org.taskweave.core.recipe.RepresentationRecipe;
import org.taskweave.core.task.TaskSpec;
import org.taskweave.nn.balance.StepBalance;
import org.taskweave.nn.balance.TaskBalance;

/** What balancing does to a step of a whole model, in double. */
class BalancedStepTest {

  private static final List<TaskSpec> TASKS = AllTasks.tasks().subList(0, 4);
  private static final List<Schedule> SCHEDULE =
      List.of(new Schedule("regression", List.of(0.0, 1.0), List.of(1.0, 0.5)));

  @TempDir Path folder;

  static Stream<BalancingRecipe> recipes() {
    return Stream.of(
        new BalancingRecipe(new BalancingMethod.Fixed(), SCHEDULE, true),
        new BalancingRecipe(new BalancingMethod.RandomLossWeighting(), List.of(), true),
        new BalancingRecipe(new BalancingMethod.DynamicWeightAverage(2), SCHEDULE, false),
        BalancingRecipe.of(new BalancingMethod.Uncertainty(0.1)),
        new BalancingRecipe(new BalancingMethod.GradNorm(1.5, 0.1), SCHEDULE, false),
        BalancingRecipe.of(new BalancingMethod.Mgda(BalancingMethod.Mgda.Normalize.NONE)),
        BalancingRecipe.of(new BalancingMethod.Mgda(BalancingMethod.Mgda.Normalize.LOSS_AND_NORM)),
        new BalancingRecipe(new BalancingMethod.Pcgrad(), SCHEDULE, false),
        BalancingRecipe.of(new BalancingMethod.Cagrad(0.4)),
        new BalancingRecipe(
            new BalancingMethod.Imtl(BalancingMethod.Imtl.Balance.BOTH, 0.1), SCHEDULE, false),
        BalancingRecipe.of(new BalancingMethod.NashMtl(2)),
        BalancingRecipe.of(new BalancingMethod.Famo(0.1, 0.001)),
        BalancingRecipe.of(new BalancingMethod.AlignedMtl()));
  }

  private static MultiTaskModel model(BalancingRecipe recipe) {
    ModelSpec spec =
        ModelSpec.builder(TinyBert.CONFIG, TinyBert.encoderSettings(), TASKS, TinyBert.rule(), 7)
            .channels(AllTasks.CHANNELS)
            .userFeatures(AllTasks.USER_FEATURES)
            .shared(new RepresentationRecipe(6, 0, 0))
            .balancing(recipe)
            .build();
    return MultiTaskModel.create(spec, TinyBert.encoder(), DataType.DOUBLE);
  }

  private static MultiTaskBatch batch(long seed) {
    MultiTaskBatch all = AllTasks.batch(5, 6, seed, true);
    return new MultiTaskBatch(all.input(), all.labels().subList(0, 4), all.exampleIndices());
  }

  /** The batch with labels of the tasks given alone. */
  private static MultiTaskBatch only(MultiTaskBatch batch, List<Integer> tasks) {
    List<TaskLabels> labels = new ArrayList<>();
    for (int k = 0; k < 4; k++) {
      TaskLabels all = batch.labels().get(k);
      labels.add(
          tasks.contains(k) ? all : new TaskLabels(all.values(), new float[all.mask().length]));
    }
    return new MultiTaskBatch(batch.input(), labels, batch.exampleIndices());
  }

  private static Map<String, INDArray> gradients(MultiTaskModel model) {
    Map<String, INDArray> copies = new HashMap<>();
    model
        .graph()
        .gradient()
        .gradientForVariable()
        .forEach((name, gradient) -> copies.put(name, gradient.dup()));
    return copies;
  }

  /** By name: vertices and thus parameters may stand in another order. */
  private static void copy(MultiTaskModel from, MultiTaskModel to) {
    for (GraphVertex vertex : from.graph().getVertices()) {
      vertex
          .paramTable(false)
          .forEach(
              (name, value) ->
                  to.graph()
                      .getVertex(vertex.getVertexName())
                      .paramTable(false)
                      .get(name)
                      .assign(value));
    }
  }

  private static void assertSameParameters(MultiTaskModel expected, MultiTaskModel actual) {
    for (GraphVertex vertex : expected.graph().getVertices()) {
      vertex
          .paramTable(false)
          .forEach(
              (name, value) ->
                  assertTrue(
                      value.equalsWithEps(
                          actual
                              .graph()
                              .getVertex(vertex.getVertexName())
                              .paramTable(false)
                              .get(name),
                          1e-9),
                      vertex.getVertexName() + " " + name));
    }
  }

  /** The index of the task whose head a parameter belongs to; -1 for the shared part. */
  private static int head(String parameter) {
    for (int k = 0; k < TASKS.size(); k++) {
      if (parameter.startsWith(TASKS.get(k).name())) {
        return k;
      }
    }
    return -1;
  }

  private static void assertCombined(
      MultiTaskModel balanced, MultiTaskModel plain, MultiTaskBatch batch, StepBalance balance) {
    Map<String, INDArray> actual = gradients(balanced);
    Map<String, INDArray> expected = new HashMap<>();
    copy(balanced, plain);
    TrainingStep step = new TrainingStep(plain, 0, 1);
    for (int k = 0; k < TASKS.size(); k++) {
      step.gradients(only(batch, List.of(k)), 0);
      for (Map.Entry<String, INDArray> gradient : gradients(plain).entrySet()) {
        double factor =
            head(gradient.getKey()) < 0 ? balance.sharedFactor(k) : balance.lossFactors()[k];
        expected.merge(gradient.getKey(), gradient.getValue().mul(factor), INDArray::add);
      }
    }
    assertEquals(expected.keySet(), actual.keySet());
    assertTrue(expected.size() > 20);
    expected.forEach(
        (name, gradient) ->
            assertEquals(
                0,
                gradient.sub(actual.get(name)).amaxNumber().doubleValue(),
                1e-9 * (1 + gradient.amaxNumber().doubleValue()),
                name));
  }

  @ParameterizedTest
  @MethodSource("recipes")
  void theGradientIsTheCombinationOfTheTasks(BalancingRecipe recipe) {
    try (MultiTaskModel model = model(recipe);
        MultiTaskModel plain = model(BalancingRecipe.fixed())) {
      TaskBalance balance = new TaskBalance(recipe, TASKS, 3);
      TrainingStep step = new TrainingStep(model, 0, 1, balance);
      for (int i = 0; i < 3; i++) {
        StepResult result = step.run(batch(i), i, i, i / 3.0);
        assertTrue(Double.isFinite(result.totalLoss()));
      }
      StepResult result = step.gradients(batch(9), 3, 3, 1);
      assertCombined(model, plain, batch(9), result.balance().orElseThrow());
      StepResult fixed = new TrainingStep(plain, 0, 1).gradients(batch(9), 3);
      assertArrayEquals(fixed.taskLosses(), result.taskLosses(), 1e-12);
      if (!recipe.schedule().isEmpty() && recipe.method() instanceof BalancingMethod.Fixed) {
        assertArrayEquals(
            new double[] {1, 1, 1, 0.5}, result.balance().orElseThrow().lossFactors());
      }
    }
  }

  @ParameterizedTest
  @MethodSource("recipes")
  void aTaskWithoutALabelIsNoPartOfTheStep(BalancingRecipe recipe) {
    try (MultiTaskModel model = model(recipe);
        MultiTaskModel plain = model(BalancingRecipe.fixed())) {
      TaskBalance balance = new TaskBalance(recipe, TASKS, 3);
      TrainingStep step = new TrainingStep(model, 0, 1, balance);
      MultiTaskBatch without = only(batch(1), List.of(0, 1, 3));
      StepResult result = step.gradients(without, 0, 0, 0);
      StepBalance weighed = result.balance().orElseThrow();
      assertEquals(0, weighed.sharedFactor(2));
      assertTrue(weighed.sharedFactor(0) != 0);
      assertCombined(model, plain, without, weighed);
      double[] before = balance.state();
      MultiTaskBatch nothing = only(batch(1), List.of());
      StepResult none = step.run(nothing, 1, 0, 0);
      assertEquals(0, none.gradientNorm());
      if (!(recipe.method() instanceof BalancingMethod.NashMtl)) {
        assertArrayEquals(before, balance.state());
      }
      MultiTaskBatch one = only(batch(2), List.of(1));
      assertTrue(step.run(one, 2, 0, 0).gradientNorm() > 0);
    }
  }

  /** Nash-MTL's state begins with its age alone. */
  static Stream<BalancingRecipe> recipesWithState() {
    return recipes().filter(r -> new TaskBalance(r, TASKS, 3).state().length > 0);
  }

  @ParameterizedTest
  @MethodSource("recipesWithState")
  void aRestoredStateGoesOnTheSame(BalancingRecipe recipe) {
    Path file = folder.resolve("model.zip");
    try (MultiTaskModel model = model(recipe)) {
      TaskBalance balance = new TaskBalance(recipe, TASKS, 3);
      TrainingStep step = new TrainingStep(model, 1, 1, balance);
      for (int i = 0; i < 3; i++) {
        step.run(batch(i), i, i, i / 5.0);
      }
      model.save(file, true);
      double[] state = balance.state();
      try (MultiTaskModel restored = MultiTaskModel.restore(file, TASKS, true)) {
        TaskBalance second = new TaskBalance(recipe, TASKS, 3);
        second.restore(state);
        TrainingStep resumed = new TrainingStep(restored, 1, 1, second);
        for (int i = 3; i < 5; i++) {
          step.run(batch(i), i, i, i / 5.0);
          resumed.run(batch(i), i, i, i / 5.0);
        }
        assertEquals(model.graph().params(), restored.graph().params());
        assertArrayEquals(balance.state(), second.state());
      }
    }
  }

  @Test
  void fixedWeightsKeepTheGraphAndTheStep() {
    BalancingRecipe measured = new BalancingRecipe(new BalancingMethod.Fixed(), List.of(), true);
    try (MultiTaskModel plain = model(BalancingRecipe.fixed());
        MultiTaskModel tapped = model(measured)) {
      assertFalse(plain.configurationJson().contains("junction"));
      ComputationGraphConfiguration configuration = tapped.graph().getConfiguration();
      String json = configuration.toJson();
      assertTrue(json.contains("junction") && json.contains("regression-tap"), json);
      assertEquals(configuration, ComputationGraphConfiguration.fromJson(json));
      copy(plain, tapped);
      TrainingStep step = new TrainingStep(plain, 1, 1);
      TrainingStep tappedStep = new TrainingStep(tapped, 1, 1, new TaskBalance(measured, TASKS, 1));
      for (int i = 0; i < 2; i++) {
        StepResult expected = step.run(batch(i), i, 0);
        StepResult actual = tappedStep.run(batch(i), i, 0, 0);
        assertEquals(expected.totalLoss(), actual.totalLoss(), 1e-12);
        assertTrue(expected.balance().isEmpty());
        StepBalance balance = actual.balance().orElseThrow();
        assertArrayEquals(new double[] {1, 1, 1, 1}, balance.lossFactors());
        assertEquals(1, balance.cosines()[2][2], 1e-12);
        assertEquals(balance.cosines()[0][3], balance.cosines()[3][0], 1e-12);
        assertNotEquals(0, balance.cosines()[0][3]);
      }
      assertSameParameters(plain, tapped);
      List<TaskScores> expected = plain.score(batch(0).input());
      List<TaskScores> actual = tapped.score(batch(0).input());
      for (int k = 0; k < 4; k++) {
        assertArrayEquals(expected.get(k).values(), actual.get(k).values(), 1e-6f);
      }
    }
  }
}
