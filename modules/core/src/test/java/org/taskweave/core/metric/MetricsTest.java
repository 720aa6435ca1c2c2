package org.taskweave.core.metric;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MetricsTest {
  private static final double DELTA = 1e-12;

  private static double[] of(double... values) {
    return values;
  }

  @Test
  void areaCountsTiesOneHalf() {
    // Pairs (positive, negative): .8>.5, .8>.2, .5=.5, .5>.2: 3.5 of 4.
    assertEquals(0.875, new AreaUnderRoc().value(of(1, 0, 1, 0), of(.8, .5, .5, .2)), DELTA);
    assertEquals(0.5, new AreaUnderRoc().value(of(1, 0, 0), of(.3, .3, .3)), DELTA);
    assertEquals(0.5, new AreaUnderRoc().value(of(1, 0), of(0.0, -0.0)), DELTA);
    assertEquals(Double.NaN, new AreaUnderRoc().value(of(1, 1), of(.3, .4)));
  }

  @Test
  void aCountIsARepeatedRow() {
    Metric.Prepared prepared = new AreaUnderRoc().prepare(of(1, 0, 0), of(.5, .5, .7));
    // Positive .5 against two .5 and one .7: (1/2 + 1/2) / 3.
    assertEquals(1.0 / 3, prepared.value(new int[] {1, 2, 1}), DELTA);
  }

  @Test
  void averagePrecisionTakesTiesTogether() {
    // Threshold .9: 1 of 1. Threshold .5 takes two rows at once: 2 of 3.
    assertEquals(
        (1 + 2.0 / 3) / 2, new AveragePrecision().value(of(1, 0, 1, 0), of(.9, .5, .5, .1)), DELTA);
    assertEquals(0.25, new AveragePrecision().value(of(1, 0, 0, 0), of(.3, .3, .3, .3)), DELTA);
    assertEquals(Double.NaN, new AveragePrecision().value(of(0, 0), of(.3, .4)));
  }

  @Test
  void logLossIsClipped() {
    assertEquals(Math.log(2), new LogLoss().value(of(1, 0), of(.5, .5)), DELTA);
    assertEquals(-Math.log(1e-7), new LogLoss().value(of(1), of(0)), 1e-9);
    assertEquals(
        (Math.log(2) + Math.log(4)) / 2,
        new MulticlassLogLoss(3).value(of(0, 2), of(.5, .3, .2, .5, .25, .25)),
        DELTA);
    assertEquals(
        (Math.log(2) + Math.log(4)) / 2,
        new MultilabelLogLoss(2).value(of(1, 0), of(.5, .75)),
        DELTA);
  }

  @Test
  void calibrationErrorWeighsBins() {
    // .95 and .99 share the last bin: mean .97, rate .5; .1 alone: rate 0.
    assertEquals(
        (2 * .47 + 1 * .1) / 3, new CalibrationError().value(of(1, 0, 0), of(.95, .99, .1)), DELTA);
    assertEquals(0, new CalibrationError().value(of(1), of(1)), DELTA);
  }

  @Test
  void classesAreChosenByTheHighestScore() {
    double[] labels = of(0, 0, 1, 2);
    double[] scores = of(.6, .4, 0, .4, .5, .1, .1, .8, .1, .4, .4, .2);
    assertEquals(.5, new Accuracy(3).value(labels, scores), DELTA);
    // Class 0: TP 1, FN 1, FP 1 (tie goes to the first): 1/2. Class 1: TP 1, FP 1: 2/3. Class 2: 0.
    assertEquals((.5 + 2.0 / 3) / 3, new MacroF1(3).value(labels, scores), DELTA);
    // A fourth class that occurs nowhere does not count.
    assertEquals(1, new MacroF1(3).value(of(0, 1), of(1, 0, 0, 0, 1, 0)), DELTA);
    ClassificationReport report =
        ClassificationReport.ofClasses(List.of("a", "b", "c"), labels, scores);
    assertEquals(new ClassificationReport.Row("a", .5, .5, .5, 2), report.rows().get(0));
    assertEquals(new ClassificationReport.Row("c", Double.NaN, 0, 0, 1), report.rows().get(2));
  }

  @Test
  void multilabelPredictsFromOneHalf() {
    // Class 0: TP 1, FN 1: 2/3. Class 1: FP 1: 0.
    assertEquals(
        (2.0 / 3) / 2, new MultilabelMacroF1(2).value(of(1, 0, 1, 0), of(.5, .9, .49, .1)), DELTA);
  }

  @Test
  void regression() {
    assertEquals(Math.sqrt(12.5), new RootMeanSquaredError().value(of(0, 0), of(3, 4)), DELTA);
    assertEquals(3.5, new MeanAbsoluteError().value(of(0, 0), of(3, -4)), DELTA);
    assertEquals(Double.NaN, new MeanAbsoluteError().value(of(), of()));
  }

  @Test
  void skillIsZeroAtTheBaselineAndOneAtPerfection() {
    assertEquals(.5, Direction.HIGHER_IS_BETTER.skill(.75, .5), DELTA);
    assertEquals(.25, Direction.LOWER_IS_BETTER.skill(.6, .8), DELTA);
    assertEquals(Double.NaN, Direction.LOWER_IS_BETTER.skill(.1, 0));
  }

  @Test
  void wrongInputIsRefused() {
    assertEquals(
        "score 1 is NaN, not finite",
        assertThrows(
                IllegalArgumentException.class,
                () -> new AreaUnderRoc().value(of(1, 0), of(.1, Double.NaN)))
            .getMessage());
    assertEquals(
        "label 3.0 is not a class index from 0 to 2",
        assertThrows(
                IllegalArgumentException.class, () -> new Accuracy(3).value(of(3), of(.1, .2, .7)))
            .getMessage());
    assertThrows(IllegalArgumentException.class, () -> new LogLoss().value(of(1), of(.1, .2)));
  }

  @Test
  void theBootstrapIntervalOfAMeanIsTheNormalOne() {
    Random random = new Random(5);
    double[] labels = new double[1000];
    double[] scores = random.doubles(1000).toArray();
    Metric.Prepared mean = new MeanAbsoluteError().prepare(labels, scores);
    Bootstrap.Interval interval = new Bootstrap(2000, 3).interval(mean);
    // Uniform numbers: standard error sqrt(1/12/1000) = .00913, interval 2 * 1.96 of it = .0358.
    assertEquals(.0358, interval.high() - interval.low(), .003);
    assertEquals(
        interval, new Bootstrap(2000, 3).interval(mean), "the same seed, the same interval");
    assertEquals(
        new Bootstrap.Interval(Double.NaN, Double.NaN), new Bootstrap(0, 3).interval(mean));
  }

  @Test
  void unitsAreDrawnWhole() {
    // Two units of two rows each; within a unit the rows always come together: mean 0, .5 or 1.
    Metric.Prepared mean = new MeanAbsoluteError().prepare(of(0, 0, 0, 0), of(0, 0, 1, 1));
    Bootstrap.Interval interval =
        new Bootstrap(500, 1).intervals(List.of(mean), new int[] {0, 0, 1, 1}).get(0);
    assertEquals(new Bootstrap.Interval(0, 1), interval);
  }

  @Test
  void theIntervalOfChanceHoldsOneHalf() {
    Random random = new Random(1);
    double[] labels = random.ints(4000, 0, 2).asDoubleStream().toArray();
    double[] scores = random.doubles(4000).toArray();
    Bootstrap.Interval interval =
        new Bootstrap(1000, 7).interval(new AreaUnderRoc().prepare(labels, scores));
    assertTrue(interval.low() < .5 && interval.high() > .5, interval::toString);
  }
}
