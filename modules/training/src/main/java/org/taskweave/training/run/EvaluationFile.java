package org.taskweave.training.run;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.taskweave.core.InvalidInputException;
import org.taskweave.core.file.AtomicFiles;
import org.taskweave.core.metric.Direction;
import org.taskweave.core.metric.MetricResult;
import org.taskweave.core.metric.RuleResult;
import org.taskweave.core.metric.TaskEvaluation;
import org.taskweave.data.table.Column;
import org.taskweave.data.table.ColumnType.Scalar;
import org.taskweave.data.table.TableFile;
import org.taskweave.data.table.TableFormat;
import org.taskweave.data.table.TableRows;
import org.taskweave.training.evaluate.SplitProtocol;

/**
 * Evaluations in a file, told by its name: .json as {@link EvaluationJson}; .csv, .jsonl and
 * .parquet as a table with a row for each metric of the model (predictor: model) and of each rule
 * that a next-item task stands beside (predictor: the rule). Columns: split, task, metric,
 * predictor, better (higher or lower), primary_metric, value, low and high (the 95 % interval),
 * trivial, floor, labels, below_floor, protocol. What is undefined or does not apply is null.
 */
public final class EvaluationFile {

  private static final String JSON = ".json";
  private static final String MODEL = "model";
  private static final List<Column> COLUMNS =
      List.of(
          new Column("split", Scalar.TEXT),
          new Column("task", Scalar.TEXT),
          new Column("metric", Scalar.TEXT),
          new Column("predictor", Scalar.TEXT),
          new Column("better", Scalar.TEXT),
          new Column("primary_metric", Scalar.BOOLEAN),
          new Column("value", Scalar.DOUBLE),
          new Column("low", Scalar.DOUBLE),
          new Column("high", Scalar.DOUBLE),
          new Column("trivial", Scalar.DOUBLE),
          new Column("floor", Scalar.DOUBLE),
          new Column("labels", Scalar.INTEGER),
          new Column("below_floor", Scalar.BOOLEAN),
          new Column("protocol", Scalar.TEXT));

  private EvaluationFile() {}

  /**
   * Checks a file's name before any work is done.
   *
   * @throws InvalidInputException if it ends in none of .json, .jsonl, .csv, .parquet
   */
  public static void checkName(Path file) {
    if (isJson(file)) {
      return;
    }
    try {
      TableFormat.of(file);
    } catch (InvalidInputException e) {
      throw new InvalidInputException(
          file
              + ": the format is told by the name, which must end in .json, .jsonl, .csv or"
              + " .parquet",
          e);
    }
  }

  /** Writes the whole file or nothing. */
  public static void write(Path file, SplitProtocol split, List<TaskEvaluation> evaluations) {
    checkName(file);
    if (isJson(file)) {
      AtomicFiles.write(file, EvaluationJson.of(split, evaluations));
      return;
    }
    TableFile.write(
        file,
        COLUMNS,
        rows -> {
          for (TaskEvaluation evaluation : evaluations) {
            add(rows, split, evaluation);
          }
        });
  }

  private static boolean isJson(Path file) {
    return String.valueOf(file.getFileName()).endsWith(JSON);
  }

  private static void add(TableRows rows, SplitProtocol split, TaskEvaluation evaluation) {
    String protocol =
        split.text() + evaluation.protocol().map(measured -> "; " + measured).orElse("");
    for (MetricResult result : evaluation.metrics()) {
      rows.add(
          name(split),
          evaluation.task(),
          result.name(),
          MODEL,
          result.direction() == Direction.HIGHER_IS_BETTER ? "higher" : "lower",
          result.name().equals(evaluation.primaryMetric()),
          result.value(),
          result.intervalLow(),
          result.intervalHigh(),
          result.trivialBaseline(),
          result.floor().isPresent() ? result.floor().getAsDouble() : null,
          result.labelCount(),
          evaluation.marked(result),
          protocol);
    }
    for (RuleResult rule : evaluation.rules()) {
      for (Map.Entry<String, Double> value : rule.values().entrySet()) {
        Optional<MetricResult> ofModel =
            evaluation.metrics().stream().filter(m -> m.name().equals(value.getKey())).findFirst();
        rows.add(
            name(split),
            evaluation.task(),
            value.getKey(),
            rule.rule(),
            "higher",
            value.getKey().equals(evaluation.primaryMetric()),
            value.getValue(),
            null,
            null,
            null,
            null,
            ofModel.map(MetricResult::labelCount).orElse(null),
            null,
            protocol);
      }
    }
  }

  private static String name(SplitProtocol split) {
    return split.split().name().toLowerCase(Locale.ROOT);
  }
}
