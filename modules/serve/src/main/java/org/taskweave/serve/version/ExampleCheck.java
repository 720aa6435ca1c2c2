package org.taskweave.serve.version;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.taskweave.core.InvalidInputException;
import org.taskweave.core.input.BoundedFile;
import org.taskweave.core.task.TaskPrediction;
import org.taskweave.recommend.Prediction;
import org.taskweave.serve.api.Predict;
import org.taskweave.serve.batch.DeadlineException;
import org.taskweave.serve.batch.ScoringException;
import org.taskweave.serve.http.HttpProblem;
import org.taskweave.serve.http.Request;
import org.taskweave.serve.model.ServedVersion;

/**
 * Asks a version stored questions before anybody else does: each line of a file is the body of a
 * {@code /v1/predict}. One that cannot be answered refuses the version; how far its numbers are
 * from those of the version that answers now is told.
 */
final class ExampleCheck {

  private static final Logger LOG = LoggerFactory.getLogger(ExampleCheck.class);
  private static final int MOST_BYTES = 64 << 20;

  private final Predict predict;

  ExampleCheck(Predict predict) {
    this.predict = predict;
  }

  /**
   * What came out.
   *
   * @param examples how many were asked
   * @param differences by task, mean absolute difference of its number (or of its classes'
   *     probabilities) from the other version's
   */
  record Outcome(int examples, Map<String, Double> differences) {}

  /**
   * Asks both versions.
   *
   * @throws InvalidInputException if the new one cannot answer, or lacks a task of the old one that
   *     the examples ask for
   */
  Outcome check(Path file, ServedVersion fresh, ServedVersion old) {
    List<String> lines =
        BoundedFile.text(file, file.toString(), MOST_BYTES)
            .lines()
            .filter(line -> !line.isBlank())
            .toList();
    PredictionDifference differences = new PredictionDifference();
    for (int i = 0; i < lines.size(); i++) {
      List<Prediction> now = ask(old, lines.get(i));
      List<Prediction> then;
      try {
        then = ask(fresh, lines.get(i));
      } catch (HttpProblem | InvalidInputException e) {
        throw refused(fresh, file, i, e.getMessage(), e);
      } catch (ScoringException | DeadlineException e) {
        LOG.error("version {} fails on line {} of {}", fresh.name(), i + 1, file, e);
        throw refused(fresh, file, i, "its engine fails; the log tells more", e);
      }
      for (int k = 0; k < now.size(); k++) {
        differences.add(now.get(k), then.get(k));
      }
    }
    return new Outcome(lines.size(), differences.means());
  }

  private static InvalidInputException refused(
      ServedVersion fresh, Path file, int line, String why, RuntimeException cause) {
    return new InvalidInputException(
        "version \""
            + fresh.name()
            + "\" cannot answer line "
            + (line + 1)
            + " of "
            + file.getFileName()
            + ": "
            + why,
        cause);
  }

  private List<Prediction> ask(ServedVersion version, String line) {
    return predict
        .ask(
            version,
            new Request(
                Map.of(),
                Map.of(),
                line.getBytes(StandardCharsets.UTF_8),
                System.nanoTime() + 60_000_000_000L))
        .predictions();
  }

  /** Sums of differences by task. */
  private static final class PredictionDifference {
    private final Map<String, List<Double>> byTask = new TreeMap<>();

    void add(Prediction one, Prediction other) {
      one.tasks()
          .forEach(
              (task, said) -> {
                TaskPrediction otherSaid = other.tasks().get(task);
                if (otherSaid == null) {
                  throw new InvalidInputException(
                      "the new version has no task \"" + task + "\", which is asked for");
                }
                Differences.between(said, otherSaid)
                    .forEach(d -> byTask.computeIfAbsent(task, t -> new ArrayList<>()).add(d));
              });
    }

    Map<String, Double> means() {
      Map<String, Double> means = new TreeMap<>();
      byTask.forEach(
          (task, all) ->
              means.put(task, all.stream().mapToDouble(Double::doubleValue).average().orElse(0)));
      return means;
    }
  }
}
