package org.taskweave.training.run;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.taskweave.core.InvalidInputException;
import org.taskweave.core.input.BoundedFile;
import org.taskweave.core.recipe.RecipeReader;
import org.taskweave.core.run.RunRecord;
import org.taskweave.training.bundle.ModelBundle;

/**
 * What a run's folder, or a bundle, tells of how it was trained; no model is read.
 *
 * @param recipe YAML text, defaults included
 * @param startedAt ISO instant
 * @param epochs in order
 * @param wantedEpochs the most that the recipe lets it train
 * @param finished whether there is a bundle
 * @param test the test split's metrics; empty for a bundle alone, or where none were measured
 */
public record RunHistory(
    String recipe,
    String dataHash,
    String startedAt,
    List<Epoch> epochs,
    int wantedEpochs,
    boolean finished,
    List<MeasuredMetric> test) {

  private static final int MOST_BYTES = 64 << 20;

  public RunHistory {
    epochs = List.copyOf(epochs);
    test = List.copyOf(test);
  }

  /**
   * One pass over the training examples.
   *
   * @param seconds of its steps; NaN where they were not kept
   * @param devMetrics by task, then by metric
   * @param objective what early stopping watches
   */
  public record Epoch(
      int number, double seconds, Map<String, Map<String, Double>> devMetrics, double objective) {}

  /** The epoch with the best objective, the first of equals; empty before the first one ends. */
  public Optional<Epoch> best() {
    return epochs.stream()
        .reduce((best, next) -> next.objective() > best.objective() ? next : best);
  }

  /** Seconds of all epochs' steps; NaN where they were not kept. */
  public double seconds() {
    return epochs.stream().mapToDouble(Epoch::seconds).sum();
  }

  /**
   * Reads a run's folder.
   *
   * @return empty if there is no run in it that came as far as its log
   * @throws InvalidInputException if a file of it is damaged
   */
  public static Optional<RunHistory> ofRun(Path path) {
    RunFolder folder = new RunFolder(path);
    RunLog log = new RunLog(folder.log());
    if (!log.exists() || !(Files.exists(folder.recipe()) || Files.exists(folder.bundle()))) {
      return Optional.empty();
    }
    return log.start()
        .map(
            start ->
                new RunHistory(
                    start.recipe(),
                    start.dataHash(),
                    start.time(),
                    log.epochEntries().stream().map(RunHistory::epoch).toList(),
                    wantedEpochs(start.recipe(), folder.log().toString()),
                    Files.exists(folder.bundle()),
                    test(folder.evaluationJson())));
  }

  /**
   * Reads a bundle's run record.
   *
   * @throws InvalidInputException if it is no bundle, or damaged
   */
  public static RunHistory ofBundle(Path bundle) {
    RunRecord run = ModelBundle.runOf(bundle);
    return new RunHistory(
        run.recipe(),
        run.dataHash(),
        run.startedAt(),
        run.epochs().stream()
            .map(e -> new Epoch(e.number(), Double.NaN, e.devMetrics(), e.objective()))
            .toList(),
        wantedEpochs(run.recipe(), bundle.toString()),
        true,
        List.of());
  }

  private static int wantedEpochs(String recipe, String place) {
    return RecipeReader.parse(recipe, place, List.of()).training().epochs();
  }

  private static List<MeasuredMetric> test(Path file) {
    return Files.exists(file)
        ? MeasuredMetric.read(BoundedFile.text(file, file.toString(), MOST_BYTES), file.toString())
        : List.of();
  }

  private static Epoch epoch(JsonNode entry) {
    Map<String, Map<String, Double>> metrics = new LinkedHashMap<>();
    for (Iterator<String> tasks = entry.path("devMetrics").fieldNames(); tasks.hasNext(); ) {
      String task = tasks.next();
      Map<String, Double> values = new LinkedHashMap<>();
      JsonNode ofTask = entry.path("devMetrics").path(task);
      for (Iterator<String> names = ofTask.fieldNames(); names.hasNext(); ) {
        String name = names.next();
        values.put(name, number(ofTask.path(name)));
      }
      metrics.put(task, values);
    }
    return new Epoch(
        entry.path("epoch").asInt(),
        number(entry.path("seconds")),
        metrics,
        number(entry.path("objective")));
  }

  /** What is not finite is written as a text. */
  private static double number(JsonNode value) {
    return value.isNumber() ? value.asDouble() : Double.NaN;
  }
}
