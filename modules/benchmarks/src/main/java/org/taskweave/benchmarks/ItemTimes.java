package org.taskweave.benchmarks;

import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.taskweave.core.batch.MultiTaskBatch;
import org.taskweave.nn.model.MultiTaskModel;
import org.taskweave.nn.model.TrainingStep;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Our side of {@link ItemComparison}, in a JVM of its own, with the sizes of the recipe
 * online-retail-items: lines "ours 32x100 forward min 1.0 median 1.1", then the peak resident
 * memory.
 */
@Command(
    name = "item-times",
    description = "Times a next-item model: forward, forward+backward and the full step.")
final class ItemTimes implements Runnable {

  private static final int WIDTH = 64;
  private static final double DROPOUT = 0.2;
  private static final double CLIP_NORM = 1;

  @Option(
      names = "--shapes",
      split = ",",
      defaultValue = "32x100",
      description = "batch sizes and lengths (default: ${DEFAULT-VALUE})")
  private List<String> shapes;

  @Option(
      names = "--items",
      defaultValue = "3149",
      description = "items of the catalog (default: ${DEFAULT-VALUE})")
  private int items;

  @Option(names = "--repeats", defaultValue = "8", description = "timed runs of each")
  private int repeats;

  @Option(names = "--profile", description = "print kernel times of the training plan, too")
  private boolean profile;

  @Override
  public void run() {
    for (String text : shapes) {
      Shape shape = Shape.parse(text);
      Random random = new Random(1);
      try (MultiTaskModel model = ItemModel.create(items, WIDTH, DROPOUT, shape.length(), random)) {
        TrainingStep step = new TrainingStep(model, CLIP_NORM, 0);
        MultiTaskBatch batch = ItemModel.batch(shape, items, random);
        StepTimes.print(shape, "forward", repeats, () -> model.score(batch.input()));
        StepTimes.print(shape, "forward+backward", repeats, () -> step.gradients(batch, 0));
        StepTimes.print(shape, "step", repeats, () -> step.run(batch, 0, 0));
        if (profile) {
          model.sequenceEncoder().profile(repeats).forEach(System.out::println);
        }
      }
    }
    System.out.printf(
        Locale.ROOT, "ours peak resident MB %d%n", ResidentMemory.kilobytes("VmHWM") >> 10);
  }
}
