package org.taskweave.training.evaluate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.taskweave.core.InvalidInputException;
import org.taskweave.core.batch.BatchScorer;
import org.taskweave.core.batch.TaskLabels;
import org.taskweave.core.batch.TaskScores;
import org.taskweave.core.metric.Bootstrap;
import org.taskweave.core.metric.Evaluator;
import org.taskweave.core.metric.MetricResult;
import org.taskweave.core.metric.SeenItems;
import org.taskweave.core.metric.TaskEvaluation;
import org.taskweave.core.recipe.EvaluationRecipe;
import org.taskweave.core.recipe.FeaturesRecipe;
import org.taskweave.core.recipe.SequenceRecipe;
import org.taskweave.core.task.HeadSpec;
import org.taskweave.core.task.LabelRule;
import org.taskweave.core.task.NextItemTask;
import org.taskweave.core.task.NextItemTask.ItemLoss;
import org.taskweave.data.batch.Batcher;
import org.taskweave.data.batch.EncodedExample;
import org.taskweave.data.event.BehaviorEvent;
import org.taskweave.data.example.Example;
import org.taskweave.data.example.LabelValue;
import org.taskweave.data.example.Split;
import org.taskweave.data.feature.Preprocessing;

/** A log of five items, worked out by hand. */
class NextItemEvaluationTest {

  private static final List<String> ITEMS = List.of("a", "b", "c", "d", "e");
  private static final FeaturesRecipe NO_FEATURES = FeaturesRecipe.NONE;

  /** Users see a b c, a b, and d c; e is never seen. */
  private static final List<Example> TRAINING =
      List.of(
          example("ann", "a", "b"),
          example("ann", "a b", "c"),
          example("bob", "a", "b"),
          example("cid", "d", "c"));

  private static final List<Example> TEST =
      List.of(
          example("ann", "d a", "b"),
          example("bob", "b", "d"),
          example("cid", "e", ""),
          example("dan", "a b c", "a"),
          example("eve", "a", "unknown"));

  /** Scores every row alike: e is best, a is worst. */
  private static final BatchScorer ALPHABET_BACKWARDS =
      input -> {
        float[] scores = new float[input.rows() * 5];
        for (int i = 0; i < scores.length; i++) {
          scores[i] = 1 + i % 5;
        }
        return List.of(new TaskScores(input.rows(), 5, scores));
      };

  private static NextItemTask task(SeenItems seen) {
    return new NextItemTask(
        "next",
        new LabelRule.NextItem(Optional.empty(), OptionalDouble.of(Double.POSITIVE_INFINITY)),
        1,
        HeadSpec.LINEAR,
        List.of(),
        ItemLoss.FULL_SOFTMAX,
        1,
        1,
        0,
        seen);
  }

  private static Example example(String user, String history, String next) {
    List<BehaviorEvent> events =
        Arrays.stream(history.split(" ", -1))
            .map(item -> event(user, item, history.indexOf(item)))
            .toList();
    return new Example(
        user,
        99,
        Split.TEST,
        events,
        List.of(
            next.isEmpty()
                ? new LabelValue.Missing()
                : new LabelValue.NextItem(next, List.of(event(user, next, 99)))));
  }

  private static BehaviorEvent event(String user, String item, long time) {
    return new BehaviorEvent(
        user, item, "view", time, Optional.empty(), Optional.empty(), java.util.Map.of());
  }

  private static Preprocessing learned(SeenItems seen) {
    return Preprocessing.fit(
        TRAINING, List.of(task(seen)), NO_FEATURES, SequenceRecipe.Kind.FLAT, ITEMS);
  }

  private static SplitEvaluator evaluator(Preprocessing preprocessing, int batchSize) {
    return new SplitEvaluator(
        preprocessing,
        new ExampleScorer(
            new Batcher(preprocessing.tasks(), preprocessing.channels(), 4, 8, batchSize),
            preprocessing),
        new Evaluator(new Bootstrap(100, 1)));
  }

  private static LabelledSplit split(Preprocessing preprocessing) {
    return split(preprocessing, List.of(Optional.empty()));
  }

