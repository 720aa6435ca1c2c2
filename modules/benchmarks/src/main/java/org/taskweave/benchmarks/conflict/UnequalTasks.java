package org.taskweave.benchmarks.conflict;

import java.util.List;
import org.taskweave.benchmarks.BalancingKinds;
import org.taskweave.core.recipe.BalancingRecipe;
import picocli.CommandLine.Option;

/** What comparisons of balancing have in common: two tasks, the second one's loss the larger. */
final class UnequalTasks {

  /** Of the labels; losses differ by 10. */
  static final double[] UNITS = {1, Math.sqrt(10)};

  private static final List<String> MEASURES =
      List.of("worst task", "mean of both tasks", "first task", "second task");

  @Option(
      names = "--kinds",
      split = ",",
      defaultValue = "fixed,pcgrad,cagrad,nashMtl,imtl,mgda,alignedMtl,famo,uncertainty",
      description = "as in a recipe; the first is the reference (default: ${DEFAULT-VALUE})")
  private List<String> kinds;

  @Option(
      names = "--steps",
      defaultValue = "1000",
      description = "of a training, each on fresh rows (default: ${DEFAULT-VALUE})")
  private int steps;

  /** Of a training. */
  int steps() {
    return steps;
  }

  /** Runs a training under each kind of balancing, as a table. */
  String compare(String title, Protocol protocol, Training training) {
    List<Contender> contenders =
        kinds.stream().<Contender>map(kind -> new Balanced(kind, training)).toList();
    return ConflictTable.of(title, MEASURES, protocol.run(contenders));
  }

  /** A training of both tasks. */
  interface Training {

    /** What each task comes to [2], in a unit in which they can be compared; less is better. */
    double[] values(BalancingRecipe recipe, long seed, double learningRate);
  }

  private static final class Balanced implements Contender {
    private final String kind;
    private final BalancingRecipe recipe;
    private final Training training;

    Balanced(String kind, Training training) {
      this.kind = kind;
      this.recipe = BalancingKinds.recipe(kind);
      this.training = training;
    }

    @Override
    public String name() {
      return kind;
    }

    @Override
    public double[] measure(long seed, double learningRate) {
      double[] values = training.values(recipe, seed, learningRate);
      return new double[] {
        Math.max(values[0], values[1]), (values[0] + values[1]) / 2, values[0], values[1]
      };
    }
  }
}
