package org.taskweave.core.task;

import java.util.List;
import java.util.Optional;
import org.taskweave.core.calibration.CalibrationMethod;
import org.taskweave.core.calibration.Nonconformity;
import org.taskweave.core.config.DefaultValue;
import org.taskweave.core.config.Inline;
import org.taskweave.core.config.MapKey;
import org.taskweave.core.config.NamedBy;
import org.taskweave.core.metric.Accuracy;
import org.taskweave.core.metric.MacroF1;
import org.taskweave.core.metric.Metric;
import org.taskweave.core.metric.MulticlassLogLoss;
import org.taskweave.core.metric.TrivialPredictor;

/**
 * Which one of C classes? Labels [R] class indices, probabilities [R,C]; loss: cross-entropy.
 *
 * @param classes in index order; empty until they are learned from the training labels
 * @param classWeights factor on the loss per class; empty for 1
 * @param focalGamma above 0, the loss of a label with probability p is multiplied by (1 -
 *     p)^focalGamma (Lin et al. 2017, arXiv:1708.02002)
 * @param calibration temperature: the classes' probabilities are calibrated by one number, fitted
 *     on the dev split; bundle and exported file hold it
 */
public record MulticlassTask(
    @MapKey String name,
    LabelRule label,
    @DefaultValue("1") double weight,
    @Inline HeadSpec head,
    Optional<HistoryStatistic> floor,
    @DefaultValue("[]") List<String> classes,
    @DefaultValue("[]") @NamedBy("classes") List<Double> classWeights,
    @DefaultValue("0") double focalGamma,
    Optional<CalibrationMethod> calibration)
    implements ClassTask {

  /** A task with plain cross-entropy. */
  public MulticlassTask(
      String name,
      LabelRule label,
      double weight,
      HeadSpec head,
      Optional<HistoryStatistic> floor,
      List<String> classes,
      List<Double> classWeights) {
    this(name, label, weight, head, floor, classes, classWeights, 0, Optional.empty());
  }

  public MulticlassTask {
    classes = List.copyOf(classes);
    classWeights = List.copyOf(classWeights);
    TaskRules rules = new TaskRules(MulticlassTask.class, LabelForm.CLASS, FloorRule.CHOICE);
    rules
        .check(name, label, weight, head, floor)
        .atLeast("focalGamma", focalGamma, 0)
        .require(
            calibration.isEmpty() || calibration.get() == CalibrationMethod.TEMPERATURE,
            "calibration",
            calibration.map(Object::toString).orElse(""),
            "calibrates one probability, not those of classes: write temperature");
    rules.checkClasses(label, classes, classWeights);
    rules.done();
  }

  @Override
  public Optional<Nonconformity> nonconformity() {
    return Optional.of(Nonconformity.ofClasses(classes));
  }

  @Override
  public LabelForm labelForm() {
    return LabelForm.CLASS;
  }

  @Override
  public MulticlassTask withClasses(List<String> resolved) {
    return new MulticlassTask(
        name, label, weight, head, floor, resolved, classWeights, focalGamma, calibration);
  }

  @Override
  public List<Metric> metrics() {
    return List.of(
        new Accuracy(classes.size()),
        new MacroF1(classes.size()),
        new MulticlassLogLoss(classes.size()));
  }

  @Override
  public double[] floorScores(double[] numbers, TrivialPredictor trivial) {
    return FloorRule.CHOICE.scores(numbers, trivial);
  }
}
