package org.taskweave.training.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.taskweave.core.InvalidInputException;
import org.taskweave.core.file.AtomicFiles;
import org.taskweave.core.file.JsonText;
import org.taskweave.core.input.BoundedFile;
import org.taskweave.core.metric.TaskEvaluation;

/** JSON lines, one object per event of a run, each written at once. */
final class RunLog {

  private static final int MOST_BYTES = 1 << 30;
  private static final ObjectMapper JSON = new ObjectMapper();

  /** The event of an epoch's line. */
  static final String EPOCH = "epoch";

  private static final String TEST = "test";

  private final Path file;

  RunLog(Path file) {
    this.file = file;
  }

  /** What a run began with, by its log's first line. */
  record Start(String time, String dataHash, String recipe) {}

  /**
   * The beginning of the run.
   *
   * @return empty if there is no whole line yet
   * @throws InvalidInputException if the first line tells something else
   */
  Optional<Start> start() {
    List<String> lines = lines();
    if (lines.isEmpty()) {
      return Optional.empty();
    }
    try {
      JsonNode entry = JSON.readTree(lines.get(0));
      if (entry.hasNonNull("time") && entry.hasNonNull("dataHash") && entry.hasNonNull("recipe")) {
        return Optional.of(
            new Start(
                entry.get("time").asText(),
                entry.get("dataHash").asText(),
                entry.get("recipe").asText()));
      }
    } catch (JsonProcessingException e) {
      throw new InvalidInputException(file + ":1: is no JSON: " + e.getOriginalMessage(), e);
    }
    throw new InvalidInputException(
        file
            + ":1: does not tell the data and the recipe that the run began with; start the run"
            + " anew");
  }

  /** Numbers of the epochs that have a line. */
  Set<Integer> epochs() {
    Set<Integer> epochs = new TreeSet<>();
    events(EPOCH).forEach(entry -> epochs.add(entry.path("epoch").asInt()));
    return epochs;
  }

  /** The lines of the epochs, in order. */
  List<JsonNode> epochEntries() {
    return events(EPOCH);
  }

  private List<JsonNode> events(String event) {
    List<JsonNode> events = new ArrayList<>();
    for (String line : lines()) {
      try {
        JsonNode entry = JSON.readTree(line);
        if (entry.path("event").asText().equals(event)) {
          events.add(entry);
        }
      } catch (JsonProcessingException e) {
        throw new InvalidInputException(file + ": a line is no JSON: " + line, e);
      }
    }
    return events;
  }

  /** Whether there is a log at all, be it one that a full disk cut off in its first line. */
  boolean exists() {
    return Files.exists(file);
  }

  /** Removes what a full disk or a kill left of a last line. */
  void removeHalfLine() {
    if (exists()) {
      String whole = lines().stream().map(line -> line + "\n").collect(Collectors.joining());
      if (!whole.equals(text())) {
        AtomicFiles.write(file, whole);
      }
    }
  }

  /** The lines that have an end. */
  private List<String> lines() {
    String text = exists() ? text() : "";
    return text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
  }

  private String text() {
    // A kill may leave half a character at the end.
    return new String(BoundedFile.bytes(file, file.toString(), MOST_BYTES), StandardCharsets.UTF_8);
  }

  /** A run begins, or goes on after it was interrupted. */
  void begin(
      boolean resume,
      String recipe,
      String dataHash,
      Map<String, Integer> exampleCounts,
      Map<String, Integer> unknownClasses,
      double paddingShare) {
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("event", resume ? "resume" : "start");
    entry.put("time", Instant.now().toString());
    entry.put("dataHash", dataHash);
    if (!resume) {
      entry.put("recipe", recipe);
    }
    entry.put("examples", exampleCounts);
    entry.put("unknownClasses", unknownClasses);
    entry.put("paddingShare", paddingShare);
    append(entry);
  }

  /** The test split was scored; a run that goes on after that scores it the same again. */
  void test(List<TaskEvaluation> evaluations) {
    if (!events(TEST).isEmpty()) {
      return;
    }
    Map<String, Map<String, Double>> metrics = new LinkedHashMap<>();
    for (TaskEvaluation task : evaluations) {
      Map<String, Double> values = new LinkedHashMap<>();
      task.metrics().forEach(metric -> values.put(metric.name(), metric.value()));
      metrics.put(task.task(), values);
    }
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("event", TEST);
    entry.put("testMetrics", metrics);
    append(entry);
  }

  void append(Map<String, Object> entry) {
    AtomicFiles.append(file, JsonText.of(JSON, entry));
  }
}
