package org.taskweave.training.evaluate;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.taskweave.core.metric.CatalogRanker;
import org.taskweave.core.metric.Direction;
import org.taskweave.core.metric.Metric;
import org.taskweave.core.metric.SeenItems;
import org.taskweave.core.recipe.EvaluationRecipe;
import org.taskweave.core.task.TaskSpec;
import org.taskweave.data.example.Example;
import org.taskweave.data.rule.ItemHistory;
import org.taskweave.data.rule.ItemLog;
import org.taskweave.data.rule.ItemRule;
import org.taskweave.data.rule.RuleCounts;
import org.taskweave.data.rule.RuleFamilies;
import org.taskweave.data.rule.RuleFamily;
import org.taskweave.data.rule.SeenLeftOut;
import org.taskweave.engine.kernel.LapackInverse;

/**
 * Rules that a next-item task is measured beside: of each family the settings that are best on the
 * dev split by the task's primary metric, with seen items kept or left out, the best family first.
 * Counted when they are first asked for, from the training split.
 */
public final class TunedRules implements Supplier<List<ItemRule>> {

  /** Settings are compared on at most so many dev examples, evenly spread. */
  private static final int MOST_EXAMPLES = 5000;

  private final TaskSpec task;
  private final int index;
  private final List<Example> training;
  private final List<Example> dev;
  private final EvaluationRecipe.Floors floors;
  private List<ItemRule> rules;

  /** Rules of each next-item task; empty for tasks of other kinds. */
  public static List<Optional<TunedRules>> of(
      List<TaskSpec> tasks,
      List<Example> training,
      List<Example> dev,
      EvaluationRecipe.Floors floors) {
    List<Optional<TunedRules>> rules = new ArrayList<>();
    for (int k = 0; k < tasks.size(); k++) {
      rules.add(
          tasks.get(k).ranking().isPresent()
              ? Optional.of(new TunedRules(tasks.get(k), k, training, dev, floors))
              : Optional.empty());
    }
    return rules;
  }

  /**
   * Rules of a task.
   *
   * @param task a ranking, with the catalog's items as classes
   * @param index of the task
   */
  public TunedRules(
      TaskSpec task,
      int index,
      List<Example> training,
      List<Example> dev,
      EvaluationRecipe.Floors floors) {
    this.task = task;
    this.index = index;
    this.training = training;
    this.dev = dev;
    this.floors = floors;
  }

  @Override
  public synchronized List<ItemRule> get() {
    if (rules == null) {
      rules = tune();
    }
    return rules;
  }

  private record Scored(ItemRule rule, double value) {}

  private List<ItemRule> tune() {
    RuleCounts counts = new RuleCounts(ItemLog.of(task, index, training), LapackInverse::invert);
    List<Asked> asked = asked();
    Metric metric = task.metrics().get(0);
    Comparator<Scored> byValue =
        Comparator.comparingDouble(
            scored ->
                metric.direction() == Direction.HIGHER_IS_BETTER
                    ? -scored.value()
                    : scored.value());
    List<Scored> best = new ArrayList<>();
    for (RuleFamily family : RuleFamilies.of(task.ranking().orElseThrow().ofBaskets())) {
      if (family.slow() && floors == EvaluationRecipe.Floors.FAST) {
        continue;
      }
      variants(family.rules(counts)).stream()
          .map(rule -> new Scored(rule, value(metric, rule, asked)))
          .min(byValue)
          .ifPresent(best::add);
    }
    return best.stream().sorted(byValue).map(Scored::rule).toList();
  }

  /** Where seen items are no candidates, leaving them out changes nothing. */
  private List<ItemRule> variants(List<ItemRule> settings) {
    List<ItemRule> all = new ArrayList<>(settings);
    if (seen() == SeenItems.KEEP) {
      settings.forEach(rule -> all.add(new SeenLeftOut(rule)));
    }
    return all;
  }

  private SeenItems seen() {
    return task.ranking().orElseThrow().seen();
  }

  private record Asked(ItemHistory history, int[] next) {}

  private List<Asked> asked() {
    List<Example> known = dev.stream().filter(e -> e.labels().get(index).isKnown()).toList();
    int step = Math.max(1, (known.size() + MOST_EXAMPLES - 1) / MOST_EXAMPLES);
    List<Asked> asked = new ArrayList<>();
    for (int i = 0; i < known.size(); i += step) {
      int[] next =
          known.get(i).labels().get(index).items().stream()
              .mapToInt(item -> Collections.binarySearch(task.classes(), item))
              .filter(row -> row >= 0)
              .toArray();
      if (next.length > 0) {
        asked.add(new Asked(history(known.get(i)), next));
      }
    }
    return asked;
  }

  ItemHistory history(Example example) {
    return ItemHistory.of(example.history(), task.classes(), task.label().namedAction());
  }

  private double value(Metric metric, ItemRule rule, List<Asked> asked) {
    int items = task.outputWidth();
    CatalogRanker ranker = new CatalogRanker(new boolean[items], seen() == SeenItems.FILTER);
    int width = task.scoreWidth();
    double[] rows = new double[asked.size() * width];
    double[] labels = new double[asked.size()];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = 1;
      double[] scores = new double[items];
      rule.score(asked.get(i).history(), scores);
      int[] next = asked.get(i).next();
      int[] seen = asked.get(i).history().items();
      if (task.ranking().orElseThrow().ofBaskets()) {
        ranker.rankBasket(scores, next, seen, rows, i * width);
      } else {
        ranker.rank(scores, next[0], seen, rows, i * width);
      }
    }
    return metric.value(labels, rows);
  }
}
