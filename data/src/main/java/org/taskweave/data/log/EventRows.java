package org.taskweave.data.log;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.taskweave.data.event.BehaviorEvent;

/** Turns rows into events; a row that makes none goes to the bad ones with its reason. */
final class EventRows {

  private static final int MAX_CONTENT_LENGTH = 2000;

  /** Beyond, sums of squares leave what single-precision numbers hold. */
  private static final double LARGEST_NUMBER = 1e18;

  /** What {@link String#strip} takes away, so that rows of one user stand together. */
  private static final String WHITE_SPACE =
      IntStream.rangeClosed(1, 0x3000)
          .filter(Character::isWhitespace)
          .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
          .toString();

  private static final int MOST_SHARED = 1 << 18;

  private final EventColumns columns;
  private final Set<String> numericAttributes;
  private final Set<String> usedAsNumbers;
  private final String defaultAction;
  private final TimestampParser times;
  private final List<String> projected = new ArrayList<>();
  private final List<String> projectedNames = new ArrayList<>();
  private final Map<String, String> shared = new HashMap<>();
  private final List<BadRow> badRows = new ArrayList<>();
  private long rowsRead;

  EventRows(
      EventColumns columns,
      Set<String> numericAttributes,
      Set<String> usedAsNumbers,
      String defaultAction,
      TimestampParser times) {
    this.columns = columns;
    this.numericAttributes = numericAttributes;
    this.usedAsNumbers = usedAsNumbers;
    this.defaultAction = defaultAction;
    this.times = times;
  }

  /** A row that makes no event. */
  private static final class BadRowException extends Exception {
    BadRowException(String reason) {
      super(reason, null, false, false);
    }
  }

  /** Hands over the events in the order of the rows. */
  void read(LogDatabase database, String relation, Consumer<BehaviorEvent> sink)
      throws SQLException {
    read(database, relation, "", sink, () -> {});
  }

  /**
   * Hands over the events by user, users in the order of their names. Texts share memory within
   * some users alone.
   */
  void readByUser(LogDatabase database, String relation, Consumer<BehaviorEvent> sink)
      throws SQLException {
    String user = "trim(CAST(" + SqlText.name(columns.user().name()) + " AS VARCHAR), ";
    read(
        database,
        relation,
        " ORDER BY " + user + SqlText.text(WHITE_SPACE) + ")",
        sink,
        () -> {
          if (shared.size() > MOST_SHARED) {
            shared.clear();
          }
        });
  }

  private void read(
      LogDatabase database,
      String relation,
      String order,
      Consumer<BehaviorEvent> sink,
      Runnable afterRow)
      throws SQLException {
    project(columns.user(), false);
    project(columns.item(), false);
    project(columns.time(), true);
    columns.action().ifPresent(column -> project(column, false));
    columns.text().ifPresent(column -> project(column, false));
    columns.basket().ifPresent(column -> project(column, false));
    columns.attributes().forEach(attribute -> project(attribute.column(), false));
    int mappedColumns = projected.size();
    projected.add("row_number() OVER ()");
    if (columns.hasOrigin()) {
      projected.add(SqlText.name(LogTables.FILE));
      projected.add(SqlText.name(LogTables.ROW));
    }
    database.query(
        "SELECT " + String.join(", ", projected) + " FROM " + relation + order,
        row -> {
          rowsRead++;
          try {
            sink.accept(event(row));
          } catch (BadRowException bad) {
            String file = columns.hasOrigin() ? row.getString(mappedColumns + 2) : null;
            long number = row.getLong(mappedColumns + (file == null ? 1 : 3));
            badRows.add(
                new BadRow(file == null ? "" : file, number, bad.getMessage(), content(row)));
          }
          afterRow.run();
        });
  }

  List<BadRow> badRows() {
    return badRows;
  }

  long rowsRead() {
    return rowsRead;
  }

  private void project(LogColumn column, boolean isTime) {
    String name = SqlText.name(column.name());
    projectedNames.add(column.name());
    if (isTime && (column.isLocalTime() || column.isInstant())) {
      String time = column.isLocalTime() ? "TRY_CAST(" + name + " AS TIMESTAMP)" : name;
      projected.add("CASE WHEN isfinite(" + time + ") THEN epoch_ms(" + time + ") END");
    } else if (column.isNumber() && (isTime || isNumericAttribute(column))) {
      projected.add("CAST(" + name + " AS DOUBLE)");
    } else if (column.isList()) {
      projected.add("array_to_string(" + name + ", '|')");
    } else {
      projected.add("CAST(" + name + " AS VARCHAR)");
    }
  }

