package org.taskweave.core.metric;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.taskweave.core.task.HeadSpec;
import org.taskweave.core.task.LabelRule;
import org.taskweave.core.task.NextItemTask;
import org.taskweave.core.task.NextItemTask.ItemLoss;
import org.taskweave.core.task.RegressionTask;
import org.taskweave.core.task.TaskSpec;

class PairedDifferenceTest {

  private static final TaskSpec SPEND =
      new RegressionTask(
          "spend", new LabelRule.Given("spend"), 1, HeadSpec.LINEAR, Optional.empty());

  /** Errors 1, 1, 1 against 2, 2, 2; the row without a label counts nowhere. */
  @Test
  void theDifferenceIsFirstMinusSecondOverKnownRows() {
    double[] labels = {1, 2, Double.NaN, 3};
    PairedDifference difference =
        PairedDifference.of(
            SPEND,
            new MeanAbsoluteError(),
            Evaluator.Predictions.of(labels, new double[] {2, 3, 99, 4}),
            Evaluator.Predictions.of(labels, new double[] {3, 4, -99, 5}),
            new Bootstrap(200, 1));
    assertEquals(1, difference.first(), 1e-12);
    assertEquals(2, difference.second(), 1e-12);
    assertEquals(-1, difference.difference(), 1e-12);
    assertEquals(3, difference.labels());
    // Every resample has the same difference, though the labels differ: the pairing shows.
    assertEquals(-1, difference.interval().low(), 1e-12);
    assertEquals(-1, difference.interval().high(), 1e-12);
  }

  /** Mean errors 1 and 3 against 4: of means over trainings, whatever their number. */
  @Test
  void meansOverTrainings() {
    double[] labels = {1, 2};
    PairedDifference difference =
        PairedDifference.ofMeans(
            SPEND,
            new MeanAbsoluteError(),
            List.of(
                Evaluator.Predictions.of(labels, new double[] {2, 3}),
                Evaluator.Predictions.of(labels, new double[] {4, 5})),
            List.of(Evaluator.Predictions.of(labels, new double[] {5, 6})),
            new Bootstrap(50, 1));
    assertEquals(2, difference.first(), 1e-12);
    assertEquals(4, difference.second(), 1e-12);
    assertEquals(-2, difference.interval().low(), 1e-12);
    assertEquals(-2, difference.interval().high(), 1e-12);
  }

  @Test
  void otherRowsAreRefused() {
    IllegalArgumentException error =
        assertThrows(
            IllegalArgumentException.class,
            () ->
                PairedDifference.of(
                    SPEND,
                    new MeanAbsoluteError(),
                    Evaluator.Predictions.of(new double[] {1, 2}, new double[] {1, 2}),
                    Evaluator.Predictions.of(new double[] {1, 3}, new double[] {1, 2}),
                    new Bootstrap(10, 1)));
    assertTrue(error.getMessage().contains("spend"), error.getMessage());
  }

  /** Ranks 1 and 3 against 2 and 3; the row without a next item counts nowhere. */
  @Test
  void rankingsOfNextItemsAreCompared() {
    TaskSpec next =
        new NextItemTask(
            "next",
            new LabelRule.NextItem(Optional.empty(), OptionalDouble.of(Double.POSITIVE_INFINITY)),
            1,
            HeadSpec.LINEAR,
            List.of("a", "b", "c"),
            ItemLoss.FULL_SOFTMAX,
            1,
            1,
            0,
            SeenItems.KEEP);
    double[] labels = {1, Double.NaN, 1};
    PairedDifference difference =
        PairedDifference.of(
            next,
            next.metrics().get(0),
            Evaluator.Predictions.of(labels, ranks(1, Double.NaN, 3)),
            Evaluator.Predictions.of(labels, ranks(2, Double.NaN, 3)),
            new Bootstrap(100, 1));
    double ofSecond = Math.log(2) / Math.log(3);
    assertEquals((1 + .5) / 2, difference.first(), 1e-12);
    assertEquals((1 - ofSecond) / 2, difference.difference(), 1e-12);
    assertEquals(2, difference.labels());
    assertEquals(0, difference.interval().low(), 1e-12);
    assertEquals(1 - ofSecond, difference.interval().high(), 1e-12);
  }

  private static double[] ranks(double... ranks) {
    double[] rows = new double[ranks.length * RankedRow.WIDTH];
    for (int i = 0; i < ranks.length; i++) {
      rows[i * RankedRow.WIDTH] = ranks[i];
    }
    return rows;
  }
}
