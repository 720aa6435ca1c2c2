package org.taskweave.training.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.taskweave.core.batch.BatchScorer;
import org.taskweave.core.batch.TaskLabels;
import org.taskweave.core.batch.TaskScores;
import org.taskweave.core.metric.Bootstrap;
import org.taskweave.core.metric.Evaluator;
import org.taskweave.core.metric.MetricResult;
import org.taskweave.core.recipe.FeaturesRecipe;
import org.taskweave.core.task.BinaryTask;
import org.taskweave.core.task.HeadSpec;
import org.taskweave.core.task.LabelRule;
import org.taskweave.core.task.TaskSpec;
import org.taskweave.data.batch.Batcher;
import org.taskweave.data.batch.EncodedExample;
import org.taskweave.data.event.BehaviorEvent;
import org.taskweave.data.example.Example;
import org.taskweave.data.example.LabelValue;
import org.taskweave.data.example.Split;
import org.taskweave.data.feature.Preprocessing;

/** A constant prediction of a quarter for a binary task; a user has an example for each event. */
class UserResamplingTest {

  private static final TaskSpec BUYS =
      new BinaryTask("buys", new LabelRule.Given("label"), 1, HeadSpec.LINEAR, Optional.empty(), 1);

  private static final BatchScorer QUARTER =
      input -> {
        float[] scores = new float[input.rows()];
        java.util.Arrays.fill(scores, .25f);
        return List.of(new TaskScores(input.rows(), 1, scores));
      };

  private static Example example(String user, double label) {
    BehaviorEvent event =
        new BehaviorEvent(user, "mug", "view", 1, Optional.empty(), Optional.empty(), Map.of());
    return new Example(
        user, 2, Split.TEST, List.of(event), List.of(new LabelValue.Quantity(label)));
  }

  private static MetricResult logLoss(List<Example> examples) {
    Preprocessing learned = Preprocessing.fit(examples, List.of(BUYS), FeaturesRecipe.NONE);
    List<EncodedExample> encoded = new ArrayList<>();
    for (Example example : examples) {
      double label = ((LabelValue.Quantity) example.labels().get(0)).value();
      encoded.add(
          EncodedExample.whole(
              new int[] {1},
              new int[3][1],
              new float[0],
              new float[0],
              List.of(new TaskLabels(new float[] {(float) label}, new float[] {1}))));
    }
    return new SplitEvaluator(
            learned,
            new ExampleScorer(new Batcher(learned.tasks(), learned.channels(), 4, 8, 3), learned),
            new Evaluator(new Bootstrap(200, 1)))
        .evaluate(QUARTER, LabelledSplit.of(learned, examples, encoded))
        .get(0)
        .metric("logLoss");
  }

  @Test
  void examplesOfOneUserAreOneUnit() {
    MetricResult oneUser =
        logLoss(
            List.of(example("ann", 0), example("ann", 1), example("ann", 0), example("ann", 1)));
    assertEquals(-(Math.log(.25) + Math.log(.75)) / 2, oneUser.value(), 1e-6);
    assertEquals(oneUser.value(), oneUser.intervalLow(), 1e-9);
    assertEquals(oneUser.value(), oneUser.intervalHigh(), 1e-9);
  }

  /** Of two users in turn, a resample is one of them alone in half of all cases. */
  @Test
  void usersAreDrawnWhereverTheirExamplesStand() {
    MetricResult twoUsers =
        logLoss(
            List.of(example("ann", 0), example("bob", 1), example("ann", 0), example("bob", 1)));
    assertEquals(-Math.log(.75), twoUsers.intervalLow(), 1e-6);
    assertEquals(-Math.log(.25), twoUsers.intervalHigh(), 1e-6);
    assertTrue(twoUsers.value() > twoUsers.intervalLow());
  }
}
