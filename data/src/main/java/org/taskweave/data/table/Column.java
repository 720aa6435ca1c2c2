package org.taskweave.data.table;

/**
 * A column of a table.
 *
 * @param name as {@link SqlName} makes it
 */
public record Column(String name, ColumnType type) {

  public Column {
    if (!name.equals(SqlName.of(name))) {
      throw new IllegalArgumentException(
          "a column \"" + name + "\" would need quotes in SQL: " + SqlName.of(name));
    }
  }
}
