package org.taskweave.data.rule;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The log of floors.json, whose weights, scores and metrics were worked out by another program. */
final class GoldenLog {

  static final int ITEMS = 10;

  private final JsonNode golden;

  GoldenLog() throws IOException {
    try (InputStream file = GoldenLog.class.getResourceAsStream("/floors.json")) {
      golden = JsonMapper.builder().build().readTree(file);
    }
  }

  /** A basket a day. */
  ItemLog log() {
    List<ItemHistory> users = new ArrayList<>();
    for (JsonNode baskets : golden.get("baskets")) {
      Visits visits = Visits.NONE;
      for (int b = 0; b < baskets.size(); b++) {
        for (JsonNode item : baskets.get(b)) {
          visits = visits.with(item.intValue(), b * 86_400_000L);
        }
      }
      users.add(visits.history());
    }
    return new ItemLog(ITEMS, users);
  }

  int[] targets() {
    return integers(golden.get("target"));
  }

  int[] popularity() {
    return integers(golden.get("popularity_counts"));
  }

  double[][] matrix(String... path) {
    JsonNode node = golden;
    for (String name : path) {
      node = node.get(name);
    }
    double[][] rows = new double[node.size()][];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = doubles(node.get(i));
    }
    return rows;
  }

  /** What a rule comes to. */
  JsonNode metrics(String rule, boolean seenLeftOut) {
    return golden.get("metrics").get(rule).get(seenLeftOut ? "seen_filtered" : "seen_kept");
  }

  double easeLambda() {
    return golden.get("ease_lambda").doubleValue();
  }

  static double[] doubles(JsonNode array) {
    double[] values = new double[array.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = array.get(i).doubleValue();
    }
    return values;
  }

  private static int[] integers(JsonNode array) {
    return Arrays.stream(doubles(array)).mapToInt(x -> (int) x).toArray();
  }
}
