package org.taskweave.core.metric;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Arrays;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** Values computed by other code from the definitions, over every pair; with many ties. */
class GoldenMetricsTest {
  private static final double DELTA = 1e-12;

  private static JsonNode golden() throws IOException {
    return new ObjectMapper().readTree(GoldenMetricsTest.class.getResource("/golden/metrics.json"));
  }

  private static double[] numbers(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false)
        .mapToDouble(JsonNode::asDouble)
        .toArray();
  }

  @Test
  void binary() throws IOException {
    JsonNode binary = golden().get("binary");
    double[] labels = numbers(binary.get("label"));
    double[] scores = numbers(binary.get("score"));
    int[] groups = Arrays.stream(numbers(binary.get("group"))).mapToInt(g -> (int) g).toArray();
    assertEquals(200, labels.length);
    assertEquals(binary.get("auc").asDouble(), new AreaUnderRoc().value(labels, scores), DELTA);
    assertEquals(
        binary.get("gauc").asDouble(), new GroupAreaUnderRoc(groups).value(labels, scores), DELTA);
  }

  @Test
  void ranking() throws IOException {
    JsonNode ranking = golden().get("ranking");
    double[] ranks = numbers(ranking.get("rank"));
    int k = ranking.get("k").asInt();
    double[] known = new double[ranks.length];
    Arrays.fill(known, 1);
    assertEquals(
        ranking.get("hit_rate").asDouble(), RankingMetric.hitRate(k).value(known, ranks), DELTA);
    assertEquals(
        ranking.get("ndcg").asDouble(), RankingMetric.discountedGain(k).value(known, ranks), DELTA);
    assertEquals(
        ranking.get("mrr").asDouble(), RankingMetric.reciprocalRank(k).value(known, ranks), DELTA);
  }
}
