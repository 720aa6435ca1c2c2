package org.taskweave.training.evaluate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import org.taskweave.core.batch.TaskScores;
import org.taskweave.core.metric.CatalogRanker;
import org.taskweave.core.metric.CatalogRanking;
import org.taskweave.core.metric.Evaluator;
import org.taskweave.core.metric.RankedRow;
import org.taskweave.core.metric.RankedRule;
import org.taskweave.core.metric.SeenItems;
import org.taskweave.data.example.Example;
import org.taskweave.data.feature.NextItemBaselines;
import org.taskweave.data.feature.Preprocessing;
import org.taskweave.data.rule.ItemRule;

/**
 * What a split says of one task that ranks items: those that came next and those seen before, by
 * rows of the catalog, and how the baselines rank them. Seen is what stands anywhere in the
 * example's history, also where the model reads only its newest events. Everything is worked out
 * when it is first asked for.
 */
final class NextItemSplit {

  private final NextItemBaselines baselines;
  private final CatalogRanking catalog;
  private final int task;
  private final List<Example> examples;
  private final Optional<TunedRules> tuned;
  private final Map<SeenItems, double[]> popularity = new EnumMap<>(SeenItems.class);
  private final Map<SeenItems, List<RankedRule>> rules = new EnumMap<>(SeenItems.class);
  private int[][] targets;
  private int[][] histories;

  private NextItemSplit(
      NextItemBaselines baselines,
      CatalogRanking catalog,
      int task,
      List<Example> examples,
      Optional<TunedRules> tuned) {
    this.baselines = baselines;
    this.catalog = catalog;
    this.task = task;
    this.examples = examples;
    this.tuned = tuned;
  }

  /** Per task; empty for tasks of other kinds. */
  static List<Optional<NextItemSplit>> of(
      Preprocessing preprocessing, List<Example> examples, List<Optional<TunedRules>> rules) {
    List<Optional<NextItemSplit>> splits = new ArrayList<>();
    for (int k = 0; k < preprocessing.tasks().size(); k++) {
      int task = k;
      splits.add(
          preprocessing
              .tasks()
              .get(k)
              .ranking()
              .map(
                  catalog ->
                      new NextItemSplit(
                          preprocessing.nextItemBaselines(task),
                          catalog,
                          task,
                          examples,
                          rules.get(task))));
    }
    return splits;
  }

  /** Looks the rows up; many splits are never measured. */
  private synchronized void prepare() {
    if (targets != null) {
      return;
    }
    int[][] next = new int[examples.size()][];
    int[][] before = new int[examples.size()][];
    for (int i = 0; i < next.length; i++) {
      next[i] =
          examples.get(i).labels().get(task).items().stream().mapToInt(baselines::row).toArray();
      before[i] = baselines.rows(examples.get(i).history());
    }
    histories = before;
    targets = next;
  }

  /** Keeps a {@link RankedRow} of each row; NaN where it is not known what came next. */
  RowReduction ranking(SeenItems seen) {
    prepare();
    CatalogRanker ranker = ranker(seen);
    return new RowReduction() {
      @Override
      public int width() {
        return catalog.rowWidth();
      }

      @Override
      public void reduce(int example, TaskScores scores, int row, double[] kept) {
        if (isKnown(example, kept, 0)) {
          int offset = row * scores.width();
          int[] seen = histories[example];
          if (catalog.ofBaskets()) {
            ranker.rankBasket(scores.values(), offset, targets[example], seen, kept, 0);
          } else {
            ranker.rank(scores.values(), offset, targets[example][0], seen, kept, 0);
          }
        }
      }
    };
  }

  /**
   * Labels and the rankings of the model and of the baselines.
   *
   * @param unitOfRow rows that are resampled together
   */
  Evaluator.Rankings rankings(SeenItems seen, double[] model, int[] unitOfRow) {
    return new Evaluator.Rankings(
        labels(), model, popularity(seen), rules(seen), cold(), unitOfRow);
  }

  /** 1, or NaN where it is not known what came next. */
  double[] labels() {
    prepare();
    double[] labels = new double[targets.length];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = isKnown(i) ? 1 : Double.NaN;
    }
    return labels;
  }

  /** Whether an example's one item never came in training. */
  boolean[] cold() {
    prepare();
    int[] interactions = baselines.interactions();
    boolean[] cold = new boolean[targets.length];
    for (int i = 0; i < cold.length; i++) {
      cold[i] = !catalog.ofBaskets() && isKnown(i) && interactions[targets[i][0]] == 0;
    }
    return cold;
  }

  private synchronized double[] popularity(SeenItems seen) {
    double[] scores = baselines.popularity();
    return popularity.computeIfAbsent(seen, key -> rank(key, example -> scores));
  }

  private synchronized List<RankedRule> rules(SeenItems seen) {
    return rules.computeIfAbsent(
        seen,
        key ->
            tuned
                .map(all -> all.get().stream().map(rule -> ranked(rule, key)).toList())
                .orElseGet(() -> List.of(markov(key))));
  }

  private RankedRule ranked(ItemRule rule, SeenItems seen) {
    return new RankedRule(
        rule.name(),
        rank(
            seen,
            example -> {
              double[] scores = new double[baselines.items()];
              rule.score(tuned.orElseThrow().history(examples.get(example)), scores);
              return scores;
            }));
  }

  private RankedRule markov(SeenItems seen) {
    return new RankedRule(
        "first-order Markov",
        rank(seen, example -> baselines.markov(histories[example][histories[example].length - 1])));
  }

  private double[] rank(SeenItems seen, IntFunction<double[]> scores) {
    CatalogRanker ranker = ranker(seen);
    double[] rows = new double[targets.length * catalog.rowWidth()];
    for (int i = 0; i < targets.length; i++) {
      int at = i * catalog.rowWidth();
      if (!isKnown(i, rows, at)) {
        continue;
      }
      if (catalog.ofBaskets()) {
        ranker.rankBasket(scores.apply(i), targets[i], histories[i], rows, at);
      } else {
        ranker.rank(scores.apply(i), targets[i][0], histories[i], rows, at);
      }
    }
    return rows;
  }

  /** Whether it is known what came next; a row of an example of which it is not is NaN. */
  private boolean isKnown(int example, double[] rows, int at) {
    if (isKnown(example)) {
      return true;
    }
    Arrays.fill(rows, at, at + catalog.rowWidth(), Double.NaN);
    return false;
  }

  private boolean isKnown(int example) {
    return Arrays.stream(targets[example]).anyMatch(row -> row != RankedRow.NONE);
  }

  private CatalogRanker ranker(SeenItems seen) {
    return new CatalogRanker(baselines.longTail(), seen == SeenItems.FILTER);
  }
}
