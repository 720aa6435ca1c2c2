package org.taskweave.recommend;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.taskweave.core.InvalidInputException;
import org.taskweave.core.batch.BatchScorer;
import org.taskweave.core.metric.CatalogRanking;
import org.taskweave.core.metric.SeenItems;
import org.taskweave.core.task.TaskPrediction;
import org.taskweave.core.task.TaskSpec;
import org.taskweave.data.batch.EncodedExample;
import org.taskweave.data.batch.HistoryEncoder;
import org.taskweave.data.event.BehaviorEvent;
import org.taskweave.data.event.ItemCatalog;
import org.taskweave.data.example.Example;
import org.taskweave.data.feature.NextItemBaselines;
import org.taskweave.training.bundle.ModelBundle;
import org.taskweave.training.bundle.ModelContext;
import org.taskweave.training.evaluate.BestItems;
import org.taskweave.training.evaluate.Regions;
import org.taskweave.training.evaluate.RowReduction;
import org.taskweave.training.evaluate.TaskPredictions;

/**
 * Predicts and ranks with a bundle, or with an exported model and the context beside it. As
 * thread-safe as the engine: an exported model is, a bundle's own is not.
 */
public final class Recommender {

  private static final int PREDICTED_ITEMS = 10;
  private static final int REASONS = 3;

  private final ModelContext context;
  private final BatchScorer engine;
  private final HistoryEncoder encoder;
  private final Optional<Regions> regions;

  /** Uses the bundle's own model. */
  public Recommender(ModelBundle bundle) {
    this(bundle.context(), bundle.served());
  }

  /**
   * Uses another engine.
   *
   * @param engine runs the model that the context belongs to
   */
  public Recommender(ModelContext context, BatchScorer engine) {
    this(context, engine, context.inputs().encoder(), Optional.empty());
  }

  private Recommender(
      ModelContext context, BatchScorer engine, HistoryEncoder encoder, Optional<Regions> regions) {
    this.context = context;
    this.engine = engine;
    this.encoder = encoder;
    this.regions = regions;
  }

  /** The same, with predictions that say where the label lies with a given probability, too. */
  public Recommender covering(Regions said) {
    return new Recommender(context, engine, encoder, Optional.of(said));
  }

  /** A user or item with its score. */
  public record Ranked<T>(T entry, double score) {}

  /**
   * Every user of a log who has what the recipe requires, just after the newest event.
   *
   * @throws InvalidInputException when there is none
   */
  public List<Example> users(Iterable<BehaviorEvent> events) {
    return context.users(events);
  }

  /**
   * One prediction per example, in order. Tasks that read user and item are in those alone that
   * have a target.
   */
  public List<Prediction> predict(List<Example> examples) {
    List<EncodedExample> encoded = encoder.encodeAll(examples);
    List<TaskSpec> tasks = context.tasks();
    List<TaskPredictions> scores =
        context
            .inputs()
            .scorer(
                Math.max(1, Math.min(encoded.size(), context.recipe().evaluation().batchSize())))
            .score(engine, encoded, reductions(examples));
    int[] firstRow = new int[tasks.size()];
    List<Prediction> predictions = new ArrayList<>();
    for (int i = 0; i < examples.size(); i++) {
      Map<String, TaskPrediction> byTask = new LinkedHashMap<>();
      for (int k = 0; k < tasks.size(); k++) {
        TaskSpec task = tasks.get(k);
        if (task.head().readsItem() && examples.get(i).target().isEmpty()) {
          firstRow[k]++;
          continue;
        }
        int rows = task.perToken() ? encoded.get(i).length() : 1;
        byTask.put(task.name(), prediction(task, scores.get(k).rows(firstRow[k], rows)));
        firstRow[k] += rows;
      }
      Example example = examples.get(i);
      predictions.add(
          new Prediction(
              example.user(),
              example.cutMillis(),
              example.target().map(BehaviorEvent::item),
              byTask));
    }
    return predictions;
  }

  private TaskPrediction prediction(TaskSpec task, double[] scores) {
    TaskPrediction said = task.prediction(scores);
    return regions
        .flatMap(all -> all.of(task, scores))
        .<TaskPrediction>map(region -> new TaskPrediction.Covered(said, region))
        .orElse(said);
  }

