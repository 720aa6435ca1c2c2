package org.taskweave.data.log;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.taskweave.data.event.BehaviorEvent;

/** Turns rows into events; a row that makes none goes to the bad ones with its reason. */
final class EventRows {

  /** Beyond, sums of squares leave what single-precision numbers hold. */
  static final double LARGEST_NUMBER = 1e18;

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
  private final RowCells cells;
  private final List<String> projected = new ArrayList<>();
  private final List<String> projectedNames = new ArrayList<>();
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
    this.cells = new RowCells(times);
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
    read(
        database,
        relation,
        " ORDER BY " + user(columns),
        sink,
        () -> cells.forgetBeyond(MOST_SHARED));
  }

  /** A row's user in SQL, as an event has it. */
  static String user(EventColumns columns) {
    return "trim(CAST("
        + SqlText.name(columns.user().name())
        + " AS VARCHAR), "
        + SqlText.text(WHITE_SPACE)
        + ")";
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
                new BadRow(
                    file == null ? "" : file,
                    number,
                    bad.getMessage(),
                    RowCells.content(row, projectedNames)));
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
    projectedNames.add(column.name());
    projected.add(RowCells.projected(column, isTime, isNumericAttribute(column)));
  }

  private boolean isNumericAttribute(LogColumn column) {
    return columns.attributes().stream()
        .anyMatch(
            attribute ->
                attribute.column().equals(column) && numericAttributes.contains(attribute.name()));
  }

  private BehaviorEvent event(ResultSet row) throws SQLException, BadRowException {
    String user = cells.required(row, 1, "user");
    String item = cells.required(row, 2, "item");
    long time = cells.time(row, 3, columns.time());
    int next = 4;
    String action =
        columns.action().isPresent() ? cells.required(row, next++, "action") : defaultAction;
    Optional<String> text = columns.text().isPresent() ? cells.text(row, next++) : Optional.empty();
    Optional<String> basket =
        columns.basket().isPresent() ? cells.text(row, next++) : Optional.empty();
    Map<String, Object> attributes = new LinkedHashMap<>();
    for (EventColumns.Attribute attribute : columns.attributes()) {
      Optional<String> value = cells.text(row, next++);
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

  private Double number(String value, String attribute) throws BadRowException {
    return RowCells.number(
        value,
        attribute,
        usedAsNumbers.contains(attribute) ? LARGEST_NUMBER : Double.POSITIVE_INFINITY);
  }
}
