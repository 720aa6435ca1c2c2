package org.taskweave.core;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * Collects what is wrong with the components of a record, so that its constructor reports all of it
 * at once. A record made in Java and one read from a recipe thus obey the same rules.
 */
public final class Checks {
  private final String subject;
  private final List<Problem> problems = new ArrayList<>();

  public Checks(Class<?> subject) {
    this.subject = subject.getSimpleName();
  }

  /** A rule of any kind; the message is the value followed by the rule and the fix. */
  public Checks require(boolean holds, String path, Object value, String ruleAndFix) {
    if (!holds) {
      problems.add(new Problem(path, value + " " + ruleAndFix));
    }
    return this;
  }

  /** Not null. */
  public Checks given(String path, Object value) {
    return require(value != null, path, "a missing value", "is not allowed here: give one");
  }

  /** Not null and not only white space. */
  public Checks notBlank(String path, String value) {
    return require(value != null && !value.isBlank(), path, quoted(value), "is empty: give a name");
  }

  /** Finite, and the minimum or more. */
  public Checks atLeast(String path, double value, double minimum) {
    return require(
        Double.isFinite(value) && value >= minimum,
        path,
        plain(value),
        "must be at least " + plain(minimum));
  }

  /** The maximum or less; the reason says what would happen above it. */
  public Checks atMost(String path, double value, double maximum, String reason) {
    return require(
        value <= maximum, path, plain(value), "must be at most " + plain(maximum) + ": " + reason);
  }

  /** Units of a layer, from a minimum to 16,384. */
  public Checks width(String path, int value, int minimum) {
    return atLeast(path, value, minimum)
        .atMost(path, value, 16_384, "weights grow with its square, to a gigabyte there");
  }

  /** Layers upon each other, from 1 to 64. */
  public Checks depth(String path, int value) {
    return atLeast(path, value, 1)
        .atMost(path, value, 64, "no recommender has learned with more of them");
  }

  /** Experts beside each other, from 1 to 256. */
  public Checks experts(String path, int value) {
    return atLeast(path, value, 1)
        .atMost(path, value, 256, "each is a network of its own, of which every row reads all");
  }

  /** Rows that are computed at once, from 1 to 65,536. */
  public Checks rowsAtOnce(String path, int value) {
    return atLeast(path, value, 1)
        .atMost(path, value, 65_536, "all rows of a batch are in memory at once; 32 is usual");
  }

  /** Tokens or events of one sequence, from a minimum to 65,536. */
  public Checks length(String path, int value, int minimum) {
    return atLeast(path, value, minimum)
        .atMost(path, value, 65_536, "attention takes memory by its square");
  }

  /** Finite and above 0. */
  public Checks positive(String path, double value) {
    return require(
        Double.isFinite(value) && value > 0, path, plain(value), "must be a number above 0");
  }

  /** Finite and above 0, if there. */
  public Checks positive(String path, OptionalDouble value) {
    return value.isPresent() ? positive(path, value.getAsDouble()) : this;
  }

  /** Above 0, if there; infinity is allowed. */
  public Checks positiveOrInfinite(String path, OptionalDouble value) {
    return value.isPresent() && value.getAsDouble() == Double.POSITIVE_INFINITY
        ? this
        : positive(path, value);
  }

  /** From 0 to 1, both allowed. */
  public Checks share(String path, double value) {
    return require(
        value >= 0 && value <= 1,
        path,
        plain(value),
        "must be a share from 0 to 1 (0.01 is one percent)");
  }

  /** The probability of dropping a value: from 0 to below 1. */
  public Checks dropout(String path, double value) {
    return require(
        value >= 0 && value < 1,
        path,
        plain(value),
        "must be a probability from 0 to below 1 (0 for none, 0.1 is usual)");
  }

  /** Edges between bands: finite, each above the one before. */
  public Checks ascending(String path, List<Double> values) {
    for (int i = 0; i < values.size(); i++) {
      double value = values.get(i);
      require(
          Double.isFinite(value) && (i == 0 || value > values.get(i - 1)),
          path + "[" + i + "]",
          plain(value),
          "must be a number above the edge before it: list the edges in ascending order");
    }
    return this;
  }

  /** No value twice. */
  public Checks distinct(String path, List<?> values) {
    Set<Object> seen = new HashSet<>();
    for (int i = 0; i < values.size(); i++) {
      require(
          seen.add(values.get(i)),
          path + "[" + i + "]",
          quoted(values.get(i)),
          "is listed twice: remove one");
    }
    return this;
  }

  /** Ends the checks. */
  public void done() {
    if (!problems.isEmpty()) {
      throw new InvalidInputException(subject, problems);
    }
  }

  /** The value in quotation marks. */
  public static String quoted(Object value) {
    return "\"" + (value == null ? "" : value) + "\"";
  }

  private static String plain(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? Long.toString((long) value)
        : Double.toString(value);
  }
}
