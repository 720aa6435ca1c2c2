package org.taskweave.training.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.taskweave.core.InvalidInputException;
import org.taskweave.core.file.AtomicFiles;
import org.taskweave.core.metric.TaskEvaluation;

/** JSON lines, one object per event of a run, each written at once. */
final class RunLog {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path file;

  RunLog(Path file) {
    this.file = file;
  }

  /** The first entry, which tells what the run began with; empty if there is none. */
  Optional<JsonNode> first() {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try (Stream<String> lines = Files.lines(file)) {
      Optional<String> line = lines.findFirst();
      return line.isPresent() ? Optional.of(JSON.readTree(line.get())) : Optional.empty();
    } catch (JsonProcessingException e) {
      throw new InvalidInputException(file + ":1: is no JSON: " + e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the log " + file, e);
    }
  }

  /** A run begins, or goes on after it was interrupted. */
  void begin(
      boolean resume,
      String dataHash,
      Map<String, Integer> exampleCounts,
      Map<String, Integer> unknownClasses,
      double paddingShare) {
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("event", resume ? "resume" : "start");
    entry.put("time", Instant.now().toString());
    entry.put("dataHash", dataHash);
    entry.put("examples", exampleCounts);
    entry.put("unknownClasses", unknownClasses);
    entry.put("paddingShare", paddingShare);
    append(entry);
  }

  /** The test split was scored. */
  void test(List<TaskEvaluation> evaluations) {
    Map<String, Map<String, Double>> metrics = new LinkedHashMap<>();
    for (TaskEvaluation task : evaluations) {
      Map<String, Double> values = new LinkedHashMap<>();
      task.metrics().forEach(metric -> values.put(metric.name(), metric.value()));
      metrics.put(task.task(), values);
    }
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("event", "test");
    entry.put("testMetrics", metrics);
    append(entry);
  }

  void append(Map<String, Object> entry) {
    try {
      AtomicFiles.append(file, JSON.writeValueAsString(entry));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("a log's entry is no JSON: " + entry, e);
    }
  }
}
