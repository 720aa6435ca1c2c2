package org.taskweave.benchmarks.conflict;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.taskweave.core.recipe.BalancingRecipe;
import org.taskweave.nn.conflict.BalancedTraining;
import org.taskweave.nn.conflict.MatchedDesign;
import org.taskweave.nn.conflict.Rows;
import org.taskweave.nn.conflict.SyntheticTasks;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * A shared bottom, experts, and a network for each task alone, of nearly as many parameters each.
 *
 * <p>The synthetic experiments of Ma et al. 2018 with four experts instead of eight, and with five
 * waves in the labels instead of the ten of the published generator, of which a network of one task
 * learns nothing beyond a straight line in 300 steps. With two waves and 200 steps all
 * architectures are alike; that five and 2500 tell them apart was found with the same networks in
 * PyTorch, on other seeds.
 */
@Command(
    name = "sharing",
    mixinStandardHelpOptions = true,
    description = "Architectures of equal size, by the tasks' correlation.")
final class SharingConflict implements Runnable {

  private static final double[] SAME_UNIT = {1, 1};

  @Mixin private Protocol protocol;

  @Option(
      names = "--correlations",
      split = ",",
      defaultValue = "0,0.5,1",
      description = "of the tasks (default: ${DEFAULT-VALUE})")
  private List<Double> correlations;

  @Option(
      names = "--architectures",
      split = ",",
      defaultValue = "SHARED_BOTTOM,MMOE,PLE,SINGLE_TASKS",
      description = "the first is the reference (default: ${DEFAULT-VALUE})")
  private List<MatchedDesign> kinds;

  @Option(
      names = "--sines",
      defaultValue = "5",
      description = "waves in a label, m (default: ${DEFAULT-VALUE})")
  private int sines;

  @Option(
      names = "--steps",
      defaultValue = "2500",
      description = "of a training, each on fresh rows (default: ${DEFAULT-VALUE})")
  private int steps;

  @Override
  public void run() {
    for (MatchedDesign kind : kinds) {
      System.out.println(kind + " has " + kind.parameters() + " parameters");
    }
    for (double correlation : correlations) {
      List<Contender> contenders = new ArrayList<>();
      kinds.forEach(kind -> contenders.add(new Trained(kind, correlation)));
      System.out.println(
          ConflictTable.of(
              "== sharing, correlation " + correlation,
              List.of("unexplained variance"),
              protocol.run(contenders)));
    }
  }

  private final class Trained implements Contender {
    private final MatchedDesign kind;
    private final double correlation;

    Trained(MatchedDesign kind, double correlation) {
      this.kind = kind;
      this.correlation = correlation;
    }

    @Override
    public String name() {
      return kind.name();
    }

    /** Mean over both tasks. */
    @Override
    public double[] measure(long seed, double learningRate) {
      SyntheticTasks tasks =
          SyntheticTasks.of(correlation, MatchedDesign.INPUTS, sines, SAME_UNIT, seed);
      List<Rows> training = protocol.training(tasks, steps);
      Rows held = protocol.held(tasks);
      if (kind != MatchedDesign.SINGLE_TASKS) {
        return new double[] {unexplained(training, held, seed, learningRate)};
      }
      double sum = 0;
      for (int k = 0; k < held.tasks(); k++) {
        int task = k;
        sum +=
            unexplained(
                training.stream().map(rows -> rows.ofTask(task)).toList(),
                held.ofTask(task),
                seed,
                learningRate);
      }
      return new double[] {sum / held.tasks()};
    }

    private double unexplained(List<Rows> training, Rows held, long seed, double learningRate) {
      ComputationGraph network = kind.design().build(held.tasks(), learningRate, seed);
      new BalancedTraining(network, BalancingRecipe.fixed(), seed).train(training);
      return Arrays.stream(held.unexplained(network)).average().orElseThrow();
    }
  }
}
