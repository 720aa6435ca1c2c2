package org.taskweave.data.table;

import java.util.Locale;
import java.util.Set;

/** Names of columns that SQL reads without quotes. */
public final class SqlName {

  /** Words that are no column's name in DuckDB without quotes: duckdb_keywords(). */
  private static final Set<String> RESERVED =
      Set.of(
          ("all analyse analyze and any array as asc asymmetric both case cast check collate column"
                  + " constraint create default deferrable desc describe distinct do else end except"
                  + " false fetch for foreign from group having in initially intersect into lambda"
                  + " lateral leading limit not null offset on only or order pivot pivot_longer"
                  + " pivot_wider placing primary qualify references returning select show some"
                  + " summarize symmetric table then to trailing true union unique unpivot using"
                  + " variadic when where window with anti asof at authorization binary by collation"
                  + " columns concurrently cross freeze full generated glob ilike inner is isnull join"
                  + " left like map natural notnull outer overlaps positional right semi similar"
                  + " struct tablesample try_cast tuple unpack verbose")
              .split(" ", -1));

  private SqlName() {}

  /**
   * A name of letters, digits and underscores: everything else becomes an underscore, several of
   * them one, none at the end; before a digit at the start comes one, and one after a reserved
   * word. "band_3.75 and up" becomes "band_3_75_and_up", "order" becomes "order_".
   */
  public static String of(String text) {
    StringBuilder name = new StringBuilder();
    text.codePoints()
        .forEach(
            c -> {
              if (Character.isLetterOrDigit(c)) {
                name.appendCodePoint(c);
              } else if (name.isEmpty() || name.charAt(name.length() - 1) != '_') {
                name.append('_');
              }
            });
    while (name.length() > 1 && name.charAt(name.length() - 1) == '_') {
      name.setLength(name.length() - 1);
    }
    if (name.isEmpty() || Character.isDigit(name.codePointAt(0))) {
      return "_" + name;
    }
    return name + (RESERVED.contains(name.toString().toLowerCase(Locale.ROOT)) ? "_" : "");
  }
}
