package org.taskweave.training.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import org.taskweave.core.InvalidInputException;
import org.taskweave.core.file.AtomicFiles;
import org.taskweave.core.file.Temporary;
import org.taskweave.core.recipe.Recipe;
import org.taskweave.data.batch.Batches;
import org.taskweave.data.batch.ExampleKeeper;
import org.taskweave.data.example.Split;
import org.taskweave.data.log.LogReader;
import org.taskweave.data.log.NumericAttributes;
import org.taskweave.data.log.SomeUsers;
import org.taskweave.nn.balance.TaskBalance;
import org.taskweave.nn.model.MultiTaskModel;
import org.taskweave.nn.model.ProductPrecision;
import org.taskweave.nn.model.TrainingStep;

/**
 * What a training would do and take, from some of the log's users and a few steps on them.
 *
 * @param rows of the log
 * @param rowsRead of the users that were looked at, all of a small log
 * @param badRows of those
 * @param examples of each split in the whole log, by the share of its rows that were read
 * @param paddingShare of the cells of training batches
 * @param stepsPerEpoch in the whole log
 * @param stepSeconds of one step, the median of some
 * @param dataSeconds from the files to encoded examples, expected
 * @param trainingSeconds of frozen layers, all epochs and their dev evaluations, expected; early
 *     stopping may end it sooner, and dev has no stored states of frozen layers here
 * @param heapBytes that events and examples take, expected
 */
