package org.taskweave.benchmarks.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.taskweave.data.log.DuckDb;

class GeneratedLogTest {

  @TempDir Path folder;

  private static GeneratedLog log(double skew, boolean texts, long seed) {
    return new GeneratedLog(20_000, 500, 100, skew, 1, 3, texts, seed);
  }

  private Path written(GeneratedLog log, String name) throws Exception {
    Path file = folder.resolve(name);
    log.write(file);
    return file;
  }

  private static List<String> query(String sql) throws Exception {
    try (Connection connection = DuckDb.inMemory();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      List<String> values = new ArrayList<>();
      for (int c = 1; c <= rows.getMetaData().getColumnCount(); c++) {
        values.add(rows.getString(c));
      }
      return values;
    }
  }

  @Test
  void theSeedAloneDecides() throws Exception {
    Path one = written(log(3, true, 1), "one.csv");
    assertEquals(-1, Files.mismatch(one, written(log(3, true, 1), "again.csv")));
    assertNotEquals(-1, Files.mismatch(one, written(log(3, true, 2), "other.csv")));
  }

  @Test
  void csvAndParquetHoldTheSameYear() throws Exception {
    String asked =
        "SELECT count(*), count(DISTINCT user), count(DISTINCT item), min(time), max(time) < "
            + "'2024-12-31', round(sum(amount), 0), bool_and(amount > 0) FROM '%s'";
    List<String> csv = query(asked.formatted(written(log(3, false, 1), "log.csv")));
    assertEquals(csv, query(asked.formatted(written(log(3, false, 1), "log.parquet"))));
    assertEquals(List.of("20000", "500", "100"), csv.subList(0, 3));
    assertEquals("2024-01-01 00:00:00.0", csv.get(3));
    assertEquals("true", csv.get(4));
    assertEquals("true", csv.get(6));
  }

  @Test
  void theFirstItemsAreMoreFrequentTheHigherTheSkew() throws Exception {
    String share = "SELECT avg(CAST(item = 'i0' AS DOUBLE)) FROM '%s'";
    double even =
        Double.parseDouble(query(share.formatted(written(log(1, false, 1), "e.csv"))).get(0));
    double steep =
        Double.parseDouble(query(share.formatted(written(log(3, false, 1), "s.csv"))).get(0));
    // P(100 x^skew < 1) = .01^(1/skew): .01 and .215
    assertEquals(.01, even, .004);
    assertEquals(.215, steep, .02);
  }

  @Test
  void actionsHalveAndAnItemHasOneText() throws Exception {
    Path file = written(log(3, true, 1), "log.parquet");
    List<String> shares =
        query(
            ("SELECT avg(CAST(action = 'a0' AS DOUBLE)), avg(CAST(action = 'a1' AS DOUBLE)),"
                    + " avg(CAST(action = 'a2' AS DOUBLE)) FROM '%s'")
                .formatted(file));
    assertEquals(.5, Double.parseDouble(shares.get(0)), .02);
    assertEquals(.25, Double.parseDouble(shares.get(1)), .02);
    assertEquals(.25, Double.parseDouble(shares.get(2)), .02);
    List<String> texts =
        query(
            ("SELECT max(n), min(w) FROM (SELECT count(DISTINCT text) AS n,"
                    + " min(len(string_split(text, ' '))) AS w FROM '%s' GROUP BY item)")
                .formatted(file));
    assertEquals(List.of("1", "4"), texts);
    assertTrue(Files.size(file) > 0);
  }
}
