package org.taskweave.training.run;

import java.time.Instant;
import java.util.List;
import org.taskweave.core.metric.TaskEvaluation;
import org.taskweave.core.recipe.UpdateRecipe;
import org.taskweave.training.bundle.ModelBundle;
import org.taskweave.training.fit.TrainingResult;

/**
 * A bundle that went on learning.
 *
 * @param bundle the new one, to be closed
 * @param lines it beside the old one on the test split of the moved cuts
 * @param test its evaluation there, beside trivial baselines and floors
 * @param until time of the newest event
 * @param newExamples training examples that the old model had not learned from
 * @param replayed old ones among those learned from
 * @param newItems that joined the catalog
 * @param textless new items that did not, since they have no text to be known by
 * @param seconds of preparation, training and measuring
 */
public record UpdatedBundle(
    ModelBundle bundle,
    List<UpdateLine> lines,
    List<TaskEvaluation> test,
    TrainingResult training,
    Instant until,
    int newExamples,
    int replayed,
    int newItems,
    int textless,
    double seconds)
    implements AutoCloseable {

  public UpdatedBundle {
    lines = List.copyOf(lines);
    test = List.copyOf(test);
  }

  /**
   * Whether it takes the old one's place by its recipe's rule ({@link UpdateRecipe}): some primary
   * metric that decides could be measured, none is worse beyond its interval, and, where the rule
   * says so, one is better.
   */
  public boolean isPromoted() {
    return isPromoted(lines, bundle.recipe().update());
  }

  static boolean isPromoted(List<UpdateLine> lines, UpdateRecipe rule) {
    List<UpdateLine> deciding =
        lines.stream()
            .filter(line -> line.primary() && rule.judges(line.task()) && line.measured())
            .toList();
    return !deciding.isEmpty()
        && deciding.stream().noneMatch(UpdateLine::worse)
        && (rule.promote() == UpdateRecipe.Promotion.NOT_WORSE
            || deciding.stream().anyMatch(UpdateLine::better));
  }

  @Override
  public void close() {
    bundle.close();
  }
}
