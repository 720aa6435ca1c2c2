package org.taskweave.recommend;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.taskweave.core.InvalidInputException;
import org.taskweave.core.Suggestion;
import org.taskweave.core.batch.BatchScorer;
import org.taskweave.core.batch.TaskScores;
import org.taskweave.core.metric.RankedRow;
import org.taskweave.core.metric.SeenItems;
import org.taskweave.core.task.TaskSpec;
import org.taskweave.data.batch.EncodedExample;
import org.taskweave.data.batch.HistoryEncoder;
import org.taskweave.data.event.BehaviorEvent;
import org.taskweave.data.event.ItemCatalog;
import org.taskweave.data.example.Example;
import org.taskweave.data.feature.NextItemBaselines;
import org.taskweave.recommend.Recommender.Ranked;
import org.taskweave.training.bundle.ModelContext;
import org.taskweave.training.evaluate.BestItems;
import org.taskweave.training.evaluate.RowReduction;
import org.taskweave.training.evaluate.TaskPredictions;

/**
 * Recommends items by a next-item task, out of the bundle's whole catalog.
 *
 * <p><b>Explanations</b> leave one event out: an event's weight for an item is the item's score by
 * what the model reads (the newest {@code sequence.maxEvents} events, less one with a mask) minus
 * the score by the same without that event; no older event moves up. Weights of several events need
 * not sum to the score, since events act together. All is scored in one call, which costs as much
 * as scoring one more user than there are events.
 */
public final class NextItems {

  private final ModelContext context;
  private final BatchScorer engine;
  private final int task;
  private final NextItemBaselines catalog;
  private final List<ItemCatalog.Item> items;
  private final HistoryEncoder encoder;
  private final int[] popularity;
  private final int[] byPopularity;

  /**
   * Recommendations by a task.
   *
   * @param task name of a next-item task; the bundle's only one when absent
   * @throws InvalidInputException there is no such task, or several to choose from
   */
  public NextItems(ModelContext context, BatchScorer engine, Optional<String> task) {
    this.context = context;
    this.engine = engine;
    this.task = find(context.tasks(), task);
    this.catalog = context.preprocessing().nextItemBaselines(this.task);
    this.items = context.catalog().items();
    this.encoder = context.inputs().encoder();
    this.popularity = catalog.interactions();
    this.byPopularity =
        IntStream.range(0, items.size())
            .boxed()
            .sorted(Comparator.comparingInt(row -> -popularity[row]))
            .mapToInt(Integer::intValue)
            .toArray();
  }

  private static int find(List<TaskSpec> tasks, Optional<String> name) {
    List<String> names =
        tasks.stream().filter(t -> t.ranking().isPresent()).map(TaskSpec::name).toList();
    if (names.isEmpty()) {
      throw new InvalidInputException(
          "the bundle has no next-item task, only "
              + tasks.stream().map(TaskSpec::name).toList()
              + ": rank candidates by those with recommend items --by");
    }
    if (name.isPresent() ? !names.contains(name.get()) : names.size() > 1) {
      throw new InvalidInputException(
          name.isPresent()
              ? "the bundle has no next-item task \""
                  + name.get()
                  + "\"; "
                  + Suggestion.forMessage(name.get(), names)
              : "the bundle has the next-item tasks " + names + ": name one");
    }
    String wanted = name.orElseGet(() -> names.get(0));
    return tasks.stream().map(TaskSpec::name).toList().indexOf(wanted);
  }

  /** The task. */
  public TaskSpec task() {
    return context.tasks().get(task);
  }

  /** Whether items of the history are left out: the filter asks for it, or the task does. */
  public boolean leavesSeenOut(ItemFilter filter) {
    return filter.seen() || task().ranking().orElseThrow().seen() == SeenItems.FILTER;
  }

  /**
   * The n items with the highest score for a user, best first, without reasons; fewer if the
   * catalog has fewer. Ties by item id.
   *
   * @throws InvalidInputException n is below 1, the filter names an item that the catalog lacks, or
   *     it leaves none
   */
  public List<Recommendation> of(Example user, int n, ItemFilter filter) {
    List<Recommendation> list =
        of(List.of(user), n, filter).get(0).stream()
            .map(ranked -> new Recommendation(ranked.entry(), ranked.score(), List.of()))
            .toList();
    if (list.isEmpty()) {
      throw new InvalidInputException(
          "user \"" + user.user() + "\": no item of the catalog is left to recommend");
    }
    return list;
  }

