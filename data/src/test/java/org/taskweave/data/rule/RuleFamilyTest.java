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

  private static final ItemHistory NOTHING =
      new ItemHistory(new int[0], new int[0], new long[0], new boolean[0]);

  private static List<ItemRule> all() throws IOException {
    RuleCounts counts = new RuleCounts(new GoldenLog().log(), GaussInverse::invert);
    List<ItemRule> rules = new ArrayList<>();
    RuleFamilies.ALL.forEach(family -> rules.addAll(family.rules(counts)));
    return rules;
  }

  private static float[] scores(ItemRule rule, ItemHistory history) {
    float[] scores = new float[GoldenLog.ITEMS];
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
        float[] first = scores(rule, history);
        for (float score : first) {
          assertTrue(Float.isFinite(score), rule.name());
        }
        assertArrayEquals(first, scores(rule, history), rule.name());
      }
    }
  }

  @Test
  void withoutAHistoryOrOnEqualScoresTheMorePopularItemComesFirst() throws IOException {
    for (ItemRule rule : all()) {
      float[] scores = scores(rule, NOTHING);
      assertTrue(scores[0] > scores[9] && scores[0] >= scores[2], rule.name());
    }
  }

  @Test
  void seenOnesCanBeLeftOut() throws IOException {
    ItemHistory seen = NOTHING.with(0, 1).with(4, 2);
    for (ItemRule rule : all()) {
      float[] plain = scores(rule, seen);
      float[] left = scores(new SeenLeftOut(rule), seen);
      for (int item = 0; item < left.length; item++) {
        assertEquals(
            item == 0 || item == 4 ? Float.NEGATIVE_INFINITY : plain[item],
            left[item],
            rule.name());
      }
    }
  }

  @Test
  void aLogWithoutBasketsHasNoRulesByBasket() {
    ItemHistory apart = NOTHING.with(0, 1).with(1, 2).with(2, 3);
    RuleCounts counts = new RuleCounts(new ItemLog(3, List.of(apart)), GaussInverse::invert);
    assertTrue(new ItemCosine(Grouping.BASKET).rules(counts).isEmpty());
    assertTrue(new ItemEase(Grouping.BASKET).rules(counts).isEmpty());
    assertFalse(new ItemEase(Grouping.USER).rules(counts).isEmpty());
  }

  @Test
  void theCurrentBasketIsWhatSharesTheLastEventsBasket() {
    ItemHistory two = NOTHING.with(0, 1).with(1, 2).with(2, 2);
    assertEquals(1, Window.BASKET.start(two));
    assertEquals(2, new Window(1).start(two));
    assertEquals(0, Window.WHOLE.start(two));
    assertEquals(0, Window.BASKET.start(NOTHING));
  }

  @Test
  void popularityOfTheNewestDays() {
    long day = 86_400_000L;
    ItemHistory user = NOTHING.with(0, 0).with(0, day).with(1, 99 * day).with(2, 100 * day);
    List<ItemRule> rules =
        new Popularity()
            .rules(new RuleCounts(new ItemLog(GoldenLog.ITEMS, List.of(user)), (m, n) -> {}));
    assertArrayEquals(new float[] {2, 1, 1, 0, 0, 0, 0, 0, 0, 0}, scores(rules.get(0), NOTHING));
    assertEquals("popularity of the last 7 days", rules.get(1).name());
    float[] week = scores(rules.get(1), NOTHING);
    assertTrue(week[1] > .9 && week[2] > .9 && week[0] < .1);
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
