package org.taskweave.data.log;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Which attributes are numbers: columns of a numeric type, columns the recipe uses as numbers, and
 * text columns in which every value is written as a plain decimal number or as nan or infinity, at
 * least one as a number. Missing values do not count; "007" is an identifier.
 */
final class AttributeKinds {

  private AttributeKinds() {}

  static Set<String> numeric(
      LogDatabase database,
      String relation,
      List<EventColumns.Attribute> attributes,
      Set<String> used)
      throws SQLException {
    Set<String> numeric = new HashSet<>(used);
    List<EventColumns.Attribute> unsure = new ArrayList<>();
    for (EventColumns.Attribute attribute : attributes) {
      if (attribute.column().isNumber()) {
        numeric.add(attribute.name());
      } else if (attribute.column().isText() && !used.contains(attribute.name())) {
        unsure.add(attribute);
      }
    }
    if (unsure.isEmpty()) {
      return numeric;
    }
    List<String> tests = new ArrayList<>();
    for (EventColumns.Attribute attribute : unsure) {
      String value = "trim(" + SqlText.name(attribute.column().name()) + ")";
      String plain = "regexp_full_match(" + value + ", '" + NumberText.PLAIN + "')";
      String nonFinite = "regexp_full_match(lower(" + value + "), '" + NumberText.NON_FINITE + "')";
      tests.add(
          "count(*) FILTER ("
              + plain
              + ") > 0 AND count(*) FILTER ("
              + value
              + " <> '' AND NOT "
              + plain
              + " AND NOT "
              + nonFinite
              + ") = 0");
    }
    database.query(
        "SELECT " + String.join(", ", tests) + " FROM " + relation,
        row -> {
          for (int i = 0; i < unsure.size(); i++) {
            if (row.getBoolean(i + 1)) {
              numeric.add(unsure.get(i).name());
            }
          }
        });
    return numeric;
  }
}
