package org.taskweave.recommend;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.taskweave.core.InvalidInputException;
import org.taskweave.core.Suggestion;
import org.taskweave.core.batch.BatchScorer;
import org.taskweave.core.batch.TaskScores;
import org.taskweave.core.metric.RankedRow;
import org.taskweave.core.metric.SeenItems;
import org.taskweave.core.task.TaskSpec;
import org.taskweave.data.batch.EncodedExample;
import org.taskweave.data.event.BehaviorEvent;
import org.taskweave.data.event.ItemCatalog;
import org.taskweave.data.example.Example;
import org.taskweave.data.feature.NextItemBaselines;
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
    if (n < 1) {
      throw new InvalidInputException("a top list of " + n + " is none: ask for at least 1");
    }
    int[] left = left(user, filter);
    TaskPredictions best = score(List.of(user), new BestItems(n, new int[][] {left}));
    List<Recommendation> list = new ArrayList<>();
    for (int i = 0; i < n && best.at(0, 2 * i) != RankedRow.NONE; i++) {
      list.add(
          new Recommendation(items.get((int) best.at(0, 2 * i)), best.at(0, 2 * i + 1), List.of()));
    }
    if (list.isEmpty()) {
      throw new InvalidInputException(
          "user \"" + user.user() + "\": no item of the catalog is left to recommend");
    }
    return list;
  }

  private int[] left(Example user, ItemFilter filter) {
    List<Integer> left = new ArrayList<>();
    for (String item : filter.items()) {
      int row = catalog.row(item);
      if (row == RankedRow.NONE) {
        throw new InvalidInputException(
            "item \"" + item + "\" is to be left out, but the bundle's catalog has no such item");
      }
      left.add(row);
    }
    if (leavesSeenOut(filter)) {
      for (int row : catalog.rows(user.history())) {
        left.add(row);
      }
    }
    return left.stream().mapToInt(Integer::intValue).toArray();
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
    var encoder = context.inputs().encoder();
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
