package org.taskweave.benchmarks.log;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.nd4j.linalg.factory.Nd4j;
import org.taskweave.benchmarks.ResidentMemory;
import org.taskweave.core.file.AtomicFiles;
import org.taskweave.core.file.Temporary;
import org.taskweave.core.recipe.Recipe;
import org.taskweave.core.recipe.RecipeReader;
import org.taskweave.data.example.ExampleSummary;
import org.taskweave.data.log.ReadReport;
import org.taskweave.nn.model.StepResult;
import org.taskweave.training.run.RunFolder;
import org.taskweave.training.run.RunListener;
import org.taskweave.training.run.TrainingRun;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * A training on a log, from its file to the first steps: two tasks on a tiny encoder, so that the
 * data's part of it shows.
 */
@Command(
    name = "train",
    mixinStandardHelpOptions = true,
    description = "Two tasks on a tiny encoder: each stage's time, and memory at its end.")
final class LogTraining implements Callable<Integer> {

  private static final String RECIPE =
      """
      seed: 7
      data:
        files: ["%s"]
        columns: {user: user, item: item, timestamp: time, action: action%s, attributes: [amount]}
      examples:
        horizonDays: 30
        cuts: {train: [2024-07-01, 2024-08-15], dev: [2024-10-01], test: [2024-11-15]}
      sequence: {maxTokens: 24, maxEvents: 8, maxTokensPerEvent: 6, template: "%s"}
      features:
        eventNumeric: [{attribute: amount, log1p: true}]
        user: {events: {count: {}, log1p: true}}
      encoder: {model: "%s", frozenEmbeddings: true, frozenLayers: 0}
      tasks:
        again: {kind: binary, label: {occurs: {action: a0, withinDays: 30}}}
        spend:
          kind: regression
          label: {value: {attribute: amount, aggregate: sum, withinDays: 30, log1p: true}}
      training: {epochs: 1, batchSize: 32}
      evaluation: {bootstrapSamples: 0, batchSize: 256}
      """;

  @Parameters(paramLabel = "FILE", description = "A log of `bench log write`.")
  private Path file;

  @Option(names = "--texts", description = "The log has texts, which are read.")
  private boolean texts;

  @Option(names = "--steps", defaultValue = "200", description = "Default ${DEFAULT-VALUE}.")
  private int steps;

  @Option(
      names = "--encoder",
      defaultValue = "modules/training/src/test/resources/golden/tiny-bert",
      description = "Folder of a small encoder; default ${DEFAULT-VALUE}.")
  private Path encoder;

  /** Ends a training after its steps. */
  private static final class Enough extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  @Override
  public Integer call() throws IOException {
    Recipe recipe =
        RecipeReader.parse(
            RECIPE.formatted(
                file.toAbsolutePath(),
                texts ? ", text: text" : "",
                texts ? "{action} {text}" : "{action} {item}",
                encoder.toAbsolutePath()),
            "log.yaml",
            List.of());
    if (!Files.exists(encoder)) {
      throw new IllegalArgumentException(encoder + ": no such folder; give --encoder");
    }
    // The natives' own start is not the log's.
    Nd4j.create(1).close();
    Path folder = Temporary.folder("taskweave-bench-log");
    Stages stages = new Stages();
    try {
      new TrainingRun(recipe, new RunFolder(folder.resolve("run")), stages, List.of()).train();
      stages.end("the whole epoch, which had fewer steps");
    } catch (Enough enough) {
      stages.end(steps + " steps");
    } finally {
      AtomicFiles.delete(folder);
    }
    return 0;
  }

  /** Prints each stage's end. */
  private final class Stages implements RunListener {

    private final long start = System.nanoTime();
    private long last = start;
    private long events;
    private String current = "start";

    @Override
    public void stage(String what) {
      end(current);
      current = what;
    }

    @Override
    public void logRead(ReadReport report) {
      events = report.rowsRead();
      end("reading the log: " + String.format(Locale.ROOT, "%,d rows", events));
      current = "cutting examples";
    }

    @Override
    public void examplesCut(ExampleSummary summary) {
      end("cutting examples");
      current = "catalog";
    }

    @Override
    public void unknownClasses(Map<String, Integer> counts) {
      end("encoding examples, and the model");
      current = "batches";
      System.out.printf(
          Locale.ROOT,
          "from the file to encoded examples: %,.0f events a second%n",
          events / ((System.nanoTime() - start) / 1e9));
    }

    @Override
    public void stepDone(int epoch, int step, StepResult result) {
      if (step == steps) {
        throw new Enough();
      }
    }

    void end(String what) {
      long now = System.nanoTime();
      System.out.printf(
          Locale.ROOT,
          "%8.1f s  %-45s resident %,6d MB, peak %,6d MB; heap that lives, peak %,6d MB%n",
          (now - last) / 1e9,
          what,
          ResidentMemory.kilobytes("VmRSS") >> 10,
          ResidentMemory.kilobytes("VmHWM") >> 10,
          oldGenerationPeak() >> 20);
      last = now;
    }

    /** The part of the heap that objects come to which outlive some collections. */
    private static long oldGenerationPeak() {
      return ManagementFactory.getMemoryPoolMXBeans().stream()
          .filter(pool -> pool.getType() == MemoryType.HEAP)
          .filter(pool -> pool.getName().contains("Old") || pool.getName().contains("Tenured"))
          .map(MemoryPoolMXBean::getPeakUsage)
          .mapToLong(usage -> usage.getUsed())
          .max()
          .orElse(0);
    }
  }
}
