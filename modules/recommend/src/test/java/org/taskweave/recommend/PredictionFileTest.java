package org.taskweave.recommend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.taskweave.core.InvalidInputException;
import org.taskweave.core.task.TaskPrediction;

class PredictionFileTest {

  private static final long CUT = 1_318_118_400_000L; // 2011-10-09T00:00Z

  @TempDir Path folder;

  private static Prediction prediction(String user, double probability, String tag) {
    Map<String, TaskPrediction> tasks = new LinkedHashMap<>();
    tasks.put("reorder", new TaskPrediction.Probability(probability));
    tasks.put("spend", new TaskPrediction.Value(1e-7));
    Map<String, Double> classes = new LinkedHashMap<>();
    classes.put("3.75 and up", 0.25);
    classes.put("say \"low\"", 0.75);
    tasks.put("band", new TaskPrediction.Classes(classes));
    tasks.put("tags", new TaskPrediction.Tags(List.of("O", tag)));
    return new Prediction(user, CUT, tasks);
  }

  private static List<List<Object>> read(Path file) throws SQLException {
    List<List<Object>> rows = new ArrayList<>();
    try (Connection database = DriverManager.getConnection("jdbc:duckdb:");
        ResultSet result =
            database.createStatement().executeQuery("SELECT * FROM '" + file + "'")) {
      int columns = result.getMetaData().getColumnCount();
      List<Object> names = new ArrayList<>();
      for (int c = 1; c <= columns; c++) {
        names.add(result.getMetaData().getColumnName(c));
      }
      rows.add(names);
      while (result.next()) {
        List<Object> row = new ArrayList<>();
        for (int c = 1; c <= columns; c++) {
          row.add(result.getObject(c));
        }
        rows.add(row);
      }
    }
    return rows;
  }

  @ParameterizedTest
  @ValueSource(strings = {"it's.csv", "deep/down.jsonl", "table.parquet"})
  void whatIsWrittenIsReadBack(String name) throws Exception {
    Path file = folder.resolve(name);
    PredictionFile.write(
        file, List.of(prediction("née, \"x\"", 0.125, "B"), prediction("u2", 1, "I")));
    List<List<Object>> rows = read(Path.of(file.toString().replace("'", "''")));
    assertEquals(
        List.of(
            "user", "cut", "reorder", "spend", "band", "band_3_75_and_up", "band_say_low", "tags"),
        rows.get(0));
    assertEquals("née, \"x\"", rows.get(1).get(0));
    assertTrue(rows.get(1).get(1).toString().startsWith("2011-10-09 00:00"), "" + rows.get(1));
    assertEquals(List.of(0.125, 1e-7, "say \"low\"", 0.25, 0.75), rows.get(1).subList(2, 7));
    assertEquals(name.endsWith(".csv") ? "O B" : "[O, B]", rows.get(1).get(7).toString());
    assertEquals("u2", rows.get(2).get(0));
    assertEquals(3, rows.size());
    try (Stream<Path> files = Files.list(file.getParent())) {
      assertEquals(1, files.count(), "nothing but the table is left");
    }
  }

  @Test
  void noPredictionsAreATableWithoutRows() throws Exception {
    Path file = folder.resolve("empty.parquet");
    PredictionFile.write(file, List.of());
    assertEquals(List.of(List.of("user", "cut")), read(file));
  }

  @Test
  void whatFailsOnTheWayLeavesNoFile() {
    Path file = folder.resolve("half.parquet");
    assertThrows(
        InvalidInputException.class,
        () ->
            PredictionFile.write(
                file,
                sink -> {
                  sink.accept(prediction("u", 0.5, "B"));
                  throw new InvalidInputException("too many bad rows");
                }));
    assertTrue(Files.notExists(file));
  }

  @ParameterizedTest
  @ValueSource(strings = {"table.xlsx", "table", "csv"})
  void anotherEndingIsRefused(String name) {
    Path file = folder.resolve(name);
    for (Runnable use :
        List.<Runnable>of(
            () -> PredictionFile.checkName(file), () -> PredictionFile.write(file, List.of()))) {
      String message = assertThrows(InvalidInputException.class, use::run).getMessage();
      assertEquals(
          file + ": the format is told by the name, which must end in .csv, .jsonl or .parquet",
          message);
    }
  }

  @Test
  void columnsOfOneNameAreRefused() {
    for (Map<String, TaskPrediction> tasks :
        List.<Map<String, TaskPrediction>>of(
            Map.of("User", new TaskPrediction.Value(1)),
            Map.of("cut", new TaskPrediction.Value(1)),
            Map.of("x", new TaskPrediction.Classes(Map.of("a", 0.5, "A", 0.5))))) {
      Path file = folder.resolve("table.csv");
      String message =
          assertThrows(
                  InvalidInputException.class,
                  () -> PredictionFile.write(file, List.of(new Prediction("u", CUT, tasks))))
              .getMessage();
      assertTrue(message.contains("two columns"), message);
      assertTrue(Files.notExists(file));
    }
  }

  @Test
  void nextItemsAreTheLikeliestItsScoreAndAll() throws SQLException {
    Map<String, Double> scores = new LinkedHashMap<>();
    scores.put("mug", 2.5);
    scores.put("tea", -1.0);
    Path file = folder.resolve("items.parquet");
    PredictionFile.write(
        file, List.of(new Prediction("u", CUT, Map.of("next", new TaskPrediction.Items(scores)))));
    List<List<Object>> rows = read(file);
    assertEquals(List.of("user", "cut", "next", "next_score", "next_items"), rows.get(0));
    assertEquals(List.of("mug", 2.5), rows.get(1).subList(2, 4));
    assertEquals("[{item=mug, score=2.5}, {item=tea, score=-1.0}]", rows.get(1).get(4).toString());
    Path flat = folder.resolve("items.csv");
    PredictionFile.write(
        flat, List.of(new Prediction("u", CUT, Map.of("next", new TaskPrediction.Items(scores)))));
    assertEquals(List.of("user", "cut", "next", "next_score"), read(flat).get(0));
  }
}
