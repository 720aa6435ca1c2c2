package org.taskweave.hyperparam.compare;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.taskweave.core.InvalidInputException;
import org.taskweave.core.config.ConfigNode;
import org.taskweave.core.file.AtomicFiles;
import org.taskweave.core.file.FolderLock;
import org.taskweave.core.recipe.Recipe;
import org.taskweave.core.recipe.RecipeReader;
import org.taskweave.core.recipe.RecipeTree;
import org.taskweave.core.task.TaskSpec;
import org.taskweave.hyperparam.kept.KeptTrainings;
import org.taskweave.training.run.RunListener;
import org.taskweave.training.run.SharedTraining;

/**
 * Trains each method with each seed, and each task alone with each seed, and compares. Methods are
 * compared on the dev split; the test split, where it is asked for, is read once for each finished
 * model and makes a table of its own.
 */
public final class MethodComparison {

  private static final List<String> OF_ALL_TASKS = List.of("sharing", "balancing");

  private final RecipeTree recipe;
  private final List<Method> methods;
  private final ComparisonRequest request;
  private final ComparisonFolder folder;

  /** A comparison of methods. */
  public MethodComparison(ComparisonRequest request, ComparisonFolder folder) {
    this.recipe = request.trees().values().iterator().next();
    this.methods = request.allMethods();
    this.request = request;
    this.folder = folder;
  }

  /** One training to do. */
  private record Planned(String method, String overrides, String task, Recipe recipe) {

    boolean isDone(TrainedRow row) {
      return row.isOf(method, overrides, task, recipe.trainingSeed());
    }
  }

  /**
   * Runs what is not done yet, and writes everything.
   *
   * @throws InvalidInputException a method that the recipe cannot take, before anything runs; or a
   *     folder of another comparison
   */
  public Comparison run(RunListener listener) {
    List<Planned> planned = planned();
    try (FolderLock lock = FolderLock.of(folder.path(), "a comparison");
        SharedTraining shared = SharedTraining.ofLogs(folder.quarantine(), listener)) {
      KeptTrainings<TrainedRow> kept = folder.kept();
      kept.begin(request);
      Recipe asWritten = recipe.bind();
      KeptTrainings.Origin origin =
          new KeptTrainings.Origin(RecipeReader.write(asWritten), shared.dataHash(asWritten));
      List<TrainedRow> finished = new ArrayList<>(kept.finished(origin));
      kept.ask(request);
      List<TrainedRow> rows = new ArrayList<>();
      MeasuredTraining training = new MeasuredTraining(shared, request.test());
      for (int i = 0; i < planned.size(); i++) {
        Planned next = planned.get(i);
        TrainedRow row =
            finished.stream()
                .filter(next::isDone)
                .filter(known -> !request.test() || known.measured("test"))
                .findFirst()
                .orElse(null);
        if (row == null) {
          listener.stage(
              "training "
                  + (i + 1)
                  + " of "
                  + planned.size()
                  + ": "
                  + next.method()
                  + (next.task().isEmpty() ? "" : " " + next.task())
                  + ", seed "
                  + next.recipe().trainingSeed());
          row = training.run(next.method(), next.overrides(), next.task(), next.recipe());
          finished.removeIf(next::isDone);
          finished.add(row);
          kept.write(origin, finished);
        }
        rows.add(row);
      }
      Comparison comparison = Comparison.of(methods.stream().map(Method::name).toList(), rows);
      AtomicFiles.write(folder.json(), ComparisonFiles.json(comparison));
      AtomicFiles.write(folder.csv(), ComparisonFiles.csv(comparison));
      AtomicFiles.write(folder.html(), ComparisonFiles.html(comparison));
      return comparison;
    }
  }

  /** Trainings on the same examples stand together. */
  private List<Planned> planned() {
    List<Planned> planned = new ArrayList<>();
    Recipe asWritten = recipe.bind();
    for (Method method : methods) {
      for (int seed = 0; seed < request.seeds(); seed++) {
        planned.add(
            new Planned(
                method.name(),
                method.changes().toString(),
                "",
                seeded(method.applyTo(recipe), asWritten, seed)));
      }
    }
    for (TaskSpec task : asWritten.tasks()) {
      for (int seed = 0; seed < request.seeds(); seed++) {
        planned.add(
            new Planned(
                TrainedRow.ALONE, "", task.name(), seeded(alone(task.name()), asWritten, seed)));
      }
    }
    return planned;
  }

  private static Recipe seeded(RecipeTree tree, Recipe asWritten, int seed) {
    return tree.with("training.seed", asWritten.trainingSeed() + seed).bind();
  }

  /** The recipe with one task, whose primary metric ends the training, and nothing to share. */
  private RecipeTree alone(String task) {
    ConfigNode.Mapping tasks = (ConfigNode.Mapping) recipe.node("tasks").orElseThrow();
    Map<String, ConfigNode> only = new LinkedHashMap<>(tasks.entries());
    only.keySet().retainAll(List.of(task));
    RecipeTree tree =
        recipe
            .with("tasks", new ConfigNode.Mapping(only, tasks.position()))
            .with("training.earlyStopping.objective", List.of(Map.of("task", task, "weight", 1)));
    for (String block : OF_ALL_TASKS) {
      if (tree.get(block).isPresent()) {
        tree = tree.override(block + "=null");
      }
    }
    return tree;
  }
}
