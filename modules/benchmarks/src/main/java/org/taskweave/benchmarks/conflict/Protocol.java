package org.taskweave.benchmarks.conflict;

import java.util.ArrayList;
import java.util.List;
import org.taskweave.nn.conflict.Rows;
import org.taskweave.nn.conflict.SyntheticTasks;
import picocli.CommandLine.Option;

/**
 * How a comparison goes, the same for all contenders: each one's learning rate is the one of the
 * grid whose mean measure over the tuning seeds is least; then each trains once on each of the
 * other seeds, and these runs alone are reported. A seed stands for tasks, rows and first weights.
 */
final class Protocol {

  @Option(
      names = "--rates",
      split = ",",
      defaultValue = "0.003,0.01,0.03",
      description = "Adam's learning rates to choose from (default: ${DEFAULT-VALUE})")
  private List<Double> rates;

  @Option(
      names = "--tuning-seeds",
      split = ",",
      defaultValue = "1,2,3,4,5,6",
      description = "seeds that choose the rate (default: ${DEFAULT-VALUE})")
  private List<Long> tuningSeeds;

  @Option(
      names = "--seeds",
      split = ",",
      defaultValue = "101,102,103,104,105,106,107,108,109,110",
      description = "seeds that are reported (default: ${DEFAULT-VALUE})")
  private List<Long> seeds;

  @Option(
      names = "--batch",
      defaultValue = "128",
      description = "rows of a step (default: ${DEFAULT-VALUE})")
  private int batch;

  private static final int HELD_ROWS = 4000;

  /** Batches of fresh rows, one for each step. */
  List<Rows> training(SyntheticTasks tasks, int steps) {
    return tasks.rows(steps * batch, 1).batches(batch);
  }

  Rows held(SyntheticTasks tasks) {
    return tasks.rows(HELD_ROWS, 2);
  }

  /** Runs the contenders one by one. */
  List<Outcome> run(List<Contender> contenders) {
    if (tuningSeeds.stream().anyMatch(seeds::contains)) {
      throw new IllegalArgumentException(
          "--seeds " + seeds + " share some with --tuning-seeds " + tuningSeeds);
    }
    List<Outcome> outcomes = new ArrayList<>();
    for (Contender contender : contenders) {
      double[] tuned = rates.stream().mapToDouble(rate -> tuningMean(contender, rate)).toArray();
      double rate = rates.get(least(tuned));
      List<double[]> measured = new ArrayList<>();
      for (long seed : seeds) {
        measured.add(contender.measure(seed, rate));
      }
      outcomes.add(new Outcome(contender.name(), rates, tuned, rate, measured));
      System.err.println(contender.name() + " is done");
    }
    return outcomes;
  }

  /** The rate of the grid for a contender. */
  double rate(Contender contender) {
    return rates.get(
        least(rates.stream().mapToDouble(rate -> tuningMean(contender, rate)).toArray()));
  }

  /** Infinite where a training diverged. */
  private double tuningMean(Contender contender, double rate) {
    double mean =
        tuningSeeds.stream()
            .mapToDouble(seed -> contender.measure(seed, rate)[0])
            .average()
            .orElseThrow();
    return Double.isNaN(mean) ? Double.POSITIVE_INFINITY : mean;
  }

  private static int least(double[] values) {
    int least = 0;
    for (int i = 1; i < values.length; i++) {
      least = values[i] < values[least] ? i : least;
    }
    return least;
  }
}
