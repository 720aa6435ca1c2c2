package org.taskweave.data.log;

import java.util.Set;

/** A column of a table or of a select's result, with DuckDB's name of its type. */
record LogColumn(String name, String type) {

  private static final Set<String> NUMBERS =
      Set.of(
          "TINYINT",
          "SMALLINT",
          "INTEGER",
          "BIGINT",
          "HUGEINT",
          "UTINYINT",
          "USMALLINT",
          "UINTEGER",
          "UBIGINT",
          "UHUGEINT",
          "FLOAT",
          "DOUBLE");

  boolean isNumber() {
    return NUMBERS.contains(type) || type.startsWith("DECIMAL");
  }

  boolean isText() {
    return type.equals("VARCHAR");
  }

  boolean isList() {
    return type.endsWith("]");
  }

  boolean isInstant() {
    return type.equals("TIMESTAMP WITH TIME ZONE");
  }

  boolean isLocalTime() {
    return type.equals("DATE") || (type.startsWith("TIMESTAMP") && !isInstant());
  }
}
