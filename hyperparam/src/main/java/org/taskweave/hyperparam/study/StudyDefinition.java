package org.taskweave.hyperparam.study;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.taskweave.core.config.ConfigNode;
import org.taskweave.core.config.ConfigPath;
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
  private static final Pattern TASK_RATE = Pattern.compile("tasks\\.[^.]+\\.learningRate");

  /** The recipe without any searched value: what the found one is compared with. */
  public Recipe defaultRecipe() {
    return recipe.bind();
  }

  /**
   * What the default recipe has at a path, as text; a task's learning rate that it leaves open is
   * that of the training.
   */
  public Optional<String> defaultValue(String path) {
    RecipeTree whole = RecipeTree.of(defaultRecipe());
    Optional<String> value = whole.get(path);
    return value.isEmpty() && TASK_RATE.matcher(path).matches()
        ? whole.get("training.learningRate")
        : value;
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
      tree = tree.with(EARLY_STOPPING, watched(terms()));
    }
    return tree.bind();
  }

  /**
   * The study of one task alone: the other tasks, the architecture that shares between them, and
   * what is searched of both are gone, and so is the task's own weight, which means nothing alone.
   * Budget, generator and pruner are the same; the objective is the metric that this study looks
   * at, or the task's primary one.
   */
  public Optional<StudyDefinition> alone(String task) {
    ConfigNode.Mapping tasks = (ConfigNode.Mapping) recipe.node("tasks").orElseThrow();
    Map<String, ConfigNode> only = new LinkedHashMap<>(tasks.entries());
    only.keySet().retainAll(List.of(task));
    String metric =
        terms().stream()
            .filter(term -> term.task().equals(task))
            .map(ObjectiveTerm::name)
            .findFirst()
            .orElse(task);
    ObjectiveTerm term = ObjectiveTerm.of(metric, 1, defaultRecipe());
    RecipeTree tree =
        recipe
            .with("tasks", new ConfigNode.Mapping(only, tasks.position()))
            .with("sharing", Map.of("kind", "sharedBottom"))
            .with(EARLY_STOPPING, watched(List.of(term)));
    List<ParameterSpec> space =
        spec.space().stream().filter(p -> concerns(p.path(), task)).toList();
    List<String> paths = space.stream().map(ParameterSpec::path).toList();
    if (space.isEmpty()) {
      return Optional.empty();
    }
    StudySpec alone =
        new StudySpec(
            space,
            spec.tie().stream()
                .filter(tie -> paths.contains(tie.to()) && concerns(tie.path(), task))
                .toList(),
            new ObjectiveSpec(Optional.of(term.name()), List.of(), List.of()),
            spec.generator(),
            spec.pruner(),
            spec.trainingsPerTrial(),
            spec.budget(),
            spec.workers(),
            spec.seed(),
            false);
    return Optional.of(new StudyDefinition(alone, tree, text));
  }

  private static boolean concerns(String path, String task) {
    ConfigPath parsed = ConfigPath.parse(path);
    boolean ofTask = parsed.length() > 1 && parsed.first(1).lastKey().equals("tasks");
    boolean ofSharing = parsed.first(1).lastKey().equals("sharing");
    return (!ofTask && !ofSharing)
        || (ofTask
            && parsed.first(2).lastKey().equals(task)
            && !(parsed.length() == 3 && parsed.lastKey().equals("weight")));
  }

  private static List<Map<String, Object>> watched(List<ObjectiveTerm> terms) {
    List<Map<String, Object>> watched = new ArrayList<>();
    for (ObjectiveTerm term : terms) {
      Map<String, Object> entry = new LinkedHashMap<>();
      entry.put("task", term.task());
      entry.put("metric", term.metric().name());
      entry.put("weight", term.weight());
      watched.add(entry);
    }
    return watched;
  }
}
