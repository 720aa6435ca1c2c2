package org.taskweave.core.metric;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Hand-worked metrics of counts, ordered classes, quantiles and times. */
class OrderedAndTimedTest {

  private static final TimeBins BINS = new TimeBins(List.of(10.0, 20.0));

  private static double[] of(double... values) {
    return values;
  }

  /** Expected 2, came 4 and 0: 2 (4 log 2 - 2) and 2 * 2. */
  @Test
  void poissonDeviance() {
    assertEquals(
        (2 * (4 * Math.log(2) - 2) + 4) / 2,
        new PoissonDeviance().value(of(4, 0), of(2, 2)),
        1e-12);
    assertEquals(0, new PoissonDeviance().value(of(3), of(3)), 1e-12);
  }

  /** True class 0, P(<= 0) = .5, P(<= 1) = .8: (.25 + .04) / 2; a choice two classes off: 1. */
  @Test
  void rankedProbability() {
    RankedProbability metric = new RankedProbability(3);
    assertEquals(.145, metric.value(of(0), of(.5, .3, .2)), 1e-12);
    assertEquals(1, metric.value(of(0), of(0, 0, 1)), 1e-12);
    assertEquals(.5, metric.value(of(0), of(0, 1, 0)), 1e-12);
  }

  /**
   * True 0, 1, 2, 2 and chosen 0, 2, 2, 0: observed 0 + 1 + 0 + 4. Margins of the true (1, 1, 2)
   * and of the chosen (2, 0, 2) over 4 rows: expected (1*2*4 + 1*2*1 + 1*2*1 + 2*2*4) / 4 = 7.
   */
  @Test
  void quadraticKappa() {
    QuadraticKappa metric = new QuadraticKappa(3);
    double[] scores = of(1, 0, 0, 0, 0, 1, 0, 0, 1, 1, 0, 0);
    assertEquals(1 - 5 / 7.0, metric.value(of(0, 1, 2, 2), scores), 1e-12);
    assertEquals(0, metric.value(of(1, 1), of(0, 1, 0, 0, 1, 0)), 1e-12);
  }

  /** Level .25: label 3 over 1 costs .25 * 2; level .75: under 7 costs .25 * 4. */
  @Test
  void pinball() {
    List<Double> levels = List.of(.25, .75);
    assertEquals(.75, new PinballLoss(levels).value(of(3), of(1, 7)), 1e-12);
    // Of four labels at quantiles (1, 3): one is at or below 1, all four at or below 3.
    double[] quantiles = of(1, 3, 1, 3, 1, 3, 1, 3);
    assertEquals(.125, new CoverageError(levels).value(of(1, 2, 2, 3), quantiles), 1e-12);
  }

  @Test
  void binsAndExpectedDays() {
    assertEquals(0, BINS.over(9.9));
    assertEquals(1, BINS.over(10));
    assertEquals(2, BINS.over(20));
    // Labels come to a model in single precision, where 16.8 hours are .69999998807907104 of a day.
    TimeBins hours = new TimeBins(List.of(.7));
    assertEquals(1, hours.over(.7));
    assertEquals(1, hours.over(.7f));
    assertEquals(.2 * .2, new CensoredBrier(hours).value(of(.7f, 1), of(.2)), 1e-12);
    // Survival 1, .5, .2: 10 * .75 + 10 * .35.
    assertEquals(11, BINS.expectedDays(of(.5, .8), 0), 1e-12);
  }

  /**
   * Events at 5 and 15, lost at 12 (through the first bin) and at 20 (through both): hazards 1/4
   * and 1/2 of the two that were seen through the second bin or until their event in it.
   */
  @Test
  void kaplanMeierInBins() {
    assertArrayEquals(
        of(.25, 1 - .75 * .5),
        BINS.kaplanMeier(of(5, 1, 15, 1, 12, 0, 20, 0, Double.NaN, Double.NaN)).prediction(),
        1e-12);
  }

  /**
   * Events at 5 and 15, lost at 15 and 3. Pairs: 5 before 15 twice, 15 before the one lost then;
   * the one lost at 3 is in none. Expected days 5 against 15: right; 5 against the second: a tie;
   * 15 against the second: wrong.
   */
  @Test
  void concordance() {
    double[] labels = of(5, 1, 15, 1, 15, 0, 3, 0);
    double[] early = of(.9, .9);
    double[] late = of(.1, .2);
    double[] scores = of(.9, .9, .1, .2, .9, .9, .5, .5);
    assertEquals(1.5 / 3, new Concordance(BINS).value(labels, scores), 1e-12);
    assertTrue(BINS.expectedDays(early, 0) < BINS.expectedDays(late, 0));
    assertEquals(Double.NaN, new Concordance(BINS).value(of(3, 0), early));
    assertEquals(.5, new Concordance(BINS).value(of(1, 1, 2, 0), of(.3, .4, .3, .4)), 1e-12);
  }

  /** Against the definition over all pairs, with ties of times and expectations. */
  @Test
  void concordanceIsThatOfAllPairs() {
    Random random = new Random(4);
    int n = 200;
    double[] labels = new double[2 * n];
    double[] scores = new double[2 * n];
    int[] counts = new int[n];
    for (int i = 0; i < n; i++) {
      labels[2 * i] = random.nextInt(20);
      labels[2 * i + 1] = random.nextInt(2);
      scores[2 * i] = random.nextInt(5) / 10.0;
      scores[2 * i + 1] = scores[2 * i] + random.nextInt(5) / 10.0;
      counts[i] = random.nextInt(3);
    }
    double right = 0;
    double pairs = 0;
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        boolean first =
            labels[2 * i + 1] == 1
                && (labels[2 * i] < labels[2 * j]
                    || (labels[2 * i] == labels[2 * j] && labels[2 * j + 1] == 0));
        if (i != j && first) {
          double a = BINS.expectedDays(scores, 2 * i);
          double b = BINS.expectedDays(scores, 2 * j);
          double weight = (double) counts[i] * counts[j];
          pairs += weight;
          right += weight * (a < b ? 1 : a == b ? .5 : 0);
        }
      }
    }
    assertEquals(right / pairs, new Concordance(BINS).prepare(labels, scores).value(counts), 1e-12);
  }

  /**
   * One end, 10 days, four rows of F = .5. Event at 4; lost at 6; event at 8; alive at 12. Not
   * being censored: 1 before 6, then 2/3. Weights: 1 at 4, none at 6, 3/2 at 8, 3/2 alive at 10.
   */
  @Test
  void brierWeighsForCensoring() {
    CensoredBrier metric = new CensoredBrier(new TimeBins(List.of(10.0)));
    double[] labels = of(4, 1, 6, 0, 8, 1, 12, 0);
    assertEquals((1 + 0 + 1.5 + 1.5) * .25 / 4, metric.value(labels, of(.5, .5, .5, .5)), 1e-12);
    assertEquals(0, metric.value(labels, of(1, .3, 1, 0)), 1e-12);
    // Without censoring before the end it is the plain Brier score.
    assertEquals((.04 + .09) / 2, metric.value(of(4, 1, 10, 0), of(.8, .3)), 1e-12);
  }
}