  private static LabelledSplit split(
      Preprocessing preprocessing, List<Optional<TunedRules>> rules) {
    List<EncodedExample> encoded =
        Stream.generate(
                () ->
                    EncodedExample.whole(
                        new int[] {1},
                        new int[3][1],
                        new float[0],
                        new float[0],
                        List.of(new TaskLabels(new float[] {0}, new float[] {0}))))
            .limit(TEST.size())
            .toList();
    return LabelledSplit.of(preprocessing, TEST, encoded, rules);
  }

  private static TaskEvaluation evaluate(SeenItems seen, int batchSize) {
    Preprocessing preprocessing = learned(seen);
    return evaluator(preprocessing, batchSize)
        .evaluate(ALPHABET_BACKWARDS, split(preprocessing))
        .get(0);
  }

  private static double mean(double... values) {
    return Arrays.stream(values).average().orElseThrow();
  }

  @Test
  void ranksOfModelPopularityAndMarkovChain() {
    TaskEvaluation next = evaluate(SeenItems.KEEP, 2);
    assertEquals("ndcg@10", next.primaryMetric());
    assertEquals(3, next.primary().labelCount());
    MetricResult mrr = next.metric("mrr@5");
    // b is fourth, d second, a fifth of e d c b a.
    assertEquals(mean(1 / 4.0, 1 / 2.0, 1 / 5.0), mrr.value(), 1e-12);
    // a, b, c came twice each: mean rank 2; d is fourth.
    assertEquals(mean(1 / 2.0, 1 / 4.0, 1 / 2.0), mrr.trivialBaseline(), 1e-12);
    // After a came b; after b came c, then popularity, so d is fourth; after c nothing came.
    assertEquals(mean(1, 1 / 4.0, 1 / 2.0), mrr.floor().orElseThrow(), 1e-12);
    assertEquals(1 / 3.0, next.metric("hr@1").floor().orElseThrow(), 1e-12);
    // d and e are outside the head of a, b, c (6 of 7); all five are listed for everyone.
    assertEquals(.4, next.metric("longTail@10").value(), 1e-12);
    assertEquals(1, next.metric("coverage@10").value(), 1e-12);
    assertEquals(0, next.metric("gini@10").value(), 1e-12);
    assertTrue(mrr.intervalLow() < mrr.value() && mrr.value() < mrr.intervalHigh());
    assertTrue(Double.isNaN(next.metric("coverage@10").intervalLow()));
  }

  private static TaskEvaluation besideRules(EvaluationRecipe.Floors floors) {
    Preprocessing preprocessing = learned(SeenItems.KEEP);
    List<Optional<TunedRules>> rules =
        TunedRules.of(preprocessing.tasks(), TRAINING, List.of(example("bob", "b", "c")), floors);
    return evaluator(preprocessing, 2)
        .evaluate(ALPHABET_BACKWARDS, split(preprocessing, rules))
        .get(0);
  }

  @Test
  void theFloorIsTheRuleThatIsBestOnDev() {
    TaskEvaluation next = besideRules(EvaluationRecipe.Floors.ALL);
    // On dev c comes after b, which Markov alone puts first; a came with b more often.
    assertEquals("first-order Markov, last item", next.rules().get(0).rule());
    double gain = mean(1, Math.log(2) / Math.log(5), Math.log(2) / Math.log(3));
    assertEquals(gain, next.rules().get(0).values().get("ndcg@10"), 1e-12);
    assertEquals(gain, next.primary().floor().orElseThrow(), 1e-12);
    assertTrue(next.primary().belowFloor());
    assertTrue(next.rules().stream().anyMatch(rule -> rule.rule().startsWith("EASE by user")));
    String table = EvaluationTable.of(List.of(next));
    assertTrue(table.contains("below the floor"), table);
    assertTrue(table.contains("next: rule, best on dev first"), table);
  }

  @Test
  void fastFloorsLeaveOutWhatIsDear() {
    assertTrue(
        besideRules(EvaluationRecipe.Floors.FAST).rules().stream()
            .noneMatch(rule -> rule.rule().startsWith("EASE")));
  }

