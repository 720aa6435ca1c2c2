package org.taskweave.recommend;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.taskweave.core.InvalidInputException;

/**
 * Predictions as a table in a CSV, JSON lines or Parquet file, told by its name. Columns: user, cut
 * (UTC), and per task TASK (probability, value, or best class) and for classes TASK_CLASS
 * (probability).
 */
public final class PredictionFile {

  private static final Map<String, String> FORMATS =
      Map.of(
          ".csv",
          "(FORMAT csv, HEADER)",
          ".jsonl",
          "(FORMAT json)",
          ".parquet",
          "(FORMAT parquet)");

  private PredictionFile() {}

  /**
   * Checks a file's name before any work is done.
   *
   * @throws InvalidInputException if it ends in none of .csv, .jsonl, .parquet
   */
  public static void checkName(Path file) {
    format(file);
  }

  private static String format(Path file) {
    String name = file.getFileName().toString();
    return FORMATS.entrySet().stream()
        .filter(entry -> name.endsWith(entry.getKey()))
        .findFirst()
        .orElseThrow(
            () ->
                new InvalidInputException(
                    file
                        + ": the format is told by the name, which must end in .csv, .jsonl or"
                        + " .parquet"))
        .getValue();
  }

  /** Writes the whole file or nothing. */
  public static void write(Path file, List<Prediction> predictions) {
    String format = format(file);
    List<Map<String, Object>> rows = predictions.stream().map(PredictionFile::row).toList();
    try {
      Path folder = Files.createDirectories(file.toAbsolutePath().getParent());
      Path temporary = folder.resolve("." + file.getFileName() + ".tmp");
      try (Connection database = DriverManager.getConnection("jdbc:duckdb:")) {
        fill(database, rows);
        try (Statement statement = database.createStatement()) {
          statement.execute(
              "COPY predictions TO '" + temporary.toString().replace("'", "''") + "' " + format);
        }
      }
      Files.move(temporary, file, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    } catch (SQLException e) {
      throw new IllegalStateException("cannot write " + file + ": " + e.getMessage(), e);
    }
  }

  private static Map<String, Object> row(Prediction prediction) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("user", prediction.user());
    row.put(
        "cut",
        Timestamp.valueOf(
            LocalDateTime.ofInstant(Instant.ofEpochMilli(prediction.cutMillis()), ZoneOffset.UTC)));
    prediction
        .tasks()
        .forEach(
            (task, value) -> {
              if (value instanceof Prediction.TaskPrediction.Probability probability) {
                row.put(task, probability.probability());
              } else if (value instanceof Prediction.TaskPrediction.Value number) {
                row.put(task, number.value());
              } else if (value instanceof Prediction.TaskPrediction.Tags tags) {
                row.put(task, String.join(" ", tags.tags()));
              } else if (value instanceof Prediction.TaskPrediction.Classes classes) {
                row.put(task, classes.best());
                classes
                    .probabilities()
                    .forEach((name, probability) -> row.put(task + "_" + name, probability));
              }
            });
    return row;
  }

  private static void fill(Connection database, List<Map<String, Object>> rows)
      throws SQLException {
    List<String> columns = new ArrayList<>(rows.get(0).keySet());
    StringBuilder create = new StringBuilder("CREATE TABLE predictions (");
    StringBuilder insert = new StringBuilder("INSERT INTO predictions VALUES (");
    for (int i = 0; i < columns.size(); i++) {
      Object value = rows.get(0).get(columns.get(i));
      String type =
          value instanceof Double ? "DOUBLE" : value instanceof Timestamp ? "TIMESTAMP" : "VARCHAR";
      create
          .append(i == 0 ? "\"" : ", \"")
          .append(columns.get(i).replace("\"", "\"\""))
          .append("\" ")
          .append(type);
      insert.append(i == 0 ? "?" : ", ?");
    }
    try (Statement statement = database.createStatement()) {
      statement.execute(create.append(')').toString());
    }
    database.setAutoCommit(false);
    try (PreparedStatement statement = database.prepareStatement(insert.append(')').toString())) {
      for (Map<String, Object> row : rows) {
        for (int i = 0; i < columns.size(); i++) {
          statement.setObject(i + 1, row.get(columns.get(i)));
        }
        statement.addBatch();
      }
      statement.executeBatch();
    }
    database.commit();
    database.setAutoCommit(true);
  }
}
