package org.taskweave.core.task;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.taskweave.core.config.RecordShape;
import org.taskweave.core.metric.Bootstrap;
import org.taskweave.core.metric.Evaluator;
import org.taskweave.core.metric.Metric;
import org.taskweave.core.metric.MetricResult;
import org.taskweave.core.metric.TaskEvaluation;
import org.taskweave.core.metric.TrivialPredictor;

/** What every kind of task promises. */
class TaskKindsTest {

  private final Evaluator evaluator = new Evaluator(new Bootstrap(20, 1));

  static List<ExampleTasks.Example> examples() {
    return ExampleTasks.all();
  }

  /** Next items are ranked with a catalog: their metrics have tests of their own. */
  @Test
  void everyKindIsThere() {
    Set<Class<?>> kinds =
        examples().stream().map(e -> e.task().getClass()).collect(Collectors.toSet());
    kinds.add(NextItemTask.class);
    kinds.add(NextBasketTask.class);
    assertEquals(Set.copyOf(RecordShape.variants(TaskSpec.class).values()), kinds);
  }

  @ParameterizedTest
  @MethodSource("examples")
  void metricsHaveNamesOfTheirOwnThatNeedNoClasses(ExampleTasks.Example example) {
    TaskSpec task = example.task();
    assertFalse(task.metricNames().isEmpty());
    assertEquals(task.metrics().size(), new HashSet<>(task.metricNames()).size());
    assertEquals(task.metricNames(), task.withClasses(List.of("x", "y", "z")).metricNames());
  }

  @ParameterizedTest
  @MethodSource("examples")
  void aTrivialPredictionIsARowOfScores(ExampleTasks.Example example) {
    TaskSpec task = example.task();
    TrivialPredictor trivial = task.trivial(example.labels());
    assertEquals(task.scoreWidth(), trivial.prediction().length);
    double[] missing = new double[task.labelWidth()];
    Arrays.fill(missing, Double.NaN);
    assertThrows(IllegalArgumentException.class, () -> task.trivial(missing));
    double[] more = Arrays.copyOf(example.labels(), example.labels().length + missing.length);
    System.arraycopy(missing, 0, more, example.labels().length, missing.length);
    assertArrayEquals(trivial.prediction(), task.trivial(more).prediction());
  }

  /** A perfect model is better than the trivial one by every metric that tells them apart. */
  @ParameterizedTest
  @MethodSource("examples")
  void perfectBeatsTrivial(ExampleTasks.Example example) {
    TaskSpec task = example.task();
    TaskEvaluation evaluation =
        evaluator.evaluate(
            task,
            Evaluator.Predictions.of(example.labels(), example.perfect()),
            task.trivial(example.labels()));
    assertEquals(task.metricNames().get(0), evaluation.primaryMetric());
    assertTrue(evaluation.primary().skill() > 0, evaluation.primary().toString());
    for (MetricResult metric : evaluation.metrics()) {
      assertTrue(!(metric.skill() < 0) || metric.name().equals("coverageError"), metric.toString());
      assertEquals(example.labels().length / task.labelWidth(), metric.labelCount());
    }
  }

  @ParameterizedTest
  @MethodSource("examples")
  void aRowWithoutALabelCountsNowhere(ExampleTasks.Example example) {
    TaskSpec task = example.task();
    int labels = example.labels().length;
    double[] more = Arrays.copyOf(example.labels(), labels + task.labelWidth());
    Arrays.fill(more, labels, more.length, Double.NaN);
    double[] scores =
        Arrays.copyOf(example.perfect(), example.perfect().length + task.scoreWidth());
    TrivialPredictor trivial = task.trivial(example.labels());
    assertEquals(
        evaluator.evaluate(
            task, Evaluator.Predictions.of(example.labels(), example.perfect()), trivial),
        evaluator.evaluate(task, Evaluator.Predictions.of(more, scores), trivial));
  }

  @ParameterizedTest
  @MethodSource("examples")
  void aResampleOfTheSameRowsHasTheSameValue(ExampleTasks.Example example) {
    TaskSpec task = example.task();
    int rows = example.labels().length / task.labelWidth();
    int[] twice = new int[rows];
    Arrays.fill(twice, 2);
    for (Metric metric : task.metrics()) {
      Metric.Prepared prepared = metric.prepare(example.labels(), example.perfect());
      assertEquals(rows, prepared.rows());
      double once = metric.value(example.labels(), example.perfect());
      assertEquals(once, prepared.value(twice), 1e-12, metric.name());
      assertTrue(Double.isNaN(prepared.value(new int[rows])), metric.name());
    }
  }

  @ParameterizedTest
  @MethodSource("examples")
  void classesAreReplacedAndNothingElse(ExampleTasks.Example example) {
    TaskSpec task = example.task();
    TaskSpec other = task.withClasses(List.of("x", "y", "z"));
    assertEquals(task.hasClasses() ? List.of("x", "y", "z") : List.of(), other.classes());
    assertEquals(task, other.withClasses(task.classes()));
  }

  @ParameterizedTest
  @MethodSource("examples")
  void aPredictionSaysSomethingAndIsRankedByItsParts(ExampleTasks.Example example) {
    TaskSpec task = example.task();
    double[] row = Arrays.copyOf(example.perfect(), task.scoreWidth());
    TaskPrediction prediction = task.prediction(row);
    assertTrue(prediction.columns().containsKey(""));
    if (task.unranked().isPresent()) {
      assertThrows(IllegalStateException.class, () -> prediction.score(""));
      return;
    }
    List<String> parts = task.parts().isEmpty() ? List.of("") : task.parts();
    assertEquals(row.length, parts.size());
    for (int i = 0; i < row.length; i++) {
      assertEquals(row[i], prediction.score(parts.get(i)));
    }
  }

  /** A rule that is always right is as good as a perfect model, by what a rule is measured by. */
  @ParameterizedTest
  @MethodSource("examples")
  void floors(ExampleTasks.Example example) {
    TaskSpec task = example.task();
    if (Set.of("set", "tags").contains(task.name())) {
      TrivialPredictor trivial = task.trivial(example.labels());
      assertThrows(IllegalStateException.class, () -> task.floorScores(new double[] {1}, trivial));
      return;
    }
    int rows = example.labels().length / task.labelWidth();
    double[] rule = new double[rows];
    Arrays.setAll(rule, i -> example.labels()[i * task.labelWidth()]);
    TaskEvaluation evaluation =
        evaluator.evaluate(
            task,
            new Evaluator.Predictions(
                example.labels(), example.perfect(), Optional.of(rule), Optional.empty()),
            task.trivial(example.labels()));
    MetricResult measured =
        evaluation.metrics().stream()
            .filter(metric -> metric.floor().isPresent())
            .findFirst()
            .orElseThrow();
    assertEquals(measured.value(), measured.floor().orElseThrow(), 1e-12);
    double[] nothing = new double[rows];
    Arrays.fill(nothing, task.labelForm() == LabelForm.CLASS ? -1 : Double.NaN);
    double[] scores = task.floorScores(nothing, task.trivial(example.labels()));
    assertEquals(rows * task.scoreWidth(), scores.length);
    assertTrue(Arrays.stream(scores).allMatch(Double::isFinite));
  }
}
