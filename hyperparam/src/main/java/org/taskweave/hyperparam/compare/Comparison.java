package org.taskweave.hyperparam.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Tasks by methods.
 *
 * @param lines by split, task and method, in the order of the recipe and the options
 * @param times of a training step, by method
 */
public record Comparison(List<Line> lines, List<Time> times) {

  public Comparison {
    lines = List.copyOf(lines);
    times = List.copyOf(times);
  }

  /**
   * A task under a method.
   *
   * @param split "dev" or "test"
   * @param values by seed
   * @param alone values of the models of the task alone, by seed
   * @param labels that the values were measured on
   * @param gains method's value less that of the task alone, by seed; above 0 is better whatever
   *     the metric's direction
   * @param floor of the task's best one-line rule; NaN where it has none
   */
  public record Line(
      String split,
      String task,
      String metric,
      boolean higherIsBetter,
      String method,
      int labels,
      List<Double> values,
      List<Double> alone,
      List<Double> gains,
      double floor) {

    public Line {
      values = List.copyOf(values);
      alone = List.copyOf(alone);
      gains = List.copyOf(gains);
    }

    /** Of the values. */
    public Spread value() {
      return Spread.of(values);
    }

    /** Of the models of the task alone. */
    public Spread single() {
      return Spread.of(alone);
    }

    /** Of the gains. */
    public Spread gain() {
      return Spread.of(gains);
    }

    /** What is said of it. */
    public Transfer transfer() {
      return Transfer.of(gain(), labels);
    }
  }

  /** Seconds of a step, over seeds. */
  public record Time(String method, Spread secondsPerStep) {}

  static Comparison of(List<String> methods, List<TrainedRow> rows) {
    List<Line> lines = new ArrayList<>();
    for (String split : List.of("dev", "test")) {
      for (TrainedRow.Score first : scores(rows, methods.get(0), split)) {
        for (String method : methods) {
          lines.add(line(rows, method, split, first));
        }
      }
    }
    List<Time> times = new ArrayList<>();
    for (String method : methods) {
      times.add(
          new Time(
              method,
              Spread.of(
                  rows.stream()
                      .filter(row -> row.method().equals(method))
                      .map(TrainedRow::secondsPerStep)
                      .toList())));
    }
    return new Comparison(lines, times);
  }

  private static List<TrainedRow.Score> scores(List<TrainedRow> rows, String method, String split) {
    return rows.stream()
        .filter(row -> row.method().equals(method))
        .findFirst()
        .map(row -> row.scores().stream().filter(s -> s.split().equals(split)).toList())
        .orElse(List.of());
  }

  private static Line line(
      List<TrainedRow> rows, String method, String split, TrainedRow.Score like) {
    List<Double> values = new ArrayList<>();
    List<Double> alone = new ArrayList<>();
    List<Double> gains = new ArrayList<>();
    for (TrainedRow row : rows) {
      if (!row.method().equals(method)) {
        continue;
      }
      Optional<Double> value = value(row, split, like.task());
      Optional<Double> single =
          rows.stream()
              .filter(r -> r.method().equals(TrainedRow.ALONE) && r.seed() == row.seed())
              .filter(r -> r.task().equals(like.task()))
              .findFirst()
              .flatMap(r -> value(r, split, like.task()));
      value.ifPresent(values::add);
      single.ifPresent(alone::add);
      if (value.isPresent() && single.isPresent()) {
        double difference = value.get() - single.get();
        gains.add(like.higherIsBetter() ? difference : -difference);
      }
    }
    return new Line(
        split,
        like.task(),
        like.metric(),
        like.higherIsBetter(),
        method,
        like.labels(),
        values,
        alone,
        gains,
        like.floor());
  }

  private static Optional<Double> value(TrainedRow row, String split, String task) {
    return row.scores().stream()
        .filter(score -> score.split().equals(split) && score.task().equals(task))
        .map(TrainedRow.Score::value)
        .findFirst();
  }
}
