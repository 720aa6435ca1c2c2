package org.taskweave.data.table;

/** Names of columns that SQL reads without quotes. */
public final class SqlName {

  private SqlName() {}

  /**
   * A name of letters, digits and underscores: everything else becomes an underscore, several of
   * them one, none at the end; before a digit at the start comes one. "band_3.75 and up" becomes
   * "band_3_75_and_up".
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
    return name.isEmpty() || Character.isDigit(name.codePointAt(0)) ? "_" + name : name.toString();
  }
}
