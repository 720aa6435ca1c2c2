package org.taskweave.data.factor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ItemFactorsTest {

  private static final int USERS = 120;
  private static final int ITEMS = 40;
  private static final double NOISE = .4;

  /** One true factor and offsets; each user rates a third of the items. */
  private static final class World {
    private final Random random = new Random(3);
    private final double[] taste = random.doubles(USERS, -1.5, 1.5).toArray();
    private final double[] kind = random.doubles(ITEMS, -1.5, 1.5).toArray();
    private final double[] quality = random.doubles(ITEMS, -.5, .5).toArray();
    private final Ratings ratings = new Ratings();
    private final double[][] given = new double[USERS][ITEMS];

    World() {
      for (int user = 0; user < USERS; user++) {
        for (int item = 0; item < ITEMS; item++) {
          given[user][item] = truth(user, item) + NOISE * random.nextGaussian();
          if (rated(user, item)) {
            ratings.add("u" + user, "i" + item, given[user][item]);
          }
        }
      }
    }

    boolean rated(int user, int item) {
      return (user * 31 + item * 17 + user * item) % 97 < 32;
    }

    double truth(int user, int item) {
      return taste[user] * kind[item] + quality[item];
    }

    Ratings own(int user) {
      Ratings own = new Ratings();
      for (int item = 0; item < ITEMS; item++) {
        if (rated(user, item)) {
          own.add("u" + user, "i" + item, given[user][item]);
        }
      }
      return own;
    }

    /** Mean squared distance from the truth where nothing was rated. */
    double error(ItemFactors factors) {
      double sum = 0;
      int count = 0;
      for (int user = 0; user < USERS; user++) {
        UserFactors known = factors.user(own(user));
        for (int item = 0; item < ITEMS; item++) {
          if (!rated(user, item)) {
            double error = known.of("i" + item).mean() - truth(user, item);
            sum += error * error;
            count++;
          }
        }
      }
      return sum / count;
    }
  }

  /** With one given item of mean m and variance v, a user's posterior is a ridge regression. */
  @Test
  void theEvidenceOfOneRatingIsWorkedByHand() {
    VectorTable items = VectorTable.of(1, 2);
    // factor 2 with variance .5, offset 1 known; their covariance .1
    items.set(0, new double[] {2, 1}, new double[][] {{.5, .1}, {.1, 0}});
    Evidence evidence = new Evidence(new Prior(List.of(0.0, 0.0), List.of(1.0, 1.0)), 2);
    evidence.add(items, 0, 4);
    VectorTable user = VectorTable.of(1, 2);
    evidence.write(user, 0);
    // precision [[1 + 2 (4 + .5), 2 * 2], [4, 1 + 2]] = [[10, 4], [4, 3]]; its determinant is 14
    // weighted [2 (2 * 3 - .1), 2 * 3] = [11.8, 6]
    assertEquals((3 * 11.8 - 4 * 6) / 14, user.mean(0, 0), 1e-6);
    assertEquals((10 * 6 - 4 * 11.8) / 14, user.mean(0, 1), 1e-6);
    assertEquals(3.0 / 14, user.covariance(0, 0, 0), 1e-6);
    assertEquals(-4.0 / 14, user.covariance(0, 0, 1), 1e-6);
    assertEquals(10.0 / 14, user.covariance(0, 1, 1), 1e-6);
  }

  @Test
  void anEstimatesVarianceIsThatOfDrawnVectors() {
    VectorTable user = VectorTable.of(1, 2);
    VectorTable item = VectorTable.of(1, 2);
    user.set(0, new double[] {.5, -.2}, new double[][] {{.3, .1}, {.1, .2}});
    item.set(0, new double[] {-1, .4}, new double[][] {{.25, -.05}, {-.05, .1}});
    Estimate estimate = VectorTable.estimate(user, 0, item, 0);
    Random random = new Random(5);
    double sum = 0;
    double squares = 0;
    int draws = 400_000;
    for (int draw = 0; draw < draws; draw++) {
      double[] x = draw(random, .5, -.2, .3, .1, .2);
      double[] y = draw(random, -1, .4, .25, -.05, .1);
      double value = x[0] * y[0] + x[1] + y[1];
      sum += value;
      squares += value * value;
    }
    double mean = sum / draws;
    assertEquals(mean, estimate.mean(), 5e-3);
    assertEquals(squares / draws - mean * mean, estimate.variance(), 8e-3);
  }

  private static double[] draw(
      Random random, double first, double second, double a, double covariance, double b) {
    double left = random.nextGaussian();
    double slope = covariance / Math.sqrt(a);
    return new double[] {
      first + Math.sqrt(a) * left,
      second + slope * left + Math.sqrt(b - slope * slope) * random.nextGaussian()
    };
  }

  @Test
  void itFindsWhatWasNotRated() {
    World world = new World();
    double offsets = 0;
    int count = 0;
    for (int user = 0; user < USERS; user++) {
      for (int item = 0; item < ITEMS; item++) {
        if (!world.rated(user, item)) {
          double error = world.quality[item] - world.truth(user, item);
          offsets += error * error;
          count++;
        }
      }
    }
    ItemFactors factors = ItemFactors.fit(world.ratings, 4, 2);
    double error = world.error(factors);
    assertTrue(error < .15 * offsets / count, error + " of " + offsets / count);
    double noise = Math.sqrt(1 / factors.starts().get(0).noise());
    assertEquals(NOISE, noise, .05);
  }

  @Test
  void theMeanOfStartsIsBetterThanTheMeanStart() {
    World world = new World();
    double single = 0;
    for (int seed = 0; seed < 4; seed++) {
      Factorisation start = Factorisation.fit(world.ratings, 4, seed);
      single +=
          world.error(new ItemFactors(ItemFactors.fit(world.ratings, 4, 1).rows(), List.of(start)))
              / 4;
    }
    assertTrue(world.error(ItemFactors.fit(world.ratings, 4, 4)) < single);
  }

  @Test
  void theSameRatingsGiveTheSameFactors() {
    assertEquals(
        ItemFactors.fit(new World().ratings, 3, 2), ItemFactors.fit(new World().ratings, 3, 2));
  }

  @Test
  void strangersAreTheMeanAndUncertain() {
    World world = new World();
    ItemFactors factors = ItemFactors.fit(world.ratings, 4, 2);
    UserFactors nobody = factors.user(new Ratings());
    UserFactors somebody = factors.user(world.own(5));
    for (int item = 0; item < ITEMS; item++) {
      double known = somebody.of("i" + item).variance();
      assertTrue(nobody.of("i" + item).variance() > known);
      assertTrue(somebody.of("never seen").variance() > known);
    }
    assertEquals(0, nobody.of("never seen").mean(), .3);
  }

  @Test
  void damagedFactorsAreRefused() {
    Factorisation start = Factorisation.fit(new World().ratings, 2, 1);
    assertThrows(
        IllegalArgumentException.class, () -> new ItemFactors(Map.of("i", 0), List.of(start)));
    assertThrows(
        IllegalArgumentException.class, () -> new VectorTable(3, new float[3], new float[5]));
    assertThrows(IllegalArgumentException.class, () -> new Prior(List.of(0.0), List.of(-1.0)));
    assertThrows(
        IllegalArgumentException.class,
        () -> new Factorisation(0, start.users(), start.unseen(), start.items()));
  }
}
