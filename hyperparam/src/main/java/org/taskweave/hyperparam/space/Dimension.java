package org.taskweave.hyperparam.space;

import java.util.List;
import java.util.OptionalDouble;
import org.deeplearning4j.arbiter.optimize.api.ParameterSpace;
import org.deeplearning4j.arbiter.optimize.distribution.LogUniformDistribution;
import org.deeplearning4j.arbiter.optimize.parameter.continuous.ContinuousParameterSpace;
import org.deeplearning4j.arbiter.optimize.parameter.discrete.DiscreteParameterSpace;
import org.deeplearning4j.arbiter.optimize.parameter.integer.IntegerParameterSpace;

/**
 * One searched field: its path in the recipe and an Arbiter space of its values. As everywhere in
 * Arbiter, a number from 0 to 1 chooses the value.
 *
 * @param low lowest number, 0 for a choice
 * @param high highest number, the last index for a choice
 * @param choices values of a choice in order; empty for numbers
 */
public record Dimension(
    String path, Kind kind, ParameterSpace<?> leaf, double low, double high, List<Object> choices) {

  /** What values a dimension has. */
  public enum Kind {
    UNIFORM,
    LOG_UNIFORM,
    INTEGER,
    CHOICE
  }

  public Dimension {
    choices = List.copyOf(choices);
  }

  /** Numbers between two, each as likely. */
  public static Dimension uniform(String path, double low, double high) {
    return new Dimension(
        path, Kind.UNIFORM, new ContinuousParameterSpace(low, high), low, high, List.of());
  }

  /** Numbers between two above 0, each order of magnitude as likely. */
  public static Dimension logUniform(String path, double low, double high) {
    return new Dimension(
        path,
        Kind.LOG_UNIFORM,
        new ContinuousParameterSpace(new LogUniformDistribution(low, high)),
        low,
        high,
        List.of());
  }

  /** Whole numbers, both ends included. */
  public static Dimension integer(String path, int low, int high) {
    return new Dimension(
        path, Kind.INTEGER, new IntegerParameterSpace(low, high), low, high, List.of());
  }

  /** One of several values without an order: texts, numbers, truth values. */
  public static Dimension choice(String path, List<Object> choices) {
    return new Dimension(
        path, Kind.CHOICE, new DiscreteParameterSpace<>(choices), 0, choices.size() - 1.0, choices);
  }

  /** Number of different values; 0 for a continuum. */
  public int levels() {
    return switch (kind) {
      case UNIFORM, LOG_UNIFORM -> 0;
      case INTEGER -> (int) Math.round(high - low) + 1;
      case CHOICE -> choices.size();
    };
  }

  /** The level that a number from 0 to 1 chooses, as Arbiter's spaces do. */
  public int level(double unit) {
    return Math.min((int) (unit * levels()), levels() - 1);
  }

  /**
   * Where the value that a number from 0 to 1 chooses stands on an axis: the middle of its level,
   * or the number itself in a continuum.
   */
  public double position(double unit) {
    return levels() == 0 ? unit : middle(level(unit));
  }

  /** The middle of a level's part of [0,1]. */
  public double middle(int level) {
    return (level + 0.5) / levels();
  }

  /**
   * A number from 0 to 1 that chooses a value, as text as in a recipe; of a number outside the
   * range, the nearest end. Empty where the value is none of the choices, or no number.
   */
  public OptionalDouble unit(String value) {
    if (kind == Kind.CHOICE) {
      int index = choices.stream().map(String::valueOf).toList().indexOf(value);
      return index < 0 ? OptionalDouble.empty() : OptionalDouble.of(middle(index));
    }
    try {
      double number = Math.min(Math.max(Double.parseDouble(value), low), high);
      return OptionalDouble.of(
          switch (kind) {
            case LOG_UNIFORM -> Math.log(number / low) / Math.log(high / low);
            case INTEGER -> middle((int) Math.round(number - low));
            default -> (number - low) / (high - low);
          });
    } catch (NumberFormatException e) {
      return OptionalDouble.empty();
    }
  }
}
