package org.taskweave.hyperparam.space;

import java.util.List;
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
}
