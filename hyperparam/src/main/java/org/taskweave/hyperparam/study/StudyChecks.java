package org.taskweave.hyperparam.study;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.taskweave.core.InvalidInputException;
import org.taskweave.core.config.ConfigNode;
import org.taskweave.core.config.ConfigPath;
import org.taskweave.core.config.LocatedProblems;
import org.taskweave.core.config.Position;
import org.taskweave.core.recipe.Recipe;
import org.taskweave.core.recipe.RecipeTree;
import org.taskweave.core.task.TaskSpec;
import org.taskweave.hyperparam.space.Dimension;
import org.taskweave.hyperparam.space.SearchSpace;

/**
 * Finds what is wrong between a study and its recipe before anything runs: the recipe is bound with
 * every searched path at its ends, at each choice, and between (where a field may want a whole
 * number), one path at a time and all together.
 */
final class StudyChecks {

  /** The ends, and a place that is no whole number in most ranges. */
  private static final double[] PROBES = {0, 0.3717, 1};

  private final StudyDefinition study;
  private final ConfigNode root;
  private final LocatedProblems problems = new LocatedProblems();

  StudyChecks(StudyDefinition study, ConfigNode root) {
    this.study = study;
    this.root = root;
  }

  void throwIfAny() {
    Recipe recipe = study.defaultRecipe();
    objectiveIsKnown(recipe);
    SearchSpace space = study.spec().searchSpace();
    for (int i = 0; i < space.dimensions().size(); i++) {
      probe(space, i);
    }
    for (TieSpec tie : study.spec().tie()) {
      probeTie(space, tie);
    }
    problems.throwIfAny();
    tasksCanBeAlone(recipe);
    together(space);
    problems.throwIfAny();
  }

  private void tasksCanBeAlone(Recipe recipe) {
    if (!study.spec().singleTask()) {
      return;
    }
    if (recipe.tasks().size() == 1) {
      problems.add(
          position("singleTask"),
          "singleTask",
          "true compares with each task alone, but the recipe has one task only: set it to false");
      return;
    }
    for (TaskSpec task : recipe.tasks()) {
      if (study.alone(task.name()).isEmpty()) {
        problems.add(
            position("singleTask"),
            "singleTask",
            "nothing that is searched concerns task "
                + task.name()
                + " alone: search a field of the task other than its weight, or of the encoder or"
                + " the training");
      }
    }
  }

  private void objectiveIsKnown(Recipe recipe) {
    ObjectiveSpec objective = study.spec().objective();
    objective.metric().ifPresent(text -> known(text, "objective.metric", recipe));
    for (ObjectiveSpec.Weighted weighted : objective.weighted()) {
      known(weighted.metric(), ConfigPath.append("objective.weighted", weighted.metric()), recipe);
    }
    for (int i = 0; i < objective.pareto().size(); i++) {
      known(objective.pareto().get(i), "objective.pareto[" + i + "]", recipe);
    }
  }

  private void known(String text, String path, Recipe recipe) {
    ObjectiveTerm.problem(text, recipe)
        .ifPresent(problem -> problems.add(position(path), path, problem));
  }

  private void probe(SearchSpace space, int index) {
    Dimension dimension = space.dimensions().get(index);
    int levels = dimension.kind() == Dimension.Kind.CHOICE ? dimension.levels() : 0;
    double[] unit = new double[space.numParameters()];
    int probes = levels > 0 ? levels : PROBES.length;
    for (int i = 0; i < probes; i++) {
      unit[index] = levels > 0 ? (i + 0.5) / levels : PROBES[i];
      Object value = space.getValue(unit).get(dimension.path());
      Optional<String> problem = binding(Map.of(dimension.path(), value));
      if (problem.isPresent()) {
        String path = ConfigPath.append("space", dimension.path());
        problems.add(position(path), path, "with " + value + ": " + problem.get());
        return;
      }
    }
  }

  private void probeTie(SearchSpace space, TieSpec tie) {
    for (double probe : PROBES) {
      double[] unit = new double[space.numParameters()];
      java.util.Arrays.fill(unit, probe);
      Object value = space.getValue(unit).get(tie.path());
      Optional<String> problem = binding(Map.of(tie.path(), value));
      if (problem.isPresent()) {
        String path = ConfigPath.append("tie", tie.path());
        problems.add(position(path), path, "with " + value + ": " + problem.get());
        return;
      }
    }
  }

  /** Fields that are fine alone may not go together. */
  private void together(SearchSpace space) {
    for (double probe : List.of(0.0, 1.0)) {
      double[] unit = new double[space.numParameters()];
      java.util.Arrays.fill(unit, probe);
      Map<String, Object> values = new LinkedHashMap<>(space.getValue(unit));
      binding(values)
          .ifPresent(
              problem ->
                  problems.add(
                      position("space"), "space", "with " + values + " together: " + problem));
    }
  }

  private Optional<String> binding(Map<String, Object> values) {
    try {
      RecipeTree tree = study.recipe();
      for (Map.Entry<String, Object> value : values.entrySet()) {
        tree = tree.with(value.getKey(), value.getValue());
      }
      tree.bind();
      return Optional.empty();
    } catch (InvalidInputException e) {
      return Optional.of(e.getMessage());
    }
  }

  /** Where a path stands in the study file, or the nearest value around it. */
  private Position position(String path) {
    ConfigPath whole = ConfigPath.parse(path);
    for (int length = whole.length(); length > 0; length--) {
      Optional<ConfigNode> node = whole.first(length).find(root);
      if (node.isPresent()) {
        return node.get().position();
      }
    }
    return root.position();
  }
}
