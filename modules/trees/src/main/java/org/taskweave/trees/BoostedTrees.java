package org.taskweave.trees;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import ml.dmlc.xgboost4j.java.XGBoostError;
import org.taskweave.core.metric.Bootstrap;
import org.taskweave.core.metric.Evaluator;
import org.taskweave.core.metric.TaskEvaluation;
import org.taskweave.core.recipe.Recipe;
import org.taskweave.core.recipe.SequenceRecipe;
import org.taskweave.core.task.TaskSpec;
import org.taskweave.data.batch.EncodedExample;
import org.taskweave.data.batch.NegativeSampling;
import org.taskweave.data.batch.TabularEncoder;
import org.taskweave.data.event.ItemCatalog;
import org.taskweave.data.example.Example;
import org.taskweave.data.example.Split;
import org.taskweave.data.feature.Preprocessing;
import org.taskweave.training.evaluate.LabelledSplit;
import org.taskweave.training.evaluate.PredictionEvaluator;
import org.taskweave.training.evaluate.TaskPredictions;
import org.taskweave.training.run.RunListener;
import org.taskweave.training.run.TrainingData;

/**
 * Boosted trees for the tasks of a recipe, grown on its training split, stopped on dev, and
 * measured as a model is: the same rows in the same order, labels, metrics, baselines and
 * intervals. No encoder is read. Not thread-safe.
 */
public final class BoostedTrees implements AutoCloseable {

  private final Preprocessing preprocessing;
  private final PredictionEvaluator evaluator;
  private final Map<Split, TaskTrees.Rows> rows = new EnumMap<>(Split.class);
  private final Map<Integer, TaskTrees> trees = new LinkedHashMap<>();

  /**
   * What was grown for a task.
   *
   * @param rounds trees that count; of classes, trees for each
   * @param columns that gained most first
   */
  public record Grown(String task, int rounds, List<String> columns) {
    public Grown {
      columns = List.copyOf(columns);
    }
  }

  private BoostedTrees(Recipe recipe, TrainingData data) {
    List<Example> training = data.examples().get(Split.TRAIN);
    this.preprocessing =
        Preprocessing.fit(
            training,
            recipe.tasks(),
            recipe.features(),
            SequenceRecipe.Kind.HIERARCHICAL,
            data.catalog().items().stream().map(ItemCatalog.Item::id).toList());
    this.evaluator =
        new PredictionEvaluator(
            preprocessing,
            new Evaluator(new Bootstrap(recipe.evaluation().bootstrapSamples(), recipe.seed())));
    TabularEncoder encoder = new TabularEncoder(preprocessing, NegativeSampling.of(recipe));
    for (Split split : Split.values()) {
      List<Example> examples = data.examples().get(split);
      List<EncodedExample> encoded =
          split == Split.TRAIN ? encoder.encodeTraining(examples) : encoder.encodeAll(examples);
      rows.put(split, new TaskTrees.Rows(examples, encoded));
    }
  }

  /**
   * Grows trees for every task whose kind they can learn.
   *
   * @param listener told of each task as it begins
   * @throws org.taskweave.core.InvalidInputException if a split is empty or a task has no known
   *     label to learn from or to stop by
   */
  public static BoostedTrees train(
      Recipe recipe, TrainingData data, TreeSettings settings, RunListener listener) {
    data.requireTrainAndDev();
    BoostedTrees all = new BoostedTrees(recipe, data);
    try {
      for (int k = 0; k < all.preprocessing.tasks().size(); k++) {
        TaskSpec task = all.preprocessing.tasks().get(k);
        Optional<TreeObjective> objective = TreeObjective.of(task);
        if (objective.isPresent()) {
          listener.stage("growing trees for " + task.name());
          all.trees.put(
              k,
              TaskTrees.grow(
                  all.preprocessing,
                  k,
                  objective.get(),
                  settings,
                  all.rows.get(Split.TRAIN),
                  all.rows.get(Split.DEV)));
        }
      }
      return all;
    } catch (XGBoostError e) {
      all.close();
      throw failed(e);
    } catch (RuntimeException e) {
      all.close();
      throw e;
    }
  }

  /** Names of the tasks that trees were grown for. */
  public List<String> tasks() {
    return trees.keySet().stream().map(k -> preprocessing.tasks().get(k).name()).toList();
  }

  /** Names of the tasks whose kind trees do not learn: next items, tags, times until something. */
  public List<String> leftOut() {
    return preprocessing.tasks().stream()
        .map(TaskSpec::name)
        .filter(name -> !tasks().contains(name))
        .toList();
  }

  /** What was grown for each task. */
  public List<Grown> grown() {
    List<Grown> grown = new ArrayList<>();
    try {
      for (Map.Entry<Integer, TaskTrees> entry : trees.entrySet()) {
        grown.add(entry.getValue().grown(preprocessing.tasks().get(entry.getKey()).name()));
      }
    } catch (XGBoostError e) {
      throw failed(e);
    }
    return grown;
  }

  /** One evaluation for each of {@link #tasks}; none where the split has no example. */
  public List<TaskEvaluation> evaluate(Split split) {
    if (rows.get(split).examples().isEmpty()) {
      return List.of();
    }
    LabelledSplit labelled = labelled(split);
    return trees.keySet().stream()
        .map(k -> evaluator.evaluate(k, predicted(k, split), labelled))
        .toList();
  }

  /**
   * Labels and predictions of one task, whose rows are those of a model's in the same order, so
   * that both can be resampled together.
   *
   * @throws IllegalArgumentException no trees were grown for it
   */
  public Evaluator.Predictions predictions(Split split, String task) {
    int k = preprocessing.tasks().stream().map(TaskSpec::name).toList().indexOf(task);
    if (!trees.containsKey(k)) {
      throw new IllegalArgumentException("no trees were grown for the task \"" + task + "\"");
    }
    return evaluator.unfloored(k, predicted(k, split), labelled(split));
  }

  private LabelledSplit labelled(Split split) {
    return LabelledSplit.of(preprocessing, rows.get(split).examples(), rows.get(split).encoded());
  }

  private TaskPredictions predicted(int k, Split split) {
    try {
      return trees.get(k).predict(rows.get(split));
    } catch (XGBoostError e) {
      throw failed(e);
    }
  }

  private static IllegalStateException failed(XGBoostError e) {
    return new IllegalStateException("XGBoost failed: " + e.getMessage(), e);
  }

  @Override
  public void close() {
    trees.values().forEach(TaskTrees::close);
  }
}
