package org.taskweave.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.taskweave.core.batch.BatchScorer;
import org.taskweave.core.batch.SequenceInput;
import org.taskweave.data.batch.EncodedExample;
import org.taskweave.data.example.Split;
import org.taskweave.onnx.export.BundleExporter;
import org.taskweave.onnx.export.ExportOptions;
import org.taskweave.onnx.export.ExtraOutputs;
import org.taskweave.onnx.export.ParityExamples;
import org.taskweave.onnx.export.Precision;
import org.taskweave.onnx.score.OnnxScorer;
import org.taskweave.onnx.score.RuntimeOptions;
import org.taskweave.training.bundle.ModelBundle;
import org.taskweave.training.run.RunListener;
import org.taskweave.training.run.TrainingData;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * One process's part of {@link ServingComparison}: all engines on the same batches of the recipe's
 * dev split, in turn, so that drifts of the machine hit all.
 */
@Command(name = "serving-times", hidden = true, description = "Part of the serving benchmark.")
final class ServingTimes implements Runnable {

  private static final List<Integer> BATCH_SIZES = List.of(1, 16, 64);
  private static final int WARM_UP_SEQUENCES = 256;
  private static final int SEQUENCES = 1024;

  @Option(names = "--bundle", required = true)
  private Path path;

  @Option(names = "--threads", required = true)
  private int threads;

  @Override
  public void run() {
    try (ModelBundle bundle = ModelBundle.load(path)) {
      Path folder = Files.createTempDirectory("serving");
      List<EncodedExample> examples = examples(bundle, folder);
      Map<String, BatchScorer> engines = new LinkedHashMap<>();
      engines.put("plan", bundle.model());
      for (Precision precision : List.of(Precision.FP32, Precision.INT8)) {
        engines.put("onnx " + precision.label(), exported(bundle, folder, precision));
      }
      for (int batchSize : BATCH_SIZES) {
        List<SequenceInput> batches =
            bundle.inputs().batcher(batchSize).evaluation(examples).stream()
                .map(batch -> batch.input())
                .toList();
        measure(engines, batches, batchSize);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<EncodedExample> examples(ModelBundle bundle, Path folder) {
    var encoder = bundle.inputs().encoder();
    return TrainingData.read(bundle.recipe(), folder, RunListener.NONE)
        .examples()
        .get(Split.DEV)
        .stream()
        .map(encoder::encode)
        .toList();
  }

  private OnnxScorer exported(ModelBundle bundle, Path folder, Precision precision) {
    Path file = folder.resolve(precision.name() + "/model.onnx");
    new BundleExporter()
        .export(
            bundle,
            file,
            ExportOptions.of(ExtraOutputs.NONE, precision),
            ParityExamples.random(bundle, "random tokens"));
    return OnnxScorer.open(file, new RuntimeOptions(threads, true));
  }

  private void measure(
      Map<String, BatchScorer> engines, List<SequenceInput> batches, int batchSize) {
    Map<String, List<Double>> milliseconds = new LinkedHashMap<>();
    engines.keySet().forEach(name -> milliseconds.put(name, new ArrayList<>()));
    int calls = Math.max(30, SEQUENCES / batchSize);
    int warmUp = Math.max(10, WARM_UP_SEQUENCES / batchSize);
    for (int i = -warmUp; i < calls; i++) {
      SequenceInput batch = batches.get(Math.floorMod(i, batches.size()));
      for (Map.Entry<String, BatchScorer> engine : engines.entrySet()) {
        long start = System.nanoTime();
        engine.getValue().score(batch);
        if (i >= 0) {
          milliseconds.get(engine.getKey()).add((System.nanoTime() - start) / 1e6);
        }
      }
    }
    milliseconds.forEach((name, times) -> print(name, times, batchSize));
  }

  private void print(String engine, List<Double> times, int batchSize) {
    double[] sorted = times.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    System.out.printf(
        Locale.ROOT,
        "serving %d thread(s) batch %2d %-10s p50 %7.2f ms p99 %7.2f ms %7.0f sequences/s%n",
        threads,
        batchSize,
        engine,
        percentile(sorted, 0.5),
        percentile(sorted, 0.99),
        1000.0 * batchSize * sorted.length / Arrays.stream(sorted).sum());
  }

  /** Nearest rank. */
  private static double percentile(double[] sorted, double share) {
    return sorted[(int) Math.ceil(share * sorted.length) - 1];
  }
}
