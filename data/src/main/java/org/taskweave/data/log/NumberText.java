package org.taskweave.data.log;

import java.util.regex.Pattern;

/** How numbers are written in logs: decimal, with a point, optionally an exponent. */
final class NumberText {

  /**
   * Plain decimal numbers as a regular expression for DuckDB and Java. A leading zero ("007") makes
   * an identifier, not a number.
   */
  static final String PLAIN = "[+-]?(((0|[1-9][0-9]*)([.][0-9]*)?)|([.][0-9]+))([eE][+-]?[0-9]+)?";

  /** Spellings of no finite number, lower case. */
  static final String NON_FINITE = "[+-]?(nan|inf|infinity)";

  private static final Pattern NUMBER =
      Pattern.compile("[+-]?(([0-9]+([.][0-9]*)?)|([.][0-9]+))([eE][+-]?[0-9]+)?");
  private static final Pattern NON_FINITE_TEXT =
      Pattern.compile(NON_FINITE, Pattern.CASE_INSENSITIVE);

  private NumberText() {}

  static boolean isNumber(String text) {
    return NUMBER.matcher(text).matches();
  }

  static boolean isNonFinite(String text) {
    return NON_FINITE_TEXT.matcher(text).matches();
  }
}
