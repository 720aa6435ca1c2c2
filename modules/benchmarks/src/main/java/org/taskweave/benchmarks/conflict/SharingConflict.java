package org.taskweave.benchmarks.conflict;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.taskweave.core.recipe.BalancingRecipe;
import org.taskweave.core.recipe.SharingRecipe;
import org.taskweave.nn.conflict.BalancedTraining;
import org.taskweave.nn.conflict.NetworkDesign;
import org.taskweave.nn.conflict.Rows;
import org.taskweave.nn.conflict.SyntheticTasks;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * A shared bottom, experts, and a network for each task alone, of nearly as many parameters each.
 * Experts and towers have the sizes of Ma et al. 2018; widths of the others follow from them.
 */
@Command(name = "sharing", description = "Architectures of equal size, by the tasks' correlation.")
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
  private List<Kind> kinds;

  /** An architecture of a size. */
  enum Kind {
    SHARED_BOTTOM(new SharingRecipe.SharedBottom(), 64),
    /** 4 experts of 16 units; the paper has 8. */
    MMOE(new SharingRecipe.Mmoe(4, 16), 0),
    /** As many experts, half of them shared, in one level. */
    PLE(new SharingRecipe.Ple(1, 2, 1, 16), 0),
    /** Two networks of half the size; no sharing at all. */
    SINGLE_TASKS(new SharingRecipe.SharedBottom(), 34);

    private final NetworkDesign design;

    Kind(SharingRecipe recipe, int bottom) {
      design = new NetworkDesign(Protocol.INPUTS, recipe, bottom, Protocol.TOWER, false);
    }

    long parameters() {
      return this == SINGLE_TASKS
          ? 2 * design.build(1, 1e-3, 1).numParams()
          : design.build(2, 1e-3, 1).numParams();
    }
  }

  @Override
  public void run() {
    for (Kind kind : kinds) {
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
    private final Kind kind;
    private final double correlation;

    Trained(Kind kind, double correlation) {
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
      SyntheticTasks tasks = protocol.tasks(correlation, SAME_UNIT, seed);
      List<Rows> training = protocol.training(tasks);
      Rows held = protocol.held(tasks);
      if (kind != Kind.SINGLE_TASKS) {
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
      ComputationGraph network = kind.design.build(held.tasks(), learningRate, seed);
      new BalancedTraining(network, BalancingRecipe.fixed(), seed).train(training);
      return Arrays.stream(held.unexplained(network)).average().orElseThrow();
    }
  }
}
