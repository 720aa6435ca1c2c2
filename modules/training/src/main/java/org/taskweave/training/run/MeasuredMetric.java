package org.taskweave.training.run;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.taskweave.core.InvalidInputException;

/**
 * A metric as an evaluation's file tells it, see {@link EvaluationJson}.
 *
 * @param primary whether it is its task's primary one
 * @param value NaN where undefined, as the others
 * @param floor of the task's one-line rule, where it has one
 * @param labels known ones
 */
public record MeasuredMetric(
    String task,
    String name,
    boolean primary,
    double value,
    double intervalLow,
    double intervalHigh,
    double trivialBaseline,
    OptionalDouble floor,
    int labels) {

  private static final JsonMapper JSON = new JsonMapper();

  @JsonIgnoreProperties(ignoreUnknown = true)
  private record Task(String task, String primaryMetric, List<Metric> metrics) {}

  @JsonIgnoreProperties(ignoreUnknown = true)
  private record Metric(
      @JsonProperty(required = true) String name,
      double value,
      double intervalLow,
      double intervalHigh,
      double trivialBaseline,
      Double floor,
      int labels) {}

  /**
   * Reads an evaluation's file.
   *
   * @param place what to call it in errors
   * @throws InvalidInputException if it is none
   */
  public static List<MeasuredMetric> read(String json, String place) {
    List<MeasuredMetric> all = new ArrayList<>();
    try {
      for (Task task : JSON.readValue(json, Task[].class)) {
        if (task.task() == null || task.metrics() == null) {
          throw new InvalidInputException(
              place + ": a task has no name or no metrics: take the file from the run again");
        }
        for (Metric metric : task.metrics()) {
          all.add(
              new MeasuredMetric(
                  task.task(),
                  metric.name(),
                  metric.name().equals(task.primaryMetric()),
                  metric.value(),
                  metric.intervalLow(),
                  metric.intervalHigh(),
                  metric.trivialBaseline(),
                  metric.floor() == null
                      ? OptionalDouble.empty()
                      : OptionalDouble.of(metric.floor()),
                  metric.labels()));
        }
      }
    } catch (JsonProcessingException e) {
      throw new InvalidInputException(
          place + ": is no evaluation: " + e.getOriginalMessage() + ": evaluate again", e);
    }
    return all;
  }
}
