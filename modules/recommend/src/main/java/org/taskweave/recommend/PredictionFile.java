package org.taskweave.recommend;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.taskweave.core.InvalidInputException;
import org.taskweave.core.file.AtomicFiles;
import org.taskweave.data.log.DuckDb;

/**
 * Predictions as a table in a CSV, JSON lines or Parquet file, told by its name. Columns: user, cut
 * (UTC), item where the predictions are about items, and per task TASK (probability, value, best
 * class, or likeliest next item) and for classes TASK_CLASS (probability), for next items
 * TASK_score (of the likeliest) and TASK_items (ids of the ten likeliest, with a bar between them).
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

  private static final String USER = "user";
  private static final String CUT = "cut";
  private static final String ITEM = "item";

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

  /**
   * Writes the whole file or nothing. Without any prediction the table has the columns user and cut
   * and no row.
   *
   * @throws InvalidInputException if the name has another ending, or two columns would have one
   *     name: a task "user" or "cut", or classes that differ only in case
   */
  public static void write(Path file, List<Prediction> predictions) {
    String format = format(file);
    List<Map<String, Object>> rows = predictions.stream().map(PredictionFile::row).toList();
    AtomicFiles.write(
        file,
        part -> {
          try {
            copy(rows, format, part);
          } catch (SQLException e) {
            throw new IOException(e.getMessage(), e);
          }
        });
  }

  private static void copy(List<Map<String, Object>> rows, String format, Path file)
      throws SQLException {
    try (Connection database = DuckDb.inMemory()) {
      fill(database, rows);
      try (Statement statement = database.createStatement()) {
        statement.execute(
            "COPY predictions TO '" + file.toString().replace("'", "''") + "' " + format);
      }
    }
  }

  private static Map<String, Object> row(Prediction prediction) {
    Map<String, Object> row = new LinkedHashMap<>();
    put(row, USER, prediction.user());
    put(
        row,
        CUT,
        Timestamp.valueOf(
            LocalDateTime.ofInstant(Instant.ofEpochMilli(prediction.cutMillis()), ZoneOffset.UTC)));
    prediction.item().ifPresent(item -> put(row, ITEM, item));
    prediction
        .tasks()
        .forEach(
            (task, said) -> said.columns().forEach((part, value) -> put(row, task + part, value)));
    return row;
  }

  /** SQL types by column. */
  private static Map<String, String> types(List<Map<String, Object>> rows) {
    Map<String, String> types = new LinkedHashMap<>();
    types.put(USER, "VARCHAR");
    types.put(CUT, "TIMESTAMP");
    Set<String> lowerCase = new HashSet<>(types.keySet());
    if (!rows.isEmpty()) {
      rows.get(0)
          .forEach(
              (column, value) -> {
                if (!types.containsKey(column) && !lowerCase.add(column.toLowerCase(Locale.ROOT))) {
                  throw ambiguous(column);
                }
                types.putIfAbsent(column, value instanceof Double ? "DOUBLE" : "VARCHAR");
              });
    }
    return types;
  }

  private static InvalidInputException ambiguous(String column) {
    return new InvalidInputException(
        "the table of predictions would have two columns \""
            + column
            + "\" (upper and lower case are the same there): rename the task or class");
  }

  private static void put(Map<String, Object> row, String column, Object value) {
    if (row.put(column, value) != null) {
      throw ambiguous(column);
    }
  }

  private static void fill(Connection database, List<Map<String, Object>> rows)
      throws SQLException {
    Map<String, String> types = types(rows);
    List<String> columns = List.copyOf(types.keySet());
    StringBuilder create = new StringBuilder("CREATE TABLE predictions (");
    StringBuilder insert = new StringBuilder("INSERT INTO predictions VALUES (");
    for (int i = 0; i < columns.size(); i++) {
      create
          .append(i == 0 ? "\"" : ", \"")
          .append(columns.get(i).replace("\"", "\"\""))
          .append("\" ")
          .append(types.get(columns.get(i)));
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
