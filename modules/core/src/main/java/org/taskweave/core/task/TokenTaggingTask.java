package org.taskweave.core.task;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
 * Which tag does each token carry (B/I/O)? Labels [B*T] class indices, probabilities [B*T,C]; loss:
 * cross-entropy over the tokens with a known tag.
 *
 * @param classes in index order; empty until they are learned from the training labels
 * @param classWeights factor on the loss per class; empty for 1
 */
public record TokenTaggingTask(
    @MapKey String name,
    LabelRule label,
    @DefaultValue("1") double weight,
    @Inline HeadSpec head,
    Optional<HistoryStatistic> floor,
    @DefaultValue("[]") List<String> classes,
    @DefaultValue("[]") @NamedBy("classes") List<Double> classWeights)
    implements ClassTask {

  public TokenTaggingTask {
    classes = List.copyOf(classes);
    classWeights = List.copyOf(classWeights);
    TaskRules rules = new TaskRules(TokenTaggingTask.class, LabelForm.WORD_TAGS, FloorRule.NONE);
    rules.check(name, label, weight, head, floor);
    rules.checkClasses(label, classes, classWeights);
    rules.done();
  }

  @Override
  public LabelForm labelForm() {
    return LabelForm.WORD_TAGS;
  }

  @Override
  public TokenTaggingTask withClasses(List<String> resolved) {
    return new TokenTaggingTask(name, label, weight, head, floor, resolved, classWeights);
  }

  @Override
  public boolean perToken() {
    return true;
  }

  @Override
  public List<Metric> metrics() {
    return List.of(
        new MacroF1(classes.size()),
        new Accuracy(classes.size()),
        new MulticlassLogLoss(classes.size()));
  }

  @Override
  public double[] floorScores(double[] numbers, TrivialPredictor trivial) {
    return FloorRule.NONE.scores(numbers, trivial);
  }

  /** The most probable tag of each token; of equal ones the first. */
  @Override
  public TaskPrediction prediction(double[] scores) {
    List<String> tags = new ArrayList<>();
    for (int first = 0; first < scores.length; first += classes.size()) {
      int best = 0;
      for (int c = 1; c < classes.size(); c++) {
        if (scores[first + c] > scores[first + best]) {
          best = c;
        }
      }
      tags.add(classes.get(best));
    }
    return new TaskPrediction.Tags(tags);
  }

  @Override
  public Optional<String> unranked() {
    return Optional.of("tags tokens and gives no score of a user or item");
  }
}
