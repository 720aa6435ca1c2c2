package org.taskweave.benchmarks.conflict;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.activations.Activation;
import org.taskweave.core.recipe.BalancingRecipe;
import org.taskweave.core.recipe.SharingRecipe;
import org.taskweave.nn.conflict.BalancedTraining;
import org.taskweave.nn.conflict.MatchedDesign;
import org.taskweave.nn.conflict.NetworkDesign;
import org.taskweave.nn.conflict.Rows;
import org.taskweave.nn.conflict.SyntheticTasks;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Ways of balancing where two tasks share a bottom that is narrow for both, and the second one's
 * loss is ten times the first one's. Each task's loss is set beside that of a network of the same
 * widths for this task alone.
 */
@Command(
    name = "balancing",
    mixinStandardHelpOptions = true,
    description = "Ways of balancing, with losses of different scales.")
final class BalancingConflict implements Runnable {

  @Mixin private Protocol protocol;
  @Mixin private UnequalTasks unequal;

  @Option(
      names = "--correlations",
      split = ",",
      defaultValue = "0",
      description = "of the tasks (default: ${DEFAULT-VALUE})")
  private List<Double> correlations;

  @Option(
      names = "--bottom",
      defaultValue = "16",
      description = "units that both tasks share (default: ${DEFAULT-VALUE})")
  private int bottom;

  @Option(
      names = "--sines",
      defaultValue = "2",
      description = "waves in a label, m (default: ${DEFAULT-VALUE})")
  private int sines;

  @Override
  public void run() {
    for (double correlation : correlations) {
      SingleTasks alone = new SingleTasks(correlation);
      System.out.println(
          unequal.compare(
              "== balancing, correlation " + correlation + ", losses over those alone",
              protocol,
              alone::relative));
      System.out.println(alone);
    }
  }

  private double[] train(
      BalancingRecipe recipe, List<Rows> training, Rows held, long seed, double learningRate) {
    NetworkDesign design =
        new NetworkDesign(
            MatchedDesign.INPUTS,
            new SharingRecipe.SharedBottom(),
            bottom,
            Activation.RELU,
            MatchedDesign.TOWER,
            recipe.readsGradients());
    ComputationGraph network = design.build(held.tasks(), learningRate, seed);
    new BalancedTraining(network, recipe, seed).train(training);
    return held.meanSquaredErrors(network);
  }

  /** The losses of networks of one task, each at its best rate. */
  private final class SingleTasks {
    private final double correlation;
    private final double[] rates = new double[UnequalTasks.UNITS.length];
    private final Map<Long, double[]> bySeed = new HashMap<>();

    SingleTasks(double correlation) {
      this.correlation = correlation;
      for (int k = 0; k < rates.length; k++) {
        int task = k;
        rates[k] =
            protocol.rate(
                new Contender() {
                  @Override
                  public String name() {
                    return "task " + task + " alone";
                  }

                  @Override
                  public double[] measure(long seed, double learningRate) {
                    return new double[] {error(task, seed, learningRate)};
                  }
                });
      }
    }

    SyntheticTasks tasks(long seed) {
      return SyntheticTasks.of(correlation, MatchedDesign.INPUTS, sines, UnequalTasks.UNITS, seed);
    }

    private double error(int task, long seed, double learningRate) {
      SyntheticTasks tasks = tasks(seed);
      return train(
          BalancingRecipe.fixed(),
          protocol.training(tasks, unequal.steps()).stream()
              .map(rows -> rows.ofTask(task))
              .toList(),
          protocol.held(tasks).ofTask(task),
          seed,
          learningRate)[0];
    }

    /** By task. */
    double[] errors(long seed) {
      return bySeed.computeIfAbsent(
          seed,
          key -> {
            double[] errors = new double[rates.length];
            for (int k = 0; k < errors.length; k++) {
              errors[k] = error(k, key, rates[k]);
            }
            return errors;
          });
    }

    /** Losses of both tasks trained together over those alone. */
    double[] relative(BalancingRecipe recipe, long seed, double learningRate) {
      SyntheticTasks tasks = tasks(seed);
      double[] relative =
          train(
              recipe,
              protocol.training(tasks, unequal.steps()),
              protocol.held(tasks),
              seed,
              learningRate);
      double[] alone = errors(seed);
      for (int k = 0; k < relative.length; k++) {
        relative[k] /= alone[k];
      }
      return relative;
    }

    @Override
    public String toString() {
      return "rates of the tasks alone: " + Arrays.toString(rates);
    }
  }
}
