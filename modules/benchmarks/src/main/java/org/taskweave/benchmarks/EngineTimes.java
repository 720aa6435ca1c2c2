package org.taskweave.benchmarks;

import java.util.List;
import java.util.Locale;
import org.taskweave.core.batch.MultiTaskBatch;
import org.taskweave.core.recipe.BalancingRecipe;
import org.taskweave.core.recipe.EncoderRecipe;
import org.taskweave.engine.plan.Precision;
import org.taskweave.nn.encoder.EncoderGraphVertex;
import org.taskweave.nn.model.MultiTaskModel;
import org.taskweave.nn.model.TrainingStep;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Our side of the comparison, in a JVM of its own: lines "ours 16x64 forward min 1.0 median 1.1",
 * then the peak resident memory.
 */
@Command(name = "engine", description = "Times forward, forward+backward and the full step.")
final class EngineTimes implements Runnable {

  @Option(
      names = "--shapes",
      split = ",",
      defaultValue = "16x64,16x128,32x64,32x128",
      description = "batch sizes and lengths (default: ${DEFAULT-VALUE})")
  private List<String> shapes;

  @Option(names = "--repeats", defaultValue = "8", description = "timed runs of each")
  private int repeats;

  @Option(
      names = "--pooling",
      defaultValue = "MEAN",
      description =
          "how tokens become one vector: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE})")
  private EncoderRecipe.Pooling pooling;

  @Option(
      names = "--frozen-layers",
      defaultValue = "0",
      description = "layers that do not learn (default: ${DEFAULT-VALUE})")
  private int frozenLayers;

  @Option(
      names = "--precision",
      defaultValue = "FLOAT32",
      description =
          "of the linear layers' products in training: ${COMPLETION-CANDIDATES} (default:"
              + " ${DEFAULT-VALUE})")
  private Precision precision;

  @Option(
      names = "--all-states",
      description = "the last layer computes all tokens, whichever are read")
  private boolean allStates;

  @Option(names = "--profile", description = "print kernel times of the training plan, too")
  private boolean profile;

  @Override
  public void run() {
    try (MultiTaskModel model =
        BenchmarkModel.create(BalancingRecipe.fixed(), pooling, frozenLayers)) {
      model.sequenceEncoder().trainIn(precision);
      if (allStates) {
        ((EncoderGraphVertex) model.sequenceEncoder()).giveAllStates();
      }
      TrainingStep step = new TrainingStep(model, 0, 0);
      for (String text : shapes) {
        Shape shape = Shape.parse(text);
        MultiTaskBatch batch = BenchmarkModel.batch(shape, 1);
        StepTimes.print(shape, "forward", repeats, () -> model.score(batch.input()));
        StepTimes.print(shape, "forward+backward", repeats, () -> step.gradients(batch, 0));
        StepTimes.print(shape, "step", repeats, () -> step.run(batch, 0, 0));
        if (profile) {
          model.sequenceEncoder().profile(repeats).forEach(System.out::println);
        }
      }
      System.out.printf(
          Locale.ROOT,
          "ours plan memory MB %d%nours peak resident MB %d%n",
          model.sequenceEncoder().planBytes() >> 20,
          ResidentMemory.kilobytes("VmHWM") >> 10);
    }
  }
}
