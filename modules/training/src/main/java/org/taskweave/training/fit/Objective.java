package org.taskweave.training.fit;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.taskweave.core.metric.TaskEvaluation;
import org.taskweave.core.recipe.TrainingRecipe.ObjectiveTerm;

/**
 * What early stopping watches: the weighted mean of metrics as skill over the trivial baseline. A
 * metric that is undefined on the dev split (one class only, say) is left out.
 */
public final class Objective {

  private final List<ObjectiveTerm> terms;

  /**
   * An objective of a recipe.
   *
   * @param terms empty: every task's primary metric with weight 1
   */
  public Objective(List<ObjectiveTerm> terms) {
    this.terms = List.copyOf(terms);
  }

  /** Higher is better; NaN if no term is defined. */
  public double value(List<TaskEvaluation> evaluations) {
    Map<String, TaskEvaluation> byTask =
        evaluations.stream().collect(Collectors.toMap(TaskEvaluation::task, Function.identity()));
    List<ObjectiveTerm> used =
        terms.isEmpty()
            ? evaluations.stream().map(e -> new ObjectiveTerm(e.task(), "", 1)).toList()
            : terms;
    double sum = 0;
    double weights = 0;
    for (ObjectiveTerm term : used) {
      double skill = byTask.get(term.task()).metric(term.metric()).skill();
      if (!Double.isNaN(skill)) {
        sum += term.weight() * skill;
        weights += term.weight();
      }
    }
    return weights == 0 ? Double.NaN : sum / weights;
  }
}
