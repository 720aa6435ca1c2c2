package org.taskweave.core.task;

import java.util.List;
import java.util.Optional;
import org.taskweave.core.config.DefaultValue;
import org.taskweave.core.config.Inline;
import org.taskweave.core.config.MapKey;
import org.taskweave.core.config.NamedBy;
import org.taskweave.core.metric.Accuracy;
import org.taskweave.core.metric.ClassificationReport;
import org.taskweave.core.metric.MacroF1;
import org.taskweave.core.metric.Metric;
import org.taskweave.core.metric.MulticlassLogLoss;
import org.taskweave.core.metric.TrivialPredictor;

/**
 * Which one of C classes? Labels [R] class indices, probabilities [R,C]; loss: cross-entropy.
 *
 * @param classes in index order; empty until they are learned from the training labels
 * @param classWeights factor on the loss per class; empty for 1
 */
public record MulticlassTask(
    @MapKey String name,
    LabelRule label,
    @DefaultValue("1") double weight,
    @Inline HeadSpec head,
    Optional<HistoryStatistic> floor,
    @DefaultValue("[]") List<String> classes,
    @DefaultValue("[]") @NamedBy("classes") List<Double> classWeights)
    implements TaskSpec {

  public MulticlassTask {
    classes = List.copyOf(classes);
    classWeights = List.copyOf(classWeights);
    TaskRules rules = new TaskRules(MulticlassTask.class, LabelForm.CLASS, FloorRule.CHOICE);
    rules.check(name, label, weight, head, floor);
    rules.checkClasses(label, classes, classWeights);
    rules.done();
  }

  @Override
  public LabelForm labelForm() {
    return LabelForm.CLASS;
  }

  @Override
  public boolean hasClasses() {
    return true;
  }

  @Override
  public MulticlassTask withClasses(List<String> resolved) {
    return new MulticlassTask(name, label, weight, head, floor, resolved, classWeights);
  }

  @Override
  public int outputWidth() {
    return classes.size();
  }

  @Override
  public List<Metric> metrics() {
    return List.of(
        new Accuracy(classes.size()),
        new MacroF1(classes.size()),
        new MulticlassLogLoss(classes.size()));
  }

  /** The classes' shares. */
  @Override
  public TrivialPredictor trivial(double[] labels) {
    return TrivialPredictor.shares(labels, classes.size());
  }

  @Override
  public double[] floorScores(double[] numbers, TrivialPredictor trivial) {
    return FloorRule.CHOICE.scores(numbers, trivial);
  }

  @Override
  public Optional<ClassificationReport> report(double[] labels, double[] scores) {
    return Optional.of(ClassificationReport.ofClasses(classes, labels, scores));
  }

  @Override
  public TaskPrediction prediction(double[] scores) {
    return TaskPrediction.Classes.of(classes, scores);
  }
}
