package org.taskweave.hyperparam.study;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.taskweave.core.metric.Direction;
import org.taskweave.core.recipe.Recipe;
import org.taskweave.core.recipe.RecipeTree;
import org.taskweave.hyperparam.trial.Objective;

/**
 * A study, checked.
 *
 * @param recipe with the study's fixed values
 * @param text as written
 */
public record StudyDefinition(StudySpec spec, RecipeTree recipe, StudyText text) {

  private static final String EARLY_STOPPING = "training.earlyStopping.objective";

  /** The recipe without any searched value: what the found one is compared with. */
  public Recipe defaultRecipe() {
    return recipe.bind();
  }

  /** The metrics of the objective, in order. */
  public List<ObjectiveTerm> terms() {
    return ObjectiveTerm.of(spec.objective(), defaultRecipe());
  }

  /** What trials are compared by: one, unless the objective is a Pareto one. */
  public List<Objective> objectives() {
    List<ObjectiveTerm> terms = terms();
    if (!spec.objective().weighted().isEmpty()) {
      return List.of(new Objective("weighted skill", Direction.HIGHER_IS_BETTER));
    }
    return terms.stream()
        .map(term -> new Objective(term.name(), term.metric().direction()))
        .toList();
  }

  /**
   * The recipe of a trial. Unless the recipe says what early stopping watches, it watches the
   * study's objective.
   *
   * @param values by path
   * @param seed of the training; the examples keep the recipe's own seed
   * @throws org.taskweave.core.InvalidInputException the values do not go together
   */
  public Recipe trialRecipe(Map<String, Object> values, long seed) {
    RecipeTree tree = recipe;
    for (Map.Entry<String, Object> value : values.entrySet()) {
      tree = tree.with(value.getKey(), value.getValue());
    }
    tree = tree.with("training.seed", seed);
    if (tree.get(EARLY_STOPPING).isEmpty()) {
      tree = tree.with(EARLY_STOPPING, watched());
    }
    return tree.bind();
  }

  private List<Map<String, Object>> watched() {
    List<Map<String, Object>> watched = new ArrayList<>();
    for (ObjectiveTerm term : terms()) {
      Map<String, Object> entry = new LinkedHashMap<>();
      entry.put("task", term.task());
      entry.put("metric", term.metric().name());
      entry.put("weight", term.weight());
      watched.add(entry);
    }
    return watched;
  }
}
