package org.taskweave.data.table;

import java.util.List;
import java.util.stream.Collectors;

/** What a column holds. */
public sealed interface ColumnType {

  /** The type as SQL names it. */
  String sql();

  /** Types of one value. */
  enum Scalar implements ColumnType {
    /** A String. */
    TEXT("VARCHAR"),

    /** A Number in single precision; null if it is not finite. */
    FLOAT("FLOAT"),

    /** A Number in double precision; null if it is not finite. */
    DOUBLE("DOUBLE"),

    /** A whole Number. */
    INTEGER("BIGINT"),

    /** A Boolean. */
    BOOLEAN("BOOLEAN"),

    /** Milliseconds since 1970 as a Long, written as a time of day in UTC. */
    TIMESTAMP("TIMESTAMP");

    private final String sql;

    Scalar(String sql) {
      this.sql = sql;
    }

    @Override
    public String sql() {
      return sql;
    }
  }

  /** Several values of a type: a List, or a float[]. */
  record ListOf(ColumnType element) implements ColumnType {
    @Override
    public String sql() {
      return element.sql() + "[]";
    }
  }

  /** Values of several columns together: a List of them, in the columns' order. */
  record Struct(List<Column> columns) implements ColumnType {
    public Struct {
      columns = List.copyOf(columns);
    }

    @Override
    public String sql() {
      return columns.stream()
          .map(column -> column.name() + " " + column.type().sql())
          .collect(Collectors.joining(", ", "STRUCT(", ")"));
    }
  }

  /** Items with their scores, the best first: a list of {item, score}. */
  ColumnType RANKED_ITEMS =
      new ListOf(
          new Struct(List.of(new Column("item", Scalar.TEXT), new Column("score", Scalar.FLOAT))));
}