  /** Of next items the best are kept, without seen ones where the task filters those. */
  private List<Optional<RowReduction>> reductions(List<Example> examples) {
    List<Optional<RowReduction>> reductions = new ArrayList<>();
    List<TaskSpec> tasks = context.tasks();
    for (int k = 0; k < tasks.size(); k++) {
      Optional<CatalogRanking> ranking = tasks.get(k).ranking();
      if (ranking.isPresent()) {
        int[][] left = new int[examples.size()][0];
        if (ranking.get().seen() == SeenItems.FILTER) {
          NextItemBaselines catalog = context.preprocessing().nextItemBaselines(k);
          Arrays.setAll(left, i -> catalog.rows(examples.get(i).history()));
        }
        reductions.add(Optional.of(new BestItems(PREDICTED_ITEMS, left)));
      } else {
        reductions.add(Optional.empty());
      }
    }
    return reductions;
  }

  /**
   * The n items that are likeliest to come next for a user, by the bundle's next-item task, with up
   * to three reasons each; see {@link NextItems} for more than one such task and for other reasons.
   *
   * @throws InvalidInputException the bundle has no next-item task or several, n is below 1, or the
   *     filter names an unknown item or leaves none
   */
  public List<Recommendation> nextItems(Example user, int n, ItemFilter filter) {
    NextItems next = new NextItems(context, engine, Optional.empty());
    return next.explained(user, next.of(user, n, filter), REASONS);
  }

  /** The n examples' predictions with the highest score, the best first; ties by user name. */
  public List<Ranked<Prediction>> topUsers(List<Example> examples, ScoreMix mix, int n) {
    requirePositive(n);
    if (aboutItems(mix) && examples.stream().anyMatch(example -> example.target().isEmpty())) {
      throw new InvalidInputException(
          "score: "
              + mix.tasks()
              + " reads the user and an item, and no item is named: rank items for one user with recommend items");
    }
    return predict(examples).stream()
        .map(prediction -> new Ranked<>(prediction, mix.of(prediction)))
        .sorted(
            Comparator.comparingDouble((Ranked<Prediction> r) -> -r.score())
                .thenComparing(r -> r.entry().user()))
        .limit(n)
        .toList();
  }

  /**
   * The n items with the highest score for a user, ties by item id. Tasks that read user and item
   * are asked about each candidate; for other tasks each is scored as if the user's next event, at
   * the cut, were the action with it.
   *
   * @param action an action of the log the bundle was trained on; unused where the mix is about
   *     items
   * @throws InvalidInputException the mix has tasks of both kinds, n is below 1, or there is no
   *     candidate
   */
  public List<Ranked<ItemCatalog.Item>> topItems(
      Example user, List<ItemCatalog.Item> candidates, String action, ScoreMix mix, int n) {
    requirePositive(n);
    if (candidates.isEmpty()) {
      throw new InvalidInputException("there is no candidate item to rank");
    }
    boolean aboutItems = aboutItems(mix);
    List<Example> examples = new ArrayList<>();
    for (ItemCatalog.Item item : candidates) {
      if (aboutItems) {
        examples.add(user.about(item.id()));
        continue;
      }
      List<BehaviorEvent> history = new ArrayList<>(user.history());
      history.add(
          new BehaviorEvent(
              user.user(),
              item.id(),
              action,
              user.cutMillis(),
              item.text(),
              Optional.empty(),
              item.attributes()));
      examples.add(
          new Example(
              user.user(),
              user.cutMillis() + 1,
              user.split(),
              history,
              user.labels(),
              Optional.empty(),
              user.userRows()));
    }
    List<Prediction> predictions = predict(examples);
    List<Ranked<ItemCatalog.Item>> ranked = new ArrayList<>();
    for (int i = 0; i < predictions.size(); i++) {
      ranked.add(new Ranked<>(candidates.get(i), mix.of(predictions.get(i))));
    }
    ranked.sort(
        Comparator.comparingDouble((Ranked<ItemCatalog.Item> r) -> -r.score())
            .thenComparing(r -> r.entry().id()));
    return List.copyOf(ranked.subList(0, Math.min(n, ranked.size())));
  }

  /**
   * Whether a mix is of tasks that read user and item.
   *
   * @throws InvalidInputException it has tasks of both kinds
   */
  public boolean aboutItems(ScoreMix mix) {
    List<String> about = new ArrayList<>();
    List<String> users = new ArrayList<>();
    for (TaskSpec task : context.tasks()) {
      if (mix.tasks().contains(task.name())) {
        (task.head().readsItem() ? about : users).add(task.name());
      }
    }
    if (!about.isEmpty() && !users.isEmpty()) {
      throw new InvalidInputException(
          "score: "
              + about
              + " read the user and an item, "
              + users
              + " the user alone: items cannot be ranked by both at once");
    }
    return !about.isEmpty();
  }

  private static void requirePositive(int n) {
    if (n < 1) {
      throw new InvalidInputException("a top list of " + n + " is none: ask for at least 1");
    }
  }
}
