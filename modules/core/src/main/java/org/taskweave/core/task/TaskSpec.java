package org.taskweave.core.task;

import java.util.List;
import java.util.Optional;
import org.taskweave.core.calibration.CalibrationMethod;
import org.taskweave.core.calibration.Nonconformity;
import org.taskweave.core.config.KindKey;
import org.taskweave.core.metric.CatalogRanking;
import org.taskweave.core.metric.ClassificationReport;
import org.taskweave.core.metric.Measured;
import org.taskweave.core.metric.SeenItems;

/**
 * One question asked of a behaviour sequence. Each kind is one class, which knows everything about
 * itself but how its head learns ({@code nn.head}): which labels it takes, what a row of them and
 * of its predictions is, what it is measured by. Nobody asks which kind a task is.
 */
@KindKey(value = "kind", suffix = "Task")
public sealed interface TaskSpec extends Measured
    permits BinaryTask, ClassTask, RegressionTask, CountTask, TimeToEventTask, RankingTask {

  /** Unique among the tasks; names the head, the output and the metrics. */
  @Override
  String name();

  /** The kind's name in reports, "Multiclass" for instance. */
  default String kindName() {
    String name = getClass().getSimpleName();
    return name.substring(0, name.length() - "Task".length());
  }

  LabelRule label();

  /** Factor of the task's loss in the sum of losses; at least 0. */
  double weight();

  HeadSpec head();

  /** A one-line rule over the user's history that the model is printed beside. */
  Optional<HistoryStatistic> floor();

  /** What its label is. */
  LabelForm labelForm();

  /**
   * Names of the classes in index order; empty for kinds without classes, or if not yet known. Ids
   * of the catalog's items where they are ranked.
   */
  default List<String> classes() {
    return List.of();
  }

  /** Whether it has classes, known or not. */
  default boolean hasClasses() {
    return false;
  }

  /** The same task with its classes; itself if it has none. */
  default TaskSpec withClasses(List<String> resolved) {
    return this;
  }

  /** The same task ranking items of the history or not; itself if it ranks no catalog. */
  default TaskSpec withSeen(SeenItems seen) {
    return this;
  }

  /** How its probabilities are calibrated after training; empty where they stay as they are. */
  default Optional<CalibrationMethod> calibration() {
    return Optional.empty();
  }

  /** How far labels are from predictions, for regions that cover; empty for kinds without one. */
  default Optional<Nonconformity> nonconformity() {
    return Optional.empty();
  }

  /** Whether each token of a sequence has a row of labels and predictions, not the sequence. */
  default boolean perToken() {
    return false;
  }

  /** Whether labels are learned less their mean and over their deviation. */
  default boolean standardises() {
    return false;
  }

  /** Number of values the head puts out for a row (a token, for tagging). */
  int outputWidth();

  @Override
  default int labelWidth() {
    return 1;
  }

  @Override
  default int scoreWidth() {
    return outputWidth();
  }

  @Override
  default Optional<CatalogRanking> ranking() {
    return Optional.empty();
  }

  @Override
  default Optional<ClassificationReport> report(double[] labels, double[] scores) {
    return Optional.empty();
  }

  /**
   * What predictions in natural units say.
   *
   * @param scores [W] of a row; of all rows of an example where each token has one [T*W]; of a
   *     ranking the kept pairs of item and score, {@code NONE} for no item
   */
  TaskPrediction prediction(double[] scores);

  /**
   * Names of the numbers that a prediction consists of, which users or items can be ranked by: the
   * classes, for instance. Empty if it is one number.
   */
  default List<String> parts() {
    return classes();
  }

  /** Why its predictions give no score that users or items can be ranked by; empty if they do. */
  default Optional<String> unranked() {
    return Optional.empty();
  }
}