  private boolean isNumericAttribute(LogColumn column) {
    return columns.attributes().stream()
        .anyMatch(
            attribute ->
                attribute.column().equals(column) && numericAttributes.contains(attribute.name()));
  }

  private BehaviorEvent event(ResultSet row) throws SQLException, BadRowException {
    String user = required(row, 1, "user");
    String item = required(row, 2, "item");
    long time = time(row, 3);
    int next = 4;
    String action = columns.action().isPresent() ? required(row, next++, "action") : defaultAction;
    Optional<String> text = columns.text().isPresent() ? text(row, next++) : Optional.empty();
    Optional<String> basket = columns.basket().isPresent() ? text(row, next++) : Optional.empty();
    Map<String, Object> attributes = new LinkedHashMap<>();
    for (EventColumns.Attribute attribute : columns.attributes()) {
      Optional<String> value = text(row, next++);
      if (value.isPresent()) {
        attributes.put(
            attribute.name(),
            numericAttributes.contains(attribute.name())
                ? (Object) number(value.get(), attribute.name())
                : value.get());
      }
    }
    return new BehaviorEvent(user, item, action, time, text, basket, attributes);
  }

  private String required(ResultSet row, int index, String what)
      throws SQLException, BadRowException {
    return text(row, index).orElseThrow(() -> new BadRowException("missing " + what));
  }

  /** A text without spaces around it; empty when nothing is left. Equal texts share memory. */
  private Optional<String> text(ResultSet row, int index) throws SQLException, BadRowException {
    String value = row.getString(index);
    if (value == null || value.isBlank()) {
      return Optional.empty();
    }
    String stripped = value.strip();
    if (stripped.indexOf('\0') >= 0) {
      throw new BadRowException("a NUL character");
    }
    String known = shared.putIfAbsent(stripped, stripped);
    return Optional.of(known == null ? stripped : known);
  }

  private long time(ResultSet row, int index) throws SQLException, BadRowException {
    String value = row.getString(index);
    if (value == null || value.isBlank()) {
      throw new BadRowException("missing time");
    }
    if (columns.time().isLocalTime()) {
      return inRange(times.ofLocalMillis(row.getLong(index)));
    }
    if (columns.time().isInstant()) {
      return inRange(row.getLong(index));
    }
    OptionalLong time =
        columns.time().isNumber() ? times.ofEpochNumber(row.getDouble(index)) : times.parse(value);
    return time.orElseThrow(() -> new BadRowException("unparsable time"));
  }

  private static long inRange(long millis) throws BadRowException {
    if (!TimestampParser.isInRange(millis)) {
      throw new BadRowException("unparsable time");
    }
    return millis;
  }

  private Double number(String value, String attribute) throws BadRowException {
    if (NumberText.isNumber(value)) {
      double number = Double.parseDouble(value);
      if (Math.abs(number) > LARGEST_NUMBER && usedAsNumbers.contains(attribute)) {
        throw new BadRowException("a number beyond 1e18 in \"" + attribute + "\"");
      }
      if (Double.isFinite(number)) {
        return number;
      }
    } else if (value.equals("true") || value.equals("false")) {
      return value.equals("true") ? 1.0 : 0.0;
    } else if (!NumberText.isNonFinite(value)) {
      throw new BadRowException("no number in \"" + attribute + "\"");
    }
    throw new BadRowException("non-finite number in \"" + attribute + "\"");
  }

  private String content(ResultSet row) throws SQLException {
    StringBuilder content = new StringBuilder();
    for (int i = 0; i < projectedNames.size(); i++) {
      String value = row.getString(i + 1);
      content
          .append(i == 0 ? "" : ", ")
          .append(projectedNames.get(i))
          .append('=')
          .append(value == null ? "" : value);
    }
    return content.length() <= MAX_CONTENT_LENGTH
        ? content.toString()
        : content.substring(0, MAX_CONTENT_LENGTH) + "...";
  }
}
