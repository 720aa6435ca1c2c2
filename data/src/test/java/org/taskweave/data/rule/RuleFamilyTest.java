package org.taskweave.data.rule;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every family of rules promises. */
class RuleFamilyTest {

  private static final ItemHistory NOTHING = Visits.NONE.history();

  private static List<ItemRule> all() throws IOException {
    RuleCounts counts = new RuleCounts(new GoldenLog().log(), GaussInverse::invert);
    List<ItemRule> rules = new ArrayList<>();
    RuleFamilies.of(true).forEach(family -> rules.addAll(family.rules(counts)));
    return rules;
  }

  private static double[] scores(ItemRule rule, ItemHistory history) {
    double[] scores = new double[GoldenLog.ITEMS];
    rule.score(history, scores);
    return scores;
  }

  @Test
  void namesTellSettingsApart() throws IOException {
    List<String> names = all().stream().map(ItemRule::name).toList();
    assertEquals(names.size(), new HashSet<>(names).size(), names.toString());
  }

  @Test
  void scoresAreNumbersTheSameEachTimeAndForNoHistoryToo() throws IOException {
    for (ItemRule rule : all()) {
      for (ItemHistory history : List.of(new GoldenLog().log().users().get(3), NOTHING)) {
        double[] first = scores(rule, history);
        for (double score : first) {
          assertTrue(Double.isFinite(score), rule.name());
        }
        assertArrayEquals(first, scores(rule, history), rule.name());
      }
    }
  }

  @Test
  void withoutAHistoryOrOnEqualScoresTheMorePopularItemComesFirst() throws IOException {
    for (ItemRule rule : all()) {
      double[] scores = scores(rule, NOTHING);
      assertTrue(scores[0] > scores[9] && scores[0] >= scores[2], rule.name());
    }
  }

  @Test
  void seenOnesCanBeLeftOut() throws IOException {
    ItemHistory seen = Visits.NONE.with(0, 1).with(4, 2).history();
    for (ItemRule rule : all()) {
      double[] plain = scores(rule, seen);
      double[] left = scores(new SeenLeftOut(rule), seen);
      for (int item = 0; item < left.length; item++) {
        assertEquals(
            item == 0 || item == 4 ? Double.NEGATIVE_INFINITY : plain[item],
            left[item],
            rule.name());
      }
    }
  }

  @Test
  void aLogWithoutBasketsHasNoRulesByBasket() {
    ItemHistory apart = Visits.NONE.with(0, 1).with(1, 2).with(2, 3).history();
    RuleCounts counts = new RuleCounts(new ItemLog(3, List.of(apart)), GaussInverse::invert);
    assertTrue(new ItemCosine(Grouping.BASKET).rules(counts).isEmpty());
    assertTrue(new ItemEase(Grouping.BASKET).rules(counts).isEmpty());
    assertFalse(new ItemEase(Grouping.USER).rules(counts).isEmpty());
  }

  @Test
  void theCurrentBasketIsWhatSharesTheLastEventsBasket() {
    ItemHistory two = Visits.NONE.with(0, 1).with(1, 2).with(2, 2).history();
    assertEquals(1, Window.BASKET.start(two));
    assertEquals(2, new Window(1).start(two));
    assertEquals(0, Window.WHOLE.start(two));
    assertEquals(0, Window.BASKET.start(NOTHING));
  }

  @Test
  void popularityOfTheNewestDays() {
    long day = 86_400_000L;
    ItemHistory user =
        Visits.NONE.with(0, 0).with(0, day).with(1, 99 * day).with(2, 100 * day).history();
    List<ItemRule> rules =
        new Popularity()
            .rules(new RuleCounts(new ItemLog(GoldenLog.ITEMS, List.of(user)), (m, n) -> {}));
    assertArrayEquals(new double[] {2, 1, 1, 0, 0, 0, 0, 0, 0, 0}, scores(rules.get(0), NOTHING));
    assertEquals("popularity of the last 7 days", rules.get(1).name());
    double[] week = scores(rules.get(1), NOTHING);
    assertTrue(week[1] > .9 && week[2] > .9 && week[0] < .1);
  }

  @Test
  void popularityOrdersEqualScoresOfAnySizeAndNoOthers() {
    double[] given = {16, 16, 1000, 1000, Math.nextUp(16f), 0, 0, -16, -16, -3};
    int[] counts = {1, 2, 500, 499, 0, 7, 6, 3, 4, 0};
    ItemRule rule =
        new BackedOff(
            new ItemRule() {
              @Override
              public String name() {
                return "given";
              }

              @Override
              public void score(ItemHistory history, double[] scores) {
                System.arraycopy(given, 0, scores, 0, scores.length);
              }
            },
            counts);
    double[] scores = scores(rule, NOTHING);
    int[] descending = {2, 3, 4, 1, 0, 5, 6, 9, 8, 7};
    for (int i = 1; i < descending.length; i++) {
      assertTrue(scores[descending[i - 1]] > scores[descending[i]], "place " + i);
    }
  }

  @Test
  void droppedItemsRegulariseFrequentOnesMore() {
    // Gram [[2,1],[1,1]], half dropped: + diag(2,1), + 1: [[5,1],[1,3]], inverse
    // [[3,-1],[-1,5]]/14.
    Incidence pairs = Incidence.of(List.of(new int[] {0, 1}, new int[] {0}), 2);
    ItemWeights weights = Ease.of(pairs, 1, .5, GaussInverse::invert);
    assertEquals(1 / 5f, weights.weight(0, 1), 1e-6);
    assertEquals(1 / 3f, weights.weight(1, 0), 1e-6);
    assertEquals(0, weights.weight(0, 0));
  }

  @Test
  void onlyTheGreatestWeightsAreKept() {
    ItemWeights kept = ItemWeights.of(4, 2, item -> new double[] {.1, -.5, 0, .3});
    assertArrayEquals(new int[] {0, 2, 4, 6, 8}, kept.offsets());
    assertEquals(-.5f, kept.weight(0, 1));
    assertEquals(.3f, kept.weight(0, 3));
    assertEquals(0, kept.weight(0, 0));
  }

  @Test
  void greaterWeightsAreKeptBeforeEarlierEqualOnes() {
    ItemWeights kept = ItemWeights.of(4, 2, item -> new double[] {1, 1, 1, 5});
    assertArrayEquals(new int[] {0, 2, 4, 6, 8}, kept.offsets());
    assertEquals(5f, kept.weight(0, 3));
    assertEquals(1f, kept.weight(0, 0));
    assertEquals(0, kept.weight(0, 1));
  }
}
