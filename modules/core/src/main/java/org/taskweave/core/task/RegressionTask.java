package org.taskweave.core.task;

import java.util.List;
import java.util.Optional;
import org.taskweave.core.calibration.Nonconformity;
import org.taskweave.core.config.DefaultValue;
import org.taskweave.core.config.Inline;
import org.taskweave.core.config.MapKey;
import org.taskweave.core.metric.Metric;
import org.taskweave.core.metric.TrivialPredictor;

/**
 * How much? Labels [R], values [R,W] of the standardised label: one, or several quantiles.
 *
 * @param loss what is learned of the label's distribution
 */
public record RegressionTask(
    @MapKey String name,
    LabelRule label,
    @DefaultValue("1") double weight,
    @Inline HeadSpec head,
    Optional<HistoryStatistic> floor,
    @DefaultValue("{squaredError: {}}") RegressionLoss loss)
    implements TaskSpec {

  /** A regression of the mean by squared error. */
  public RegressionTask(
      String name,
      LabelRule label,
      double weight,
      HeadSpec head,
      Optional<HistoryStatistic> floor) {
    this(name, label, weight, head, floor, new RegressionLoss.SquaredError());
  }

  public RegressionTask {
    new TaskRules(RegressionTask.class, LabelForm.NUMBER, FloorRule.VALUE)
        .check(name, label, weight, head, floor)
        .given("loss", loss)
        .done();
  }

  @Override
  public Optional<Nonconformity> nonconformity() {
    return Optional.of(loss.nonconformity());
  }

  @Override
  public LabelForm labelForm() {
    return LabelForm.NUMBER;
  }

  @Override
  public boolean standardises() {
    return true;
  }

  @Override
  public int outputWidth() {
    return loss.width();
  }

  @Override
  public List<Metric> metrics() {
    return loss.metrics();
  }

  @Override
  public TrivialPredictor trivial(double[] labels) {
    return loss.trivial(labels);
  }

  @Override
  public double[] floorScores(double[] numbers, TrivialPredictor trivial) {
    return FloorRule.VALUE.scores(numbers, trivial);
  }

  @Override
  public TaskPrediction prediction(double[] scores) {
    return loss.prediction(scores);
  }

  @Override
  public List<String> parts() {
    return loss.parts();
  }
}
