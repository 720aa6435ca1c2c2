package org.taskweave.core.task;

import java.util.List;
import java.util.Optional;
import org.taskweave.core.calibration.CalibrationMethod;
import org.taskweave.core.calibration.Nonconformity;
import org.taskweave.core.config.DefaultValue;
import org.taskweave.core.config.Inline;
import org.taskweave.core.config.MapKey;
import org.taskweave.core.metric.AreaUnderRoc;
import org.taskweave.core.metric.AveragePrecision;
import org.taskweave.core.metric.CalibrationError;
import org.taskweave.core.metric.ClassificationReport;
import org.taskweave.core.metric.GroupAreaUnderRoc;
import org.taskweave.core.metric.GroupNormalizedGain;
import org.taskweave.core.metric.LogLoss;
import org.taskweave.core.metric.Metric;
import org.taskweave.core.metric.TrivialPredictor;

/**
 * Will it happen? Labels [R] 0 or 1, probability [R,1]; loss: binary cross-entropy.
 *
 * @param positiveWeight factor on the loss of positive labels; 1 is plain cross-entropy
 * @param focalGamma above 0, the loss of a label with probability p is multiplied by (1 -
 *     p)^focalGamma, so that what is right already counts less (Lin et al. 2017, arXiv:1708.02002)
 * @param calibration what makes probabilities that mean what they say of the trained model's,
 *     fitted on the dev split: temperature (one number) or isotonic (an increasing function of any
 *     form); bundle and exported file hold it. Weights of labels and focalGamma distort
 *     probabilities, which this mends
 */
public record BinaryTask(
    @MapKey String name,
    LabelRule label,
    @DefaultValue("1") double weight,
    @Inline HeadSpec head,
    Optional<HistoryStatistic> floor,
    @DefaultValue("1") double positiveWeight,
    @DefaultValue("0") double focalGamma,
    Optional<CalibrationMethod> calibration)
    implements TaskSpec {

  /** A task with plain cross-entropy. */
  public BinaryTask(
      String name,
      LabelRule label,
      double weight,
      HeadSpec head,
      Optional<HistoryStatistic> floor,
      double positiveWeight) {
    this(name, label, weight, head, floor, positiveWeight, 0, Optional.empty());
  }

  public BinaryTask {
    new TaskRules(BinaryTask.class, LabelForm.FLAG, FloorRule.RANKING)
        .check(name, label, weight, head, floor)
        .positive("positiveWeight", positiveWeight)
        .atLeast("focalGamma", focalGamma, 0)
        .done();
  }

  @Override
  public Optional<Nonconformity> nonconformity() {
    return Optional.of(Nonconformity.ofClasses(List.of("no", "yes")));
  }

  @Override
  public LabelForm labelForm() {
    return LabelForm.FLAG;
  }

  @Override
  public int outputWidth() {
    return 1;
  }

  @Override
  public List<Metric> metrics() {
    return List.of(
        new AreaUnderRoc(), new AveragePrecision(), new LogLoss(), new CalibrationError());
  }

  /** Of a user's items, which he says yes to. */
  @Override
  public List<Metric> metricsWithin(int[] users) {
    return head.readsItem()
        ? List.of(new GroupAreaUnderRoc(users), new GroupNormalizedGain(users))
        : List.of();
  }

  /** The rate of positives. */
  @Override
  public TrivialPredictor trivial(double[] labels) {
    return TrivialPredictor.mean(labels, 1);
  }

  @Override
  public double[] floorScores(double[] numbers, TrivialPredictor trivial) {
    return FloorRule.RANKING.scores(numbers, trivial);
  }

  @Override
  public Optional<ClassificationReport> report(double[] labels, double[] scores) {
    return Optional.of(ClassificationReport.ofBinary(labels, scores));
  }

  @Override
  public TaskPrediction prediction(double[] scores) {
    return new TaskPrediction.Probability(scores[0]);
  }
}
