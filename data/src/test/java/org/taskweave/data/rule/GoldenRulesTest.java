package org.taskweave.data.rule;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.taskweave.core.metric.CatalogRanker;
import org.taskweave.core.metric.RankedRow;

/** Weights, scores, ranks and metrics of every rule beside those of another program. */
class GoldenRulesTest {

  private final GoldenLog golden;
  private final ItemLog log;
  private final Map<String, ItemWeights> weights;

  GoldenRulesTest() throws IOException {
    golden = new GoldenLog();
    log = golden.log();
    Incidence users = Incidence.of(Grouping.USER.of(log), GoldenLog.ITEMS);
    Incidence baskets = Incidence.of(Grouping.BASKET.of(log), GoldenLog.ITEMS);
    weights =
        Map.of(
            "knn_user_shrink_0", Cosine.of(users, 0),
            "knn_user_shrink_10", Cosine.of(users, 10),
            "knn_basket_shrink_0", Cosine.of(baskets, 0),
            "knn_basket_shrink_10", Cosine.of(baskets, 10),
            "ease", Ease.of(users, golden.easeLambda(), 0, GaussInverse::invert));
  }

  @Test
  void popularityCounts() {
    assertArrayEquals(golden.popularity(), log.countsSince(Long.MIN_VALUE));
  }

  @Test
  void whatCameAfterWhat() {
    assertMatrix(golden.matrix("markov_counts"), Transitions.of(log));
  }

  @Test
  void similarities() {
    weights.forEach(
        (name, own) ->
            assertMatrix(
                name.equals("ease")
                    ? golden.matrix("ease_weights")
                    : golden.matrix("similarity", name),
                own));
  }

  private static void assertMatrix(double[][] expected, ItemWeights weights) {
    for (int i = 0; i < expected.length; i++) {
      for (int j = 0; j < expected.length; j++) {
        assertEquals(expected[i][j], weights.weight(i, j), 1e-6, i + " says for " + j);
      }
    }
  }

  @Test
  void scoresRanksAndMetrics() {
    weights.forEach((name, own) -> check(name, new WeightsRule(name, own, Window.WHOLE)));
    check("markov", new WeightsRule("markov", Transitions.of(log), new Window(1)));
    check("popularity", new Popularity().rules(new RuleCounts(log, GaussInverse::invert)).get(0));
  }

  private void check(String name, ItemRule rule) {
    double[][] expected = golden.matrix("scores", name);
    for (int u = 0; u < expected.length; u++) {
      double[] scores = scores(rule, u);
      for (int j = 0; j < scores.length; j++) {
        assertEquals(expected[u][j], scores[j], 1e-6, name + " of user " + u + " for " + j);
      }
    }
    for (boolean seenLeftOut : new boolean[] {false, true}) {
      checkRanks(name + ", " + seenLeftOut, rule, golden.metrics(name, seenLeftOut), seenLeftOut);
    }
  }

  private double[] scores(ItemRule rule, int user) {
    double[] scores = new double[GoldenLog.ITEMS];
    rule.score(log.users().get(user), scores);
    return scores;
  }

  /** Scores that another program holds for equal within 1e-9 differ in the last digits here. */
  private double[] rounded(double[] scores) {
    double[] rounded = new double[scores.length];
    for (int i = 0; i < scores.length; i++) {
      rounded[i] = Math.round(scores[i] * 1e5);
    }
    return rounded;
  }

  private void checkRanks(String what, ItemRule rule, JsonNode expected, boolean seenLeftOut) {
    int[] targets = golden.targets();
    CatalogRanker ranker = new CatalogRanker(new boolean[GoldenLog.ITEMS], seenLeftOut);
    double[] ranks = new double[targets.length];
    double hits = 0;
    double gain = 0;
    double reciprocal = 0;
    for (int u = 0; u < targets.length; u++) {
      double[] row = new double[RankedRow.WIDTH];
      ranker.rank(rounded(scores(rule, u)), targets[u], log.users().get(u).items(), row, 0);
      ranks[u] = row[0];
      hits += ranks[u] <= 3 ? 1 : 0;
      gain += ranks[u] <= 3 ? Math.log(2) / Math.log(ranks[u] + 1) : 0;
      reciprocal += 1 / ranks[u];
    }
    assertArrayEquals(GoldenLog.doubles(expected.get("rank")), ranks, 1e-9, what);
    assertEquals(expected.get("hr_at_3").doubleValue(), hits / ranks.length, 1e-9, what);
    assertEquals(expected.get("ndcg_at_3").doubleValue(), gain / ranks.length, 1e-9, what);
    assertEquals(expected.get("mrr").doubleValue(), reciprocal / ranks.length, 1e-9, what);
  }
}
