package org.taskweave.core.task;

import java.util.List;
import java.util.Optional;
import org.taskweave.core.calibration.Nonconformity;
import org.taskweave.core.config.DefaultValue;
import org.taskweave.core.config.Inline;
import org.taskweave.core.config.MapKey;
import org.taskweave.core.metric.MeanAbsoluteError;
import org.taskweave.core.metric.Metric;
import org.taskweave.core.metric.PoissonDeviance;
import org.taskweave.core.metric.RootMeanSquaredError;
import org.taskweave.core.metric.TrivialPredictor;

/**
 * How many? Labels [R] whole numbers from 0, expected count [R,1]; loss: half the Poisson deviance,
 * of the count's logarithm.
 */
public record CountTask(
    @MapKey String name,
    LabelRule label,
    @DefaultValue("1") double weight,
    @Inline HeadSpec head,
    Optional<HistoryStatistic> floor)
    implements TaskSpec {

  public CountTask {
    new TaskRules(CountTask.class, LabelForm.COUNT, FloorRule.VALUE)
        .check(name, label, weight, head, floor)
        .done();
  }

  @Override
  public Optional<Nonconformity> nonconformity() {
    return Optional.of(Nonconformity.count());
  }

  @Override
  public LabelForm labelForm() {
    return LabelForm.COUNT;
  }

  @Override
  public int outputWidth() {
    return 1;
  }

  @Override
  public List<Metric> metrics() {
    return List.of(new PoissonDeviance(), new MeanAbsoluteError(), new RootMeanSquaredError());
  }

  /** The mean. */
  @Override
  public TrivialPredictor trivial(double[] labels) {
    return TrivialPredictor.mean(labels, 1);
  }

  @Override
  public double[] floorScores(double[] numbers, TrivialPredictor trivial) {
    return FloorRule.VALUE.scores(numbers, trivial);
  }

  @Override
  public TaskPrediction prediction(double[] scores) {
    return new TaskPrediction.Value(scores[0]);
  }
}
