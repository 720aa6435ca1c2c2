package org.taskweave.benchmarks.conflict;

import java.util.List;
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
 * Ways of balancing where conflict cannot be avoided: two linear regressions read one shared linear
 * unit x.w, and the second one's loss is ten times the first's. A task with the direction u leaves
 * 1 - cos(w, u)^2 of its variance unexplained, so that at correlation 0 both together leave at
 * least 1, the worst one of them at least 1/2; equal weights are best where the second is explained
 * and the first not at all. At correlation 1 nothing conflicts.
 */
@Command(
    name = "bottleneck",
    mixinStandardHelpOptions = true,
    description = "Ways of balancing, with one unit for two tasks.")
final class BottleneckConflict implements Runnable {

  @Mixin private Protocol protocol;
  @Mixin private UnequalTasks unequal;

  @Option(
      names = "--correlations",
      split = ",",
      defaultValue = "0,1",
      description = "of the tasks (default: ${DEFAULT-VALUE})")
  private List<Double> correlations;

  @Override
  public void run() {
    for (double correlation : correlations) {
      System.out.println(
          unequal.compare(
              "== bottleneck, correlation " + correlation + ", unexplained variance",
              protocol,
              (recipe, seed, learningRate) ->
                  unexplained(correlation, recipe, seed, learningRate)));
    }
  }

  private double[] unexplained(
      double correlation, BalancingRecipe recipe, long seed, double learningRate) {
    SyntheticTasks tasks =
        SyntheticTasks.of(correlation, MatchedDesign.INPUTS, 0, UnequalTasks.UNITS, seed);
    Rows held = protocol.held(tasks);
    ComputationGraph network =
        new NetworkDesign(
                MatchedDesign.INPUTS,
                new SharingRecipe.SharedBottom(),
                1,
                Activation.IDENTITY,
                0,
                recipe.readsGradients())
            .build(held.tasks(), learningRate, seed);
    new BalancedTraining(network, recipe, seed).train(protocol.training(tasks, unequal.steps()));
    return held.unexplained(network);
  }
}
