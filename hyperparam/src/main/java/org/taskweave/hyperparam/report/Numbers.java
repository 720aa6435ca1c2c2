package org.taskweave.hyperparam.report;

import java.util.Locale;

/** Numbers as a reader wants them. */
public final class Numbers {

  private Numbers() {}

  /** Four digits after the point, or "undefined". */
  public static String metric(double value) {
    return Double.isNaN(value) ? "undefined" : String.format(Locale.ROOT, "%.4f", value);
  }

  /** All digits, for other programs; "" where it is undefined. */
  public static String exact(double value) {
    return Double.isNaN(value) ? "" : Double.toString(value);
  }

  /** A searched value: three significant digits for numbers of a continuum. */
  static String value(Object value) {
    if (!(value instanceof Double number)) {
      return String.valueOf(value);
    }
    double size = Math.abs(number);
    return size != 0 && (size < 0.001 || size >= 100_000)
        ? String.format(Locale.ROOT, "%.2e", number)
        : String.format(Locale.ROOT, "%.3g", number);
  }

  /** Whole seconds. */
  static String seconds(double value) {
    return String.format(Locale.ROOT, "%.0f", value);
  }
}
