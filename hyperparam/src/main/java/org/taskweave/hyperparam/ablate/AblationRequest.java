package org.taskweave.hyperparam.ablate;

import java.util.List;
import org.taskweave.core.InvalidInputException;
import org.taskweave.core.Suggestion;
import org.taskweave.core.recipe.RecipeTree;
import org.taskweave.core.task.TaskSpec;

/**
 * What an ablation is asked for. It is kept in the ablation's folder, so that a killed one can go
 * on without being told again.
 *
 * @param recipe its text, with absolute paths
 * @param without the parts that are left out, each in its turn
 * @param seeds how many; the first is the recipe's own, the others follow it
 * @param trees whether boosted trees are grown beside the recipe
 * @param metrics that are compared; of each task the primary one when empty. None in requests of
 *     older versions
 */
public record AblationRequest(
    String recipe, List<Part> without, int seeds, boolean trees, List<String> metrics) {

  public AblationRequest {
    if (seeds < 1) {
      throw new InvalidInputException("--seeds " + seeds + ": give 1 or more");
    }
    if (without.isEmpty() && !trees) {
      throw new InvalidInputException(
          "--no-trees: then there is nothing to compare the recipe with: name parts to leave out, as"
              + " in --without text,ids, or let the trees grow");
    }
    without = List.copyOf(without);
    metrics = metrics == null ? List.of() : List.copyOf(metrics);
  }

  /**
   * Refuses metrics that no task has.
   *
   * @param tasks of the recipe
   */
  void requireMetrics(List<TaskSpec> tasks) {
    List<String> known =
        tasks.stream().flatMap(task -> task.metricNames().stream()).distinct().toList();
    for (String metric : metrics) {
      if (known.stream().noneMatch(metric::equalsIgnoreCase)) {
        throw new InvalidInputException(
            "--metrics " + metric + ": no task has it; " + Suggestion.forMessage(metric, known));
      }
    }
  }

  /** The recipe, to be changed by parts. */
  public RecipeTree tree() {
    return RecipeTree.parse(recipe, "the ablation's recipe");
  }
}
