package org.taskweave.core.task;

import java.util.List;
import java.util.Optional;
import org.taskweave.core.calibration.Nonconformity;
import org.taskweave.core.config.DefaultValue;
import org.taskweave.core.config.Inline;
import org.taskweave.core.config.MapKey;
import org.taskweave.core.metric.Accuracy;
import org.taskweave.core.metric.Metric;
import org.taskweave.core.metric.MulticlassLogLoss;
import org.taskweave.core.metric.QuadraticKappa;
import org.taskweave.core.metric.RankedProbability;
import org.taskweave.core.metric.TrivialPredictor;

/**
 * Which one of C classes that have an order? Labels [R] class indices, probabilities [R,C]; loss:
 * -log of the true class's probability, in a model of cumulative logits.
 *
 * @param classes from the lowest to the highest; may be left out where the label's bands name them
 */
public record OrdinalTask(
    @MapKey String name,
    LabelRule label,
    @DefaultValue("1") double weight,
    @Inline HeadSpec head,
    Optional<HistoryStatistic> floor,
    @DefaultValue("[]") List<String> classes)
    implements ClassTask {

  public OrdinalTask {
    classes = List.copyOf(classes);
    TaskRules rules = new TaskRules(OrdinalTask.class, LabelForm.CLASS, FloorRule.CHOICE);
    rules
        .check(name, label, weight, head, floor)
        .require(
            label == null || !classes.isEmpty() || !label.bands().isEmpty(),
            "classes",
            "nothing",
            "tells the order of the classes: name them from the lowest to the highest, or give the"
                + " label bands");
    rules.checkClasses(label, classes, List.of());
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
  public OrdinalTask withClasses(List<String> resolved) {
    return new OrdinalTask(name, label, weight, head, floor, resolved);
  }

  @Override
  public List<Metric> metrics() {
    int count = classes.size();
    return List.of(
        new RankedProbability(count),
        new QuadraticKappa(count),
        new Accuracy(count),
        new MulticlassLogLoss(count));
  }

  @Override
  public double[] floorScores(double[] numbers, TrivialPredictor trivial) {
    return FloorRule.CHOICE.scores(numbers, trivial);
  }
}
