package org.taskweave.core.config;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.Map;
import org.taskweave.core.Suggestion;

/** Reads one scalar as what a record wants; null, with a problem noted, when it is not that. */
final class ScalarBinder {
  private final ZoneId zone;
  private final LocatedProblems problems;

  /**
   * A reader of scalars.
   *
   * @param zone where a date without a time begins
   */
  ScalarBinder(ZoneId zone, LocatedProblems problems) {
    this.zone = zone;
    this.problems = problems;
  }

  Object bind(Class<?> type, ConfigNode node, String path) {
    if (!(node instanceof ConfigNode.Scalar scalar) || node.isNull()) {
      problems.add(node.position(), path, node.describe() + " must be " + expectation(type));
      return null;
    }

    Object value = type.isEnum() ? constant(type, scalar, path) : simple(type, scalar);
    if (value == null && !type.isEnum()) {
      String advice = scalar.quoted() && type != Instant.class ? ": remove the quotes" : "";
      problems.add(
          node.position(), path, node.describe() + " must be " + expectation(type) + advice);
    }
    return value;
  }

  private Object simple(Class<?> type, ConfigNode.Scalar scalar) {
    String text = scalar.text();
    if (type == String.class) {
      return text;
    }
    if (type == Instant.class) {
      return instant(text);
    }
    if (scalar.quoted()) {
      return null;
    }
    if (type == boolean.class) {
      return text.equals("true") ? Boolean.TRUE : text.equals("false") ? Boolean.FALSE : null;
    }
    if (text.equals(".inf") && type == double.class) {
      return Double.POSITIVE_INFINITY;
    }
    try {
      BigDecimal number = new BigDecimal(text);
      if (isInt(type)) {
        return number.intValueExact();
      }
      if (isLong(type)) {
        return number.longValueExact();
      }
      double value = number.doubleValue();
      return Double.isFinite(value) ? value : null;
    } catch (ArithmeticException | NumberFormatException e) {
      return null;
    }
  }

  private static boolean isInt(Class<?> type) {
    return type == int.class || type == Integer.class;
  }

  private static boolean isLong(Class<?> type) {
    return type == long.class || type == Long.class;
  }

  private Object instant(String text) {
    try {
      return text.length() == 10
          ? LocalDate.parse(text).atStartOfDay(zone).toInstant()
          : Instant.parse(text);
    } catch (DateTimeException e) {
      return null;
    }
  }

  private Object constant(Class<?> type, ConfigNode.Scalar scalar, String path) {
    Map<String, Object> constants = new LinkedHashMap<>();
    for (Object constant : type.getEnumConstants()) {
      constants.put(RecordShape.spell((Enum<?>) constant), constant);
    }
    Object value = constants.get(scalar.text());
    if (value == null) {
      problems.add(
          scalar.position(),
          path,
          scalar.describe()
              + " must be one of "
              + String.join(", ", constants.keySet())
              + Suggestion.nearest(scalar.text(), constants.keySet())
                  .map(near -> "; did you mean \"" + near + "\"?")
                  .orElse(""));
    }
    return value;
  }

  private static String expectation(Class<?> type) {
    if (type == String.class) {
      return "a text";
    }
    if (type == boolean.class) {
      return "true or false";
    }
    if (isInt(type) || isLong(type)) {
      return "a whole number of " + (isInt(type) ? "32" : "64") + " bits";
    }
    if (type == Instant.class) {
      return "a date such as 2011-09-01 or a time such as 2011-09-01T12:00:00Z";
    }
    return type.isEnum() ? "one word" : "a finite number";
  }
}
