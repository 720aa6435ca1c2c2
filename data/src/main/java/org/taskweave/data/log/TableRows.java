package org.taskweave.data.log;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.taskweave.core.recipe.TableRecipe;
import org.taskweave.data.side.DatedRow;

/**
 * Turns rows of a table into what it says of ids; a row that cannot be used goes to the bad ones.
 */
final class TableRows {

  /** How a column's values are read. */
  private enum Kind {
    TEXT,
    NUMBER,
    SEVERAL,
    VECTOR
  }

  private record Column(String name, LogColumn real, Kind kind) {}

  private final ColumnSearch search;
  private final RowCells cells;
  private final LogColumn id;
  private final Optional<LogColumn> validFrom;
  private final Optional<LogColumn> text;
  private final List<Column> columns = new ArrayList<>();
  private final Map<String, Integer> vectorLengths = new HashMap<>();
  private final Map<String, List<DatedRow>> rows = new TreeMap<>();
  private final List<BadRow> badRows = new ArrayList<>();
  private long rowsRead;

  TableRows(TableRecipe recipe, ColumnSearch search, TimestampParser times) {
    this.search = search;
    this.cells = new RowCells(times);
    this.id = search.find("id", recipe.id());
    this.validFrom = recipe.validFrom().map(name -> search.find("validFrom", name));
    this.text = recipe.text().map(name -> search.find("text", name));
    add("categorical", recipe.categorical(), Kind.TEXT);
    add("numeric", recipe.numeric().stream().map(n -> n.attribute()).toList(), Kind.NUMBER);
    add("multiValued", recipe.multiValued(), Kind.SEVERAL);
    add("vectors", recipe.vectors(), Kind.VECTOR);
    add("attributes", recipe.attributes(), Kind.TEXT);
  }

  private void add(String field, List<String> names, Kind kind) {
    names.forEach(name -> columns.add(new Column(name, search.find(field, name), kind)));
  }

  void read(LogDatabase database, String relation) throws SQLException {
    List<String> projected = new ArrayList<>();
    List<String> names = new ArrayList<>();
    add(id, false, false, projected, names);
    validFrom.ifPresent(column -> add(column, true, false, projected, names));
    text.ifPresent(column -> add(column, false, false, projected, names));
    columns.forEach(c -> add(c.real(), false, c.kind() == Kind.NUMBER, projected, names));
    boolean hasOrigin = search.hasOrigin();
    if (hasOrigin) {
      projected.add(SqlText.name(LogTables.FILE));
      projected.add(SqlText.name(LogTables.ROW));
    }
    database.query(
        "SELECT " + String.join(", ", projected) + " FROM " + relation,
        row -> {
          rowsRead++;
          try {
            add(row);
          } catch (BadRowException bad) {
            String file = hasOrigin ? row.getString(names.size() + 1) : null;
            badRows.add(
                new BadRow(
                    file == null ? "" : file,
                    file == null ? rowsRead : row.getLong(names.size() + 2),
                    bad.getMessage(),
                    RowCells.content(row, names)));
          }
        });
  }

  private static void add(
      LogColumn column,
      boolean isTime,
      boolean isNumber,
      List<String> projected,
      List<String> names) {
    projected.add(RowCells.projected(column, isTime, isNumber));
    names.add(column.name());
  }

  private void add(ResultSet row) throws SQLException, BadRowException {
    int next = 1;
    String of = cells.required(row, next++, "id");
    long from = validFrom.isPresent() ? cells.time(row, next++, validFrom.get()) : DatedRow.ALWAYS;
    Optional<String> says = text.isPresent() ? cells.text(row, next++) : Optional.empty();
    Map<String, Object> values = new HashMap<>();
    for (Column column : columns) {
      Optional<String> cell = cells.text(row, next++);
      if (cell.isPresent()) {
        Object value = value(column, cell.get());
        if (!value.equals("")) {
          values.put(column.name(), value);
        }
      }
    }
    List<DatedRow> known = rows.computeIfAbsent(of, first -> new ArrayList<>());
    if (known.stream().anyMatch(other -> other.validFromMillis() == from)) {
      throw new BadRowException(
          validFrom.isPresent()
              ? "an id and time that a row before has"
              : "an id that a row before has");
    }
    known.add(new DatedRow(from, says, values));
  }

  private Object value(Column column, String value) throws BadRowException {
    return switch (column.kind()) {
      case TEXT -> value;
      case NUMBER -> RowCells.number(value, column.name(), EventRows.LARGEST_NUMBER);
      case SEVERAL -> several(value);
      case VECTOR -> vector(column.name(), value);
    };
  }

  /** Without spaces around, empty ones, and doubles. */
  private static String several(String value) {
    return Arrays.stream(value.split("\\|", -1))
        .map(String::strip)
        .filter(part -> !part.isEmpty())
        .distinct()
        .collect(Collectors.joining(DatedRow.SEPARATOR));
  }

  /** Numbers between "|", commas, semicolons or spaces, maybe in brackets. */
  private String vector(String name, String value) throws BadRowException {
    List<String> numbers = new ArrayList<>();
    String plain = value.replaceAll("[\\[\\](){}]", " ").strip();
    for (String part : plain.split("[|,;\\s]+", -1)) {
      numbers.add(Double.toString(RowCells.number(part, name, EventRows.LARGEST_NUMBER)));
    }
    int length = vectorLengths.computeIfAbsent(name, first -> numbers.size());
    if (numbers.size() != length) {
      throw new BadRowException(
          "not " + length + " numbers in \"" + name + "\", as the first row has");
    }
    return String.join(DatedRow.SEPARATOR, numbers);
  }

  /** Rows by id, in the order they were read. */
  Map<String, List<DatedRow>> rows() {
    return rows;
  }

  List<BadRow> badRows() {
    return badRows;
  }

  long rowsRead() {
    return rowsRead;
  }
}
