package org.taskweave.data.log;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** What stands in the cells of rows, by the same rules for the log and for tables beside it. */
final class RowCells {

  private static final int MAX_CONTENT_LENGTH = 2000;

  private final TimestampParser times;
  private final Map<String, String> shared = new HashMap<>();

  RowCells(TimestampParser times) {
    this.times = times;
  }

  /** A column as a query is to give it: times as milliseconds, lists joined by "|". */
  static String projected(LogColumn column, boolean isTime, boolean isNumber) {
    String name = SqlText.name(column.name());
    if (isTime && (column.isLocalTime() || column.isInstant())) {
      String time = column.isLocalTime() ? "TRY_CAST(" + name + " AS TIMESTAMP)" : name;
      return "CASE WHEN isfinite(" + time + ") THEN epoch_ms(" + time + ") END";
    }
    if (column.isNumber() && (isTime || isNumber)) {
      return "CAST(" + name + " AS DOUBLE)";
    }
    return column.isList() ? "array_to_string(" + name + ", '|')" : "CAST(" + name + " AS VARCHAR)";
  }

  String required(ResultSet row, int index, String what) throws SQLException, BadRowException {
    return text(row, index).orElseThrow(() -> new BadRowException("missing " + what));
  }

  /** A text without spaces around it; empty when nothing is left. Equal texts share memory. */
  Optional<String> text(ResultSet row, int index) throws SQLException, BadRowException {
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

  /** Lets texts share no more memory with those before, when there are more than so many. */
  void forgetBeyond(int texts) {
    if (shared.size() > texts) {
      shared.clear();
    }
  }

  /** A time that {@link #projected} gave, in milliseconds. */
  long time(ResultSet row, int index, LogColumn column) throws SQLException, BadRowException {
    String value = row.getString(index);
    if (value == null || value.isBlank()) {
      throw new BadRowException("missing time");
    }
    if (column.isLocalTime()) {
      return inRange(times.ofLocalMillis(row.getLong(index)));
    }
    if (column.isInstant()) {
      return inRange(row.getLong(index));
    }
    OptionalLong time =
        column.isNumber() ? times.ofEpochNumber(row.getDouble(index)) : times.parse(value);
    return time.orElseThrow(() -> new BadRowException("unparsable time"));
  }

  private static long inRange(long millis) throws BadRowException {
    if (!TimestampParser.isInRange(millis)) {
      throw new BadRowException("unparsable time");
    }
    return millis;
  }

  /**
   * A finite number; true and false are 1 and 0.
   *
   * @param largest absolute value of a number that is used as one
   */
  static Double number(String value, String attribute, double largest) throws BadRowException {
    if (NumberText.isNumber(value)) {
      double number = Double.parseDouble(value);
      if (Math.abs(number) > largest) {
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

  /** The values of a row for the quarantine. */
  static String content(ResultSet row, List<String> names) throws SQLException {
    StringBuilder content = new StringBuilder();
    for (int i = 0; i < names.size(); i++) {
      String value = row.getString(i + 1);
      content
          .append(i == 0 ? "" : ", ")
          .append(names.get(i))
          .append('=')
          .append(value == null ? "" : value);
    }
    return content.length() <= MAX_CONTENT_LENGTH
        ? content.toString()
        : content.substring(0, MAX_CONTENT_LENGTH) + "...";
  }
}
