package org.taskweave.data.log;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Names and texts as SQL writes them. */
public final class SqlText {

  private SqlText() {}

  /** A name in double quotes. */
  public static String name(String name) {
    return '"' + withoutNul(name).replace("\"", "\"\"") + '"';
  }

  /** A text in single quotes. */
  public static String text(String text) {
    return "'" + withoutNul(text).replace("'", "''") + "'";
  }

  /** DuckDB's statements end at a NUL; no file or column of people has one in its name. */
  private static String withoutNul(String text) {
    int nul = text.indexOf('\0');
    if (nul >= 0) {
      throw new IllegalArgumentException(
          "the name of a column or file holds a NUL character after \""
              + text.substring(0, nul)
              + "\": is the file text in data.encoding?");
    }
    return text;
  }

  /** One file, whatever its name: DuckDB would take * ? [ in it for a pattern of several. */
  public static String file(Path path) {
    return text(path.toString().replaceAll("[*?\\[]", "[$0]"));
  }

  /**
   * Column names that SQL can tell apart: an empty one becomes column1, column2, ... by its place;
   * all that are equal but for their case get _1, _2, ..., so that none of them is taken for the
   * others.
   */
  static List<String> distinctNames(List<String> names) {
    List<String> bases = new ArrayList<>();
    Map<String, Integer> uses = new HashMap<>();
    for (int i = 0; i < names.size(); i++) {
      String name = names.get(i).strip();
      bases.add(name.isEmpty() ? "column" + (i + 1) : name);
      uses.merge(lower(bases.get(i)), 1, Integer::sum);
    }
    Set<String> taken = new HashSet<>(uses.keySet());
    List<String> distinct = new ArrayList<>();
    for (String base : bases) {
      String name = base;
      for (int n = 1; uses.get(lower(base)) > 1 && name.equals(base); n++) {
        String numbered = base + "_" + n;
        name = taken.add(lower(numbered)) ? numbered : base;
      }
      distinct.add(name);
    }
    return distinct;
  }

  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
