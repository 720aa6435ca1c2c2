package org.taskweave.hyperparam.compare;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.taskweave.core.InvalidInputException;
import org.taskweave.core.file.AtomicFiles;
import org.taskweave.core.file.FolderLock;
import org.taskweave.core.recipe.Recipe;
import org.taskweave.core.recipe.RecipeReader;
import org.taskweave.core.recipe.RecipeTree;
import org.taskweave.hyperparam.kept.KeptTrainings;
import org.taskweave.training.run.RunListener;
import org.taskweave.training.run.SharedTraining;

/**
 * Trains several recipes of the same question with each seed, and compares all their metrics. The
 * test split, where it is asked for, is read once for each finished model.
 */
public final class RecipeComparison {

  private final Map<String, RecipeTree> recipes;
  private final ComparisonRequest request;
  private final ComparisonFolder folder;

  /**
   * A comparison of recipes.
   *
   * @throws InvalidInputException they do not agree on log, splits and tasks
   */
  public RecipeComparison(ComparisonRequest request, ComparisonFolder folder) {
    this.recipes = request.trees();
    this.request = request;
    this.folder = folder;
    Map<String, Recipe> bound = new LinkedHashMap<>();
    recipes.forEach((name, tree) -> bound.put(name, tree.bind()));
    SameQuestion.require(bound);
  }

  /** Runs what is not done yet, and writes the table. */
  public RecipeTable run(RunListener listener) {
    try (FolderLock lock = FolderLock.of(folder.path(), "a comparison");
        SharedTraining shared = SharedTraining.ofLogs(folder.quarantine(), listener)) {
      KeptTrainings<TrainedRow> kept = folder.kept();
      kept.begin(request);
      KeptTrainings.Origin origin = origin(shared);
      List<TrainedRow> finished = new ArrayList<>(kept.finished(origin));
      kept.ask(request);
      int seeds = request.seeds();
      List<TrainedRow> rows = new ArrayList<>();
      MeasuredTraining training = MeasuredTraining.ofAllMetrics(shared, request.test());
      int count = recipes.size() * seeds;
      for (Map.Entry<String, RecipeTree> named : recipes.entrySet()) {
        long first = named.getValue().bind().trainingSeed();
        for (long seed = first; seed < first + seeds; seed++) {
          TrainedRow row = known(finished, named.getKey(), seed);
          if (row == null) {
            listener.stage(
                "training %d of %d: %s, seed %d"
                    .formatted(rows.size() + 1, count, named.getKey(), seed));
            row =
                training.run(
                    named.getKey(), "", "", named.getValue().with("training.seed", seed).bind());
            finished.add(row);
            kept.write(origin, finished);
          }
          rows.add(row);
        }
      }
      RecipeTable table = RecipeTable.of(List.copyOf(recipes.keySet()), rows);
      AtomicFiles.write(folder.csv(), table.csv());
      return table;
    }
  }

  private TrainedRow known(List<TrainedRow> finished, String recipe, long seed) {
    TrainedRow row =
        finished.stream().filter(each -> each.isOf(recipe, "", "", seed)).findFirst().orElse(null);
    if (row != null && request.test() && !row.measured("test")) {
      finished.remove(row);
      return null;
    }
    return row;
  }

  /** All recipes, and the data of each: tables beside the log may differ. */
  private KeptTrainings.Origin origin(SharedTraining shared) {
    StringBuilder texts = new StringBuilder();
    List<String> hashes = new ArrayList<>();
    recipes.forEach(
        (name, tree) -> {
          Recipe recipe = tree.bind();
          texts.append("# ").append(name).append('\n').append(RecipeReader.write(recipe));
          hashes.add(shared.dataHash(recipe));
        });
    return new KeptTrainings.Origin(texts.toString(), String.join(" ", hashes));
  }
}
