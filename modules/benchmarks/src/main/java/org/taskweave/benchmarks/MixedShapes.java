package org.taskweave.benchmarks;

import java.util.List;
import java.util.Locale;
import org.taskweave.core.batch.MultiTaskBatch;
import org.taskweave.nn.model.MultiTaskModel;
import org.taskweave.nn.model.TrainingStep;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Memory over many steps whose shapes change from one to the next. */
@Command(name = "memory", description = "Prints resident memory over steps of mixed shapes.")
final class MixedShapes implements Runnable {

  private static final int REPORT_EVERY = 20;

  @Option(names = "--steps", defaultValue = "200", description = "default: ${DEFAULT-VALUE}")
  private int steps;

  @Option(
      names = "--shapes",
      split = ",",
      defaultValue = "32x128,16x64,32x48,16x128,8x32,32x64,32x96,16x112",
      description = "taken in turn (default: ${DEFAULT-VALUE})")
  private List<String> shapes;

  @Override
  public void run() {
    try (MultiTaskModel model = BenchmarkModel.create()) {
      TrainingStep step = new TrainingStep(model, 1, 0);
      List<MultiTaskBatch> batches =
          shapes.stream().map(text -> BenchmarkModel.batch(Shape.parse(text), 1)).toList();
      for (int i = 0; i < steps; i++) {
        step.run(batches.get(i % batches.size()), i, 0);
        if ((i + 1) % REPORT_EVERY == 0) {
          System.out.printf(
              Locale.ROOT,
              "step %d: resident MB %d, peak %d, plan memory %d%n",
              i + 1,
              ResidentMemory.kilobytes("VmRSS") >> 10,
              ResidentMemory.kilobytes("VmHWM") >> 10,
              model.sequenceEncoder().planBytes() >> 20);
        }
      }
    }
  }
}
