package org.taskweave.benchmarks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.taskweave.core.batch.MultiTaskBatch;
import org.taskweave.core.recipe.BalancingRecipe;
import org.taskweave.nn.balance.TaskBalance;
import org.taskweave.nn.model.MultiTaskModel;
import org.taskweave.nn.model.TrainingStep;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * A training step with four tasks under each way of balancing: all take turns, so that a busy
 * neighbour slows all of them; lines "balancing 16x64 pcgrad min 1.0 ratio 1.01".
 */
@Command(
    name = "balancing",
    description = "Times a training step under ways of balancing beside fixed weights.")
final class BalancingTimes implements Runnable {

  private static final int WARM_UP = 4;

  @Option(
      names = "--shape",
      defaultValue = "16x64",
      description = "batch size and length (default: ${DEFAULT-VALUE})")
  private String shape;

  @Option(
      names = "--kinds",
      split = ",",
      defaultValue = "pcgrad,cagrad,nashMtl,famo",
      description = "beside fixed weights (default: ${DEFAULT-VALUE})")
  private List<String> kinds;

  @Option(names = "--repeats", defaultValue = "30", description = "timed steps of each")
  private int repeats;

  @Override
  public void run() {
    List<String> all = new ArrayList<>(List.of("fixed"));
    all.addAll(kinds);
    List<MultiTaskModel> models = new ArrayList<>();
    List<TrainingStep> steps = new ArrayList<>();
    for (String kind : all) {
      BalancingRecipe recipe = BalancingKinds.recipe(kind);
      MultiTaskModel model = BenchmarkModel.create(recipe);
      models.add(model);
      steps.add(new TrainingStep(model, 0, 0, new TaskBalance(recipe, model.tasks(), 0)));
    }
    MultiTaskBatch batch = BenchmarkModel.batch(Shape.parse(shape), 1);
    double[] least = new double[all.size()];
    Arrays.fill(least, Double.POSITIVE_INFINITY);
    for (int i = 0; i < WARM_UP + repeats; i++) {
      for (int k = 0; k < least.length; k++) {
        long start = System.nanoTime();
        steps.get(k).run(batch, i, 0);
        double milliseconds = (System.nanoTime() - start) / 1e6;
        if (i >= WARM_UP) {
          least[k] = Math.min(least[k], milliseconds);
        }
      }
    }
    for (int k = 0; k < least.length; k++) {
      System.out.printf(
          Locale.ROOT,
          "balancing %s %s min %.1f ratio %.3f%n",
          shape,
          all.get(k),
          least[k],
          least[k] / least[0]);
    }
    models.forEach(MultiTaskModel::close);
  }
}
