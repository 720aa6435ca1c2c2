package org.taskweave.core.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.taskweave.core.InvalidInputException;
import org.taskweave.core.file.JsonText;

/**
 * What a model came from, enough to make it again; plain values that become JSON.
 *
 * @param recipe YAML text, defaults included
 * @param dataHash of everything that was read, as in "sha256:..."
 * @param dataUntil ISO instant of the newest event; empty in records from before there were updates
 * @param exampleCounts by split: train, dev, test
 * @param versions by name: taskweave, dl4j, java
 * @param commandLine as given to the program; empty from the Java API
 * @param startedAt ISO instant
 * @param endedAt ISO instant
 * @param epochs in order
 */
public record RunRecord(
    long seed,
    String recipe,
    String dataHash,
    String dataUntil,
    Map<String, Integer> exampleCounts,
    Map<String, String> versions,
    List<String> commandLine,
    String startedAt,
    String endedAt,
    List<Epoch> epochs) {

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  public RunRecord {
    exampleCounts = ordered(exampleCounts);
    versions = ordered(versions);
    commandLine = List.copyOf(commandLine);
    dataUntil = dataUntil == null ? "" : dataUntil;
    if (!dataUntil.isEmpty()) {
      Instant.parse(dataUntil);
    }
    Instant.parse(startedAt);
    Instant.parse(endedAt);
    epochs = List.copyOf(epochs);
  }

  /**
   * One pass over the training examples.
   *
   * @param number from 1
   * @param trainingLoss mean over the epoch's steps of the sum of weighted task losses
   * @param devMetrics by task, then by metric; NaN where undefined
   * @param objective what early stopping watches
   * @param taskWeights mean weight of each task's gradient in what the shared part learned from;
   *     empty with fixed weights
   * @param gradientCosines mean cosine between two tasks' gradients, by "task|task"; empty if they
   *     were not read
   */
  public record Epoch(
      int number,
      double trainingLoss,
      Map<String, Double> taskLosses,
      Map<String, Map<String, Double>> devMetrics,
      double objective,
      Map<String, Double> taskWeights,
      Map<String, Double> gradientCosines) {

    public Epoch {
      // Records from before there was balancing have none.
      taskWeights = taskWeights == null ? Map.of() : ordered(taskWeights);
      gradientCosines = gradientCosines == null ? Map.of() : ordered(gradientCosines);
      taskLosses = ordered(taskLosses);
      Map<String, Map<String, Double>> copies = new LinkedHashMap<>();
      devMetrics.forEach((task, metrics) -> copies.put(task, ordered(metrics)));
      devMetrics = Collections.unmodifiableMap(copies);
    }
  }

  private static <V> Map<String, V> ordered(Map<String, V> map) {
    return Collections.unmodifiableMap(new LinkedHashMap<>(map));
  }

  /** JSON text; NaN is written as the text "NaN". */
  public String toJson() {
    return JsonText.of(JSON, this);
  }

  /**
   * Reads {@link #toJson}.
   *
   * @param sourceName where the text comes from, for messages
   * @throws InvalidInputException it is not a run record
   */
  public static RunRecord fromJson(String json, String sourceName) {
    try {
      return JSON.readValue(json, RunRecord.class);
    } catch (JsonProcessingException e) {
      throw new InvalidInputException(
          sourceName
              + ": is not a run record: "
              + e.getOriginalMessage()
              + ": the file is damaged or of another version; take it from the run again",
          e);
    }
  }
}
