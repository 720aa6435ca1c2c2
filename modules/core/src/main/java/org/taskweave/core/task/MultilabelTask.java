package org.taskweave.core.task;

import java.util.List;
import java.util.Optional;
import org.taskweave.core.config.DefaultValue;
import org.taskweave.core.config.Inline;
import org.taskweave.core.config.MapKey;
import org.taskweave.core.config.NamedBy;
import org.taskweave.core.metric.ClassificationReport;
import org.taskweave.core.metric.Metric;
import org.taskweave.core.metric.MultilabelLogLoss;
import org.taskweave.core.metric.MultilabelMacroF1;
import org.taskweave.core.metric.TrivialPredictor;

/**
 * Which of C classes, several at once? Labels [R,C] 0 or 1, probabilities [R,C]; loss: mean binary
 * cross-entropy.
 *
 * @param classes in index order; empty until they are learned from the training labels
 * @param classWeights factor on the loss per class; empty for 1
 */
public record MultilabelTask(
    @MapKey String name,
    LabelRule label,
    @DefaultValue("1") double weight,
    @Inline HeadSpec head,
    Optional<HistoryStatistic> floor,
    @DefaultValue("[]") List<String> classes,
    @DefaultValue("[]") @NamedBy("classes") List<Double> classWeights)
    implements ClassTask {

  public MultilabelTask {
    classes = List.copyOf(classes);
    classWeights = List.copyOf(classWeights);
    TaskRules rules = new TaskRules(MultilabelTask.class, LabelForm.CLASS_SET, FloorRule.NONE);
    rules.check(name, label, weight, head, floor);
    rules.checkClasses(label, classes, classWeights);
    rules.checkHorizonEnds(label);
    rules.done();
  }

  @Override
  public LabelForm labelForm() {
    return LabelForm.CLASS_SET;
  }

  @Override
  public MultilabelTask withClasses(List<String> resolved) {
    return new MultilabelTask(name, label, weight, head, floor, resolved, classWeights);
  }

  @Override
  public int labelWidth() {
    return classes.size();
  }

  @Override
  public List<Metric> metrics() {
    return List.of(new MultilabelMacroF1(classes.size()), new MultilabelLogLoss(classes.size()));
  }

  /** The rate of each class. */
  @Override
  public TrivialPredictor trivial(double[] labels) {
    return TrivialPredictor.mean(labels, classes.size());
  }

  @Override
  public double[] floorScores(double[] numbers, TrivialPredictor trivial) {
    return FloorRule.NONE.scores(numbers, trivial);
  }

  @Override
  public Optional<ClassificationReport> report(double[] labels, double[] scores) {
    return Optional.of(ClassificationReport.ofSets(classes, labels, scores));
  }
}