  @Test
  void seenItemsCanBeFiltered() {
    TaskEvaluation next = evaluate(SeenItems.FILTER, 2);
    MetricResult mrr = next.metric("mrr@5");
    // b third of e c b; d second of e d c a; a, which comes again, third of e d a.
    assertEquals(mean(1 / 3.0, 1 / 2.0, 1 / 3.0), mrr.value(), 1e-12);
    // b ties with c; d is third after a and c; a is first.
    assertEquals(mean(1 / 1.5, 1 / 3.0, 1), mrr.trivialBaseline(), 1e-12);
  }

  @Test
  void theTableSaysHowItWasMeasured() {
    String kept = EvaluationTable.of(List.of(evaluate(SeenItems.KEEP, 2)));
    assertTrue(
        kept.contains("next: all 5 items ranked, seen ones too; ties at their mean rank"), kept);
    String filtered = EvaluationTable.of(List.of(evaluate(SeenItems.FILTER, 2)));
    assertTrue(filtered.contains("seen ones filtered unless they are what came next"), filtered);
  }

  @Test
  void theBatchSizeChangesNothing() {
    TaskEvaluation expected = evaluate(SeenItems.FILTER, 1);
    for (int batchSize : new int[] {2, 3, 64}) {
      assertEquals(expected, evaluate(SeenItems.FILTER, batchSize));
    }
  }

  @Test
  void everyMetricIsNamedAndMeasured() {
    assertEquals(
        task(SeenItems.KEEP).metricNames(),
        evaluate(SeenItems.KEEP, 2).metrics().stream().map(MetricResult::name).toList());
  }

  @Test
  void predictionsAreRankedRows() {
    Preprocessing preprocessing = learned(SeenItems.KEEP);
    Evaluator.Predictions predictions =
        evaluator(preprocessing, 2)
            .predictions(ALPHABET_BACKWARDS, split(preprocessing))
            .get("next");
    assertArrayEquals(
        new double[] {1, 1, Double.NaN, 1, Double.NaN}, predictions.labels(), "known labels");
    assertEquals(4, predictions.scores()[0]);
    assertEquals(5 * 12, predictions.scores().length);
  }

  @Test
  void baselinesSurviveTheirJson() {
    Preprocessing written = learned(SeenItems.KEEP);
    Preprocessing read =
        Preprocessing.fromJson(
            written.toJson(), List.of(task(SeenItems.KEEP)), NO_FEATURES, "test");
    assertEquals(written, read);
    assertArrayEquals(
        new double[] {2, 6, 2, 1, 0}, read.nextItemBaselines(0).markov(0), "after a came b");
  }

  @Test
  void aModelThatScoresNotANumberIsRefused() {
    Preprocessing preprocessing = learned(SeenItems.KEEP);
    BatchScorer broken =
        input -> {
          float[] scores = new float[input.rows() * 5];
          Arrays.fill(scores, Float.NaN);
          return List.of(new TaskScores(input.rows(), 5, scores));
        };
    String message =
        assertThrows(
                InvalidInputException.class,
                () -> evaluator(preprocessing, 2).evaluate(broken, split(preprocessing)))
            .getMessage();
    assertTrue(message.startsWith("the model: the output for the task \"next\" is NaN"), message);
  }

  @Test
  void theBestItemsLeaveSomeOut() {
    BestItems best = new BestItems(3, new int[][] {{4, -1}, {}});
    double[] kept = new double[6];
    TaskScores scores = new TaskScores(2, 5, new float[] {1, 7, 7, 3, 9, 5, 5, 5, 5, 5});
    best.reduce(0, scores, 0, kept);
    assertArrayEquals(new double[] {1, 7, 2, 7, 3, 3}, kept);
    best.reduce(1, scores, 1, kept);
    assertArrayEquals(new double[] {0, 5, 1, 5, 2, 5}, kept);
    new BestItems(3, new int[][] {{0, 1, 2, 3}}).reduce(0, scores, 0, kept);
    assertArrayEquals(new double[] {4, 9, -1, Double.NaN, -1, Double.NaN}, kept);
  }
}
