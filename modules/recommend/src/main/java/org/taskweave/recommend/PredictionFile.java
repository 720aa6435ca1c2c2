package org.taskweave.recommend;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.taskweave.core.InvalidInputException;
import org.taskweave.core.file.JsonText;
import org.taskweave.data.table.Column;
import org.taskweave.data.table.ColumnType;
import org.taskweave.data.table.ColumnType.Scalar;
import org.taskweave.data.table.SqlName;
import org.taskweave.data.table.TableFile;
import org.taskweave.data.table.TableFormat;
import org.taskweave.data.table.TableRows;

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

  /** Gives predictions one after the other. */
  @FunctionalInterface
  public interface Predictions {

    /** Hands over all of them. */
    void forEach(Consumer<Prediction> sink);
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
    write(file, predictions::forEach);
  }

  /**
   * As above, as they come. The first one's columns are the table's.
   *
   * @return how many there were
   */
  public static long write(Path file, Predictions predictions) {
    boolean nested = TableFormat.of(file).nests();
    return TableFile.write(
        file,
        opening -> {
          OpenTable table = new OpenTable(opening);
          predictions.forEach(prediction -> table.add(row(prediction, nested)));
          table.openIfEmpty();
        });
  }

  /** A table that its first row opens. */
  private static final class OpenTable {

    private final TableFile.Opening opening;
    private List<Column> columns = List.of();
    private Optional<TableRows> rows = Optional.empty();

    OpenTable(TableFile.Opening opening) {
      this.opening = opening;
    }

    void add(Map<String, Cell> row) {
      if (rows.isEmpty()) {
        open(
            row.entrySet().stream()
                .map(cell -> new Column(cell.getKey(), cell.getValue().type()))
                .toList());
      }
      rows.get()
          .add(
              columns.stream()
                  .map(
                      column ->
                          Optional.ofNullable(row.get(column.name())).map(Cell::value).orElse(null))
                  .toArray());
    }

    void openIfEmpty() {
      if (rows.isEmpty()) {
        open(List.of(new Column("user", Scalar.TEXT), new Column("cut", Scalar.TIMESTAMP)));
      }
    }

    private void open(List<Column> all) {
      try {
        columns = all;
        rows = Optional.of(opening.of(all));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /**
   * One cell.
   *
   * @param value of the type, or null
   */
  private record Cell(ColumnType type, Object value) {}

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
    return JsonText.of(JSON, classes);
  }

  private static void put(Map<String, Cell> row, String name, Cell cell) {
    String column = SqlName.of(name);
    if (row.put(column, cell) != null) {
      throw TableFile.ambiguous(column);
    }
  }
}