public record TrainingCheck(
    long rows,
    long rowsRead,
    long badRows,
    Map<Split, Long> examples,
    double paddingShare,
    long stepsPerEpoch,
    double stepSeconds,
    double dataSeconds,
    double trainingSeconds,
    long heapBytes) {

  /** So many that a batch of training examples is among them, and few enough for seconds. */
  private static final long ROWS = 50_000;

  private static final int STEPS = 12;
  private static final int UNTIMED_STEPS = 4;

  /**
   * Cut examples: their labels, their part of a history, the lists they stand in, and where their
   * encoded form is in its file.
   */
  private static final long EXAMPLE_BYTES = 266;

  /** Examples that are cut anew from a file: their numbers, and their labels in one pass. */
  private static final long NUMBERED_BYTES = 64;

  /** What the heap must keep free for the collector and all else. */
  private static final double HEAP_SHARE = 0.8;

  /**
   * Reads some users, cuts and encodes their examples, and trains some steps. No file remains.
   *
   * @throws InvalidInputException for all that a training would refuse, as far as these users show
   *     it
   */
  public static TrainingCheck of(Recipe recipe, RunListener listener) {
    try {
      Path folder = Temporary.folder("taskweave-check");
      try {
        return of(recipe, folder, listener);
      } finally {
        AtomicFiles.delete(folder);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static TrainingCheck of(Recipe recipe, Path folder, RunListener listener) {
    listener.stage("loading the encoder " + recipe.encoder().model());
    LoadedEncoder encoder = LoadedEncoder.of(recipe);
    listener.stage("reading some users of the log");
    long start = System.nanoTime();
    SomeUsers sample =
        new LogReader(recipe.data(), Path.of(""), NumericAttributes.of(recipe))
            .someUsers(folder, ROWS);
    TrainingData data = TrainingData.of(recipe, sample.events(), sample.tables(), listener);
    data.requireTrainAndDev();
    try (PreparedExamples prepared =
        PreparedExamples.of(recipe, data, encoder.tokenizerJson(), ExampleKeeper.IN_HEAP)) {
      double own = seconds(start) - sample.loadSeconds();
      try (MultiTaskModel model =
          encoder.newModel(
              prepared.modelSpec(
                  encoder.config(), ItemVectors.of(recipe, data.catalog(), encoder, listener)))) {
        return of(recipe, sample, data, prepared, own, model, listener);
      }
    }
  }

  private static TrainingCheck of(
      Recipe recipe,
      SomeUsers sample,
      TrainingData data,
      PreparedExamples prepared,
      double ownSeconds,
      MultiTaskModel model,
      RunListener listener) {
    listener.stage("training some steps");
    Batches batches = prepared.trainingBatches(1);
    double frozen = frozenSeconds(model, batches);
    double step = stepSeconds(recipe, model, batches);
    long start = System.nanoTime();
    prepared.evaluator(0).evaluate(model, prepared.split(Split.DEV));
    double share = sample.share();
    double devSeconds = seconds(start) / share;
    long steps = Math.max(1, Math.round(batches.size() / share));
    Map<Split, Long> examples = new EnumMap<>(Split.class);
    long all = 0;
    for (Split split : Split.values()) {
      examples.put(split, Math.round(data.of(split).size() / share));
      all += data.of(split).size();
    }
    return new TrainingCheck(
        sample.rows(),
        sample.rowsRead(),
        sample.badRows(),
        examples,
        batches.padding().shareOfCells(),
        steps,
        step,
        sample.loadSeconds() + ownSeconds / share,
        steps * frozen + recipe.training().epochs() * (steps * step + devSeconds),
        UserByUser.fits(recipe)
            ? Math.round(all * NUMBERED_BYTES / share)
            : sample.heapBytes() + Math.round(all * EXAMPLE_BYTES / share));
  }

  /**
   * Frozen layers are computed once for each batch; the first one builds plans and is not timed.
   */
  private static double frozenSeconds(MultiTaskModel model, Batches batches) {
    if (!model.sequenceEncoder().storesFrozenStates()) {
      return 0;
    }
    long start = System.nanoTime();
    for (int i = 0; i < STEPS; i++) {
      start = i == 1 ? System.nanoTime() : start;
      model.storeFrozenStates(batches.get(i % batches.size()).input());
    }
    return seconds(start) / (STEPS - 1);
  }

  /** The first steps build plans and are not timed. */
  private static double stepSeconds(Recipe recipe, MultiTaskModel model, Batches batches) {
    ProductPrecision.of(recipe.training().precision()).applyTo(model);
    TrainingStep step =
        new TrainingStep(
            model,
            recipe.training().clipNorm(),
            recipe.trainingSeed(),
            new TaskBalance(recipe.balancing(), model.tasks(), recipe.trainingSeed()));
    double[] times = new double[STEPS];
    for (int i = 0; i < STEPS; i++) {
      long start = System.nanoTime();
      step.run(batches.get(i % batches.size()), i, 0, 0);
      times[i] = seconds(start);
    }
    double[] timed = Arrays.copyOfRange(times, UNTIMED_STEPS, STEPS);
    Arrays.sort(timed);
    return timed[timed.length / 2];
  }

  private static double seconds(long start) {
    return (System.nanoTime() - start) / 1e9;
  }

  /**
   * Refuses what the heap cannot hold.
   *
   * @param maxHeapBytes the most that there may be
   * @throws InvalidInputException with what is needed, and what lowers it
   */
  public void requireRoom(long maxHeapBytes) {
    if (heapBytes > HEAP_SHARE * maxHeapBytes) {
      throw new InvalidInputException(
          String.format(
              Locale.ROOT,
              "memory: events and examples take about %.1f GB of the Java heap, which has %.1f GB."
                  + " Give the process more (--memory %dg), or lower sequence.maxTokens or"
                  + " maxEvents, the number of examples.cuts, or the rows by data.select.",
              gigabytes(heapBytes),
              gigabytes(maxHeapBytes),
              (long) Math.ceil(gigabytes(heapBytes) / HEAP_SHARE * 2)));
    }
  }

  private static double gigabytes(long bytes) {
    return bytes / (double) (1 << 30);
  }

  private static String time(double seconds) {
    return seconds < 120
        ? Math.max(1, Math.round(seconds)) + " s"
        : String.format(
            Locale.ROOT,
            seconds < 7200 ? "%.0f min" : "%.1f h",
            seconds < 7200 ? seconds / 60 : seconds / 3600);
  }

  /** Lines for a person. */
  public String text() {
    return String.format(
        Locale.ROOT,
        "rows      %,d of %,d looked at, whole users; %,d bad%n"
            + "examples  about %,d train, %,d dev, %,d test%n"
            + "batches   %,d an epoch, %.0f %% of them padding; a step takes %.0f ms%n"
            + "time      about %s from the files to examples, then at most %s of training and dev%n"
            + "heap      about %.1f GB for events and examples%n",
        rowsRead,
        rows,
        badRows,
        examples.get(Split.TRAIN),
        examples.get(Split.DEV),
        examples.get(Split.TEST),
        stepsPerEpoch,
        100 * paddingShare,
        1000 * stepSeconds,
        time(dataSeconds),
        time(trainingSeconds),
        gigabytes(heapBytes));
  }
}
