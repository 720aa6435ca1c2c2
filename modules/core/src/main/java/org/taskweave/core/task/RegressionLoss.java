package org.taskweave.core.task;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.taskweave.core.Checks;
import org.taskweave.core.calibration.Nonconformity;
import org.taskweave.core.config.DefaultValue;
import org.taskweave.core.metric.CoverageError;
import org.taskweave.core.metric.MeanAbsoluteError;
import org.taskweave.core.metric.Metric;
import org.taskweave.core.metric.PinballLoss;
import org.taskweave.core.metric.RootMeanSquaredError;
import org.taskweave.core.metric.TrivialPredictor;

/** What a regression learns of the distribution of its label, and what it is measured by. */
public sealed interface RegressionLoss {

  /** How many numbers are predicted. */
  default int width() {
    return 1;
  }

  /** The metrics of [n] labels and [n, width] predictions, the primary one first. */
  default List<Metric> metrics() {
    return List.of(new RootMeanSquaredError(), new MeanAbsoluteError());
  }

  /** What is predicted without looking at the input. */
  default TrivialPredictor trivial(double[] labels) {
    return TrivialPredictor.mean(labels, 1);
  }

  /** Names of the predicted numbers; empty if it is one. */
  default List<String> parts() {
    return List.of();
  }

  /** How far labels are from the predicted numbers. */
  default Nonconformity nonconformity() {
    return Nonconformity.residual();
  }

  /** What predicted numbers say. */
  default TaskPrediction prediction(double[] scores) {
    return new TaskPrediction.Value(scores[0]);
  }

  /** The mean: squared error. */
  record SquaredError() implements RegressionLoss {}

  /**
   * The mean, with outliers pulling less (Huber 1964): squared error e^2 up to delta, 2 delta |e| -
   * delta^2 beyond.
   *
   * @param delta in standard deviations of the label
   */
  record Huber(@DefaultValue("1") double delta) implements RegressionLoss {
    public Huber {
      new Checks(Huber.class).positive("delta", delta).done();
    }

    @Override
    public List<Metric> metrics() {
      return List.of(new MeanAbsoluteError(), new RootMeanSquaredError());
    }
  }

  /**
   * Several quantiles, which never cross: the pinball loss (Koenker and Bassett 1978), the mean
   * over levels.
   *
   * @param levels from 0 to 1, ascending
   */
  record Quantile(@DefaultValue("[0.1, 0.5, 0.9]") List<Double> levels) implements RegressionLoss {
    public Quantile {
      levels = List.copyOf(levels);
      Checks checks =
          new Checks(Quantile.class)
              .require(!levels.isEmpty(), "levels", "[]", "name no quantile: give one or more")
              .ascending("levels", levels);
      for (double level : levels) {
        checks.require(
            level > 0 && level < 1, "levels", level, "is no level: it must lie between 0 and 1");
      }
      checks.done();
    }

    @Override
    public int width() {
      return levels.size();
    }

    @Override
    public List<Metric> metrics() {
      return List.of(new PinballLoss(levels), new CoverageError(levels));
    }

    /** The quantiles of the labels, the smallest label that at least the level's share is below. */
    @Override
    public TrivialPredictor trivial(double[] labels) {
      double[] sorted = Arrays.stream(labels).filter(x -> !Double.isNaN(x)).sorted().toArray();
      if (sorted.length == 0) {
        throw new IllegalArgumentException("no training label is known");
      }
      return new TrivialPredictor(
          levels.stream()
              .mapToDouble(level -> sorted[(int) Math.ceil(level * sorted.length) - 1])
              .toArray());
    }

    @Override
    public Nonconformity nonconformity() {
      return Nonconformity.outerQuantiles();
    }

    @Override
    public List<String> parts() {
      return levels.stream()
          .map(level -> BigDecimal.valueOf(level).movePointRight(2).stripTrailingZeros())
          .map(percent -> "p" + percent.toPlainString())
          .toList();
    }

    /** The quantile nearest to the median, and all of them. */
    @Override
    public TaskPrediction prediction(double[] scores) {
      int middle = 0;
      Map<String, Double> quantiles = new LinkedHashMap<>();
      List<String> names = new ArrayList<>(parts());
      for (int q = 0; q < scores.length; q++) {
        quantiles.put(names.get(q), scores[q]);
        middle = Math.abs(levels.get(q) - 0.5) < Math.abs(levels.get(middle) - 0.5) ? q : middle;
      }
      return new TaskPrediction.Numbers(scores[middle], quantiles);
    }
  }
}