  /**
   * As above for several users at once, in their order; a list is empty where nothing is left.
   *
   * @throws InvalidInputException n is below 1, or the filter names an item that the catalog lacks
   */
  public List<List<Ranked<ItemCatalog.Item>>> of(List<Example> users, int n, ItemFilter filter) {
    if (n < 1) {
      throw new InvalidInputException("a top list of " + n + " is none: ask for at least 1");
    }
    int most = Math.min(n, items.size());
    boolean[] left = left(filter);
    int[][] seen = new int[users.size()][0];
    if (leavesSeenOut(filter)) {
      Arrays.setAll(seen, i -> catalog.rows(users.get(i).history()));
    }
    TaskPredictions best = score(users, new BestItems(most, seen, left));
    List<List<Ranked<ItemCatalog.Item>>> lists = new ArrayList<>();
    for (int user = 0; user < users.size(); user++) {
      List<Ranked<ItemCatalog.Item>> list = new ArrayList<>();
      for (int i = 0; i < most && best.at(user, 2 * i) != RankedRow.NONE; i++) {
        list.add(new Ranked<>(items.get((int) best.at(user, 2 * i)), best.at(user, 2 * i + 1)));
      }
      lists.add(list);
    }
    return lists;
  }

  /**
   * The n items that came most often in the training split, with that number; ties by item id.
   *
   * @param history whose items are left out where the filter or the task asks for it
   */
  public List<Ranked<ItemCatalog.Item>> popular(
      List<BehaviorEvent> history, int n, ItemFilter filter) {
    boolean[] left = left(filter);
    if (leavesSeenOut(filter)) {
      for (int row : catalog.rows(history)) {
        if (row != RankedRow.NONE) {
          left[row] = true;
        }
      }
    }
    List<Ranked<ItemCatalog.Item>> list = new ArrayList<>();
    for (int i = 0; i < byPopularity.length && list.size() < n; i++) {
      int row = byPopularity[i];
      if (!left[row]) {
        list.add(new Ranked<>(items.get(row), popularity[row]));
      }
    }
    return list;
  }

  /** Why a history tells the model nothing; empty if it knows any of its items. */
  public Optional<String> unreadable(List<BehaviorEvent> history) {
    return history.stream().anyMatch(event -> catalog.row(event.item()) != RankedRow.NONE)
        ? Optional.empty()
        : Optional.of("no item of the history is in the catalog");
  }

  /** Which items nobody gets [N]. */
  private boolean[] left(ItemFilter filter) {
    for (String item : filter.items()) {
      if (catalog.row(item) == RankedRow.NONE) {
        throw new InvalidInputException(
            "item \"" + item + "\" is to be left out, but the bundle's catalog has no such item");
      }
    }
    boolean[] left = new boolean[items.size()];
    for (int row = 0; row < left.length; row++) {
      left[row] = !filter.allows(items.get(row));
    }
    return left;
  }

  /**
   * The recommendations with their reasons.
   *
   * @param recommended what {@link #of} gave for the same user
   * @param most how many reasons at most; a history of one event has none, since a model reads no
   *     empty one
   */
  public List<Recommendation> explained(Example user, List<Recommendation> recommended, int most) {
    int size = user.history().size();
    int read = Math.min(size, context.recipe().eventsRead());
    if (read == 1 || most < 1 || recommended.isEmpty()) {
      return recommended;
    }
    List<BehaviorEvent> history = user.history().subList(size - read, size);
    List<Example> examples = new ArrayList<>();
    examples.add(with(user, history));
    for (int i = 0; i < read; i++) {
      List<BehaviorEvent> others = new ArrayList<>(history);
      others.remove(i);
      examples.add(with(user, others));
    }
    int[] rows = recommended.stream().mapToInt(r -> catalog.row(r.item().id())).toArray();
    TaskPredictions scores = score(examples, new Chosen(rows));
    List<Recommendation> explained = new ArrayList<>();
    for (int r = 0; r < rows.length; r++) {
      List<Recommendation.Reason> reasons = new ArrayList<>();
      for (int i = 0; i < read; i++) {
        double difference = scores.at(0, r) - scores.at(i + 1, r);
        if (difference > 0) {
          reasons.add(new Recommendation.Reason(history.get(i), difference));
        }
      }
      reasons.sort(Comparator.comparingDouble(reason -> -reason.difference()));
      explained.add(
          new Recommendation(
              recommended.get(r).item(),
              recommended.get(r).score(),
              reasons.subList(0, Math.min(most, reasons.size()))));
    }
    return explained;
  }

  private static Example with(Example user, List<BehaviorEvent> history) {
    return user.withHistory(history);
  }

  private TaskPredictions score(List<Example> examples, RowReduction reduction) {
    List<EncodedExample> encoded = examples.stream().map(encoder::encode).toList();
    List<Optional<RowReduction>> reductions = new ArrayList<>();
    for (TaskSpec each : context.tasks()) {
      reductions.add(
          each.ranking().isPresent()
              ? Optional.of(each.name().equals(task().name()) ? reduction : new Chosen(new int[0]))
              : Optional.empty());
    }
    return context
        .inputs()
        .scorer(Math.min(encoded.size(), context.recipe().evaluation().batchSize()))
        .score(engine, encoded, reductions)
        .get(task);
  }

  /** Scores of chosen items. */
  private record Chosen(int[] rows) implements RowReduction {
    @Override
    public int width() {
      return rows.length;
    }

    @Override
    public void reduce(int example, TaskScores scores, int row, double[] kept) {
      for (int i = 0; i < rows.length; i++) {
        kept[i] = scores.at(row, rows[i]);
      }
    }
  }
}
