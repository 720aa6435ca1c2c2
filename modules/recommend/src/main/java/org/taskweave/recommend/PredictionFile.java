package org.taskweave.recommend;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.taskweave.core.InvalidInputException;
import org.taskweave.data.table.Column;
import org.taskweave.data.table.ColumnType;
import org.taskweave.data.table.ColumnType.Scalar;
import org.taskweave.data.table.SqlName;
import org.taskweave.data.table.TableFile;
import org.taskweave.data.table.TableFormat;

/**
 * Predictions as a table in a CSV, JSON lines or Parquet file, told by its name. Columns: user, cut
 * (UTC), item where the predictions are about items, and per task TASK (probability, value, best
 * class, likeliest next item, or tags) and for classes TASK_CLASS (probability), for next items
 * TASK_score (of the likeliest) and TASK_items (the ten likeliest as a list of {item, score}). With
 * regions also TASK_low and TASK_high, or TASK_classes (a list). Names are {@link SqlName}s. CSV
 * has no lists: there TASK_items is left out, tags stand in one text with spaces between them, and
 * classes are a JSON array.
 */
public final class PredictionFile {

  private static final JsonMapper JSON = new JsonMapper();

  private PredictionFile() {}

  /**
   * Checks a file's name before any work is done.
   *
   * @throws InvalidInputException if it ends in none of .csv, .jsonl, .parquet
   */
  public static void checkName(Path file) {
    TableFormat.of(file);
  }

  /**
   * Writes the whole file or nothing. Without any prediction the table has the columns user and cut
   * and no row.
   *
   * @throws InvalidInputException if the name has another ending, or two columns would have one
   *     name: a task "user" or "cut", or classes that differ only in case, or in what is no letter
   *     or digit
   */
  public static void write(Path file, List<Prediction> predictions) {
    write(file, predictions, List.of());
  }

  /**
   * As above, with columns behind.
   *
   * @param beside what each prediction's further columns hold, in the predictions' order; empty for
   *     none
   */
  static void write(Path file, List<Prediction> predictions, List<Map<String, Cell>> beside) {
    boolean nested = TableFormat.of(file).nests();
    List<Map<String, Cell>> rows = new ArrayList<>();
    for (int i = 0; i < predictions.size(); i++) {
      Map<String, Cell> row = row(predictions.get(i), nested);
      if (!beside.isEmpty()) {
        beside.get(i).forEach((name, cell) -> put(row, name, cell));
      }
      rows.add(row);
    }
    List<Column> columns = columns(rows);
    TableFile.write(
        file,
        columns,
        table -> {
          for (Map<String, Cell> row : rows) {
            table.add(
                columns.stream()
                    .map(
                        column ->
                            Optional.ofNullable(row.get(column.name()))
                                .map(Cell::value)
                                .orElse(null))
                    .toArray());
          }
        });
  }

  /**
   * One cell.
   *
   * @param value of the type, or null
   */
  record Cell(ColumnType type, Object value) {}

  private static List<Column> columns(List<Map<String, Cell>> rows) {
    if (rows.isEmpty()) {
      return List.of(new Column("user", Scalar.TEXT), new Column("cut", Scalar.TIMESTAMP));
    }
    return rows.get(0).entrySet().stream()
        .map(cell -> new Column(cell.getKey(), cell.getValue().type()))
        .toList();
  }

  private static Map<String, Cell> row(Prediction prediction, boolean nested) {
    Map<String, Cell> row = new LinkedHashMap<>();
    put(row, "user", new Cell(Scalar.TEXT, prediction.user()));
    put(row, "cut", new Cell(Scalar.TIMESTAMP, prediction.cutMillis()));
    prediction.item().ifPresent(item -> put(row, "item", new Cell(Scalar.TEXT, item)));
    prediction
        .tasks()
        .forEach(
            (task, said) ->
                said.columns()
                    .forEach(
                        (part, value) ->
                            cell(value, nested).ifPresent(cell -> put(row, task + part, cell))));
    return row;
  }

  /** A value as a cell; empty where the format has none for it. */
  private static Optional<Cell> cell(Object value, boolean nested) {
    if (value instanceof Double) {
      return Optional.of(new Cell(Scalar.DOUBLE, value));
    }
    if (value instanceof Map<?, ?> items) {
      List<List<?>> ranked = new ArrayList<>();
      items.forEach((item, score) -> ranked.add(List.of(item, score)));
      return nested ? Optional.of(new Cell(ColumnType.RANKED_ITEMS, ranked)) : Optional.empty();
    }
    if (value instanceof Set<?> classes) {
      return Optional.of(
          nested
              ? new Cell(new ColumnType.ListOf(Scalar.TEXT), List.copyOf(classes))
              : new Cell(Scalar.TEXT, jsonArray(classes)));
    }
    if (value instanceof List<?> words && nested) {
      return Optional.of(new Cell(new ColumnType.ListOf(Scalar.TEXT), words));
    }
    return Optional.of(
        new Cell(
            Scalar.TEXT,
            value instanceof List<?> words
                ? String.join(" ", words.stream().map(Object::toString).toList())
                : value));
  }

  /** Names of classes may hold spaces and any sign. */
  private static String jsonArray(Set<?> classes) {
    try {
      return JSON.writeValueAsString(classes);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("names are always JSON", e);
    }
  }

  private static void put(Map<String, Cell> row, String name, Cell cell) {
    String column = SqlName.of(name);
    if (row.put(column, cell) != null) {
      throw TableFile.ambiguous(column);
    }
  }
}
