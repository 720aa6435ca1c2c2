package org.taskweave.data.log;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Names and texts as SQL writes them. */
final class SqlText {

  private SqlText() {}

  static String name(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  static String text(String text) {
    return "'" + text.replace("'", "''") + "'";
  }

  /** One file, whatever its name: DuckDB would take * ? [ in it for a pattern of several. */
  static String file(Path path) {
    return text(path.toString().replaceAll("[*?\\[]", "[$0]"));
  }

  /**
   * Column names that SQL can tell apart: an empty one becomes column1, column2, ... by its place;
   * one that differs from an earlier one in case only, or not at all, gets _1, _2, ...
   */
  static List<String> distinctNames(List<String> names) {
    Set<String> taken = new HashSet<>();
    List<String> distinct = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      String name = names.get(i).strip();
      String base = name.isEmpty() ? "column" + (i + 1) : name;
      String candidate = base;
      for (int n = 1; !taken.add(candidate.toLowerCase(Locale.ROOT)); n++) {
        candidate = base + "_" + n;
      }
      distinct.add(candidate);
    }
    return distinct;
  }
}
