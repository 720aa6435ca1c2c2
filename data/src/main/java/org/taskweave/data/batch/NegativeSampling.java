package org.taskweave.data.batch;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.taskweave.core.recipe.ExamplesRecipe;
import org.taskweave.core.recipe.Recipe;
import org.taskweave.core.task.LabelForm;
import org.taskweave.core.task.TaskSpec;
import org.taskweave.data.event.SeededHash;
import org.taskweave.data.example.Example;
import org.taskweave.data.example.LabelValue;

/**
 * Which impressions are learned from: all that something followed, and of the others a share or a
 * number of each page, drawn by the seed, which weigh for those left out. The log-odds of such a
 * sample are too high by -log share; weighing corrects that for all tasks at once, also for those
 * that read what follows a click, where one number would not do.
 */
public final class NegativeSampling {

  /** Everything is learned from. */
  public static final NegativeSampling NONE =
      new NegativeSampling(1, Optional.empty(), 0, List.of());

  private static final LabelValue NO = new LabelValue.Quantity(0);

  private final double share;
  private final Optional<Integer> perPage;
  private final long seed;
  private final List<TaskSpec> tasks;

  private NegativeSampling(
      double share, Optional<Integer> perPage, long seed, List<TaskSpec> tasks) {
    this.share = share;
    this.perPage = perPage;
    this.seed = seed;
    this.tasks = List.copyOf(tasks);
  }

  /**
   * A share of all negatives.
   *
   * @param share above 0, at most 1
   */
  public static NegativeSampling ofShare(double share, long seed, List<TaskSpec> tasks) {
    return new NegativeSampling(share, Optional.empty(), seed, tasks);
  }

  /**
   * So many negatives of each page, which is what a user was shown at one time.
   *
   * @param most above 0
   */
  public static NegativeSampling perPage(int most, long seed, List<TaskSpec> tasks) {
    return new NegativeSampling(1, Optional.of(most), seed, tasks);
  }

  /** The sampling that a recipe asks for. */
  public static NegativeSampling of(Recipe recipe) {
    Optional<ExamplesRecipe.PerImpression> shown = recipe.examples().perImpression();
    return shown.isEmpty()
        ? NONE
        : new NegativeSampling(
            shown.get().negativeShare(),
            shown.get().negativesPerPage(),
            recipe.seed(),
            recipe.tasks());
  }

  /** Those that are learned from, in their order, each weighing what it stands for. */
  List<Example> sampled(List<Example> examples) {
    double[] weights = weights(examples);
    List<Example> sampled = new ArrayList<>();
    for (int i = 0; i < weights.length; i++) {
      if (weights[i] > 0) {
        Example example = examples.get(i);
        sampled.add(weights[i] == example.weight() ? example : example.weighing(weights[i]));
      }
    }
    return sampled;
  }

  /** How many training examples each stands for; 0 if it is left out. All of a page are given. */
  double[] weights(List<Example> examples) {
    double[] weights = examples.stream().mapToDouble(Example::weight).toArray();
    if (share < 1) {
      for (int i = 0; i < weights.length; i++) {
        if (isNegative(examples.get(i))) {
          weights[i] = draw(examples.get(i)) < share ? weights[i] / share : 0;
        }
      }
    }
    perPage.ifPresent(most -> negativesByPage(examples).forEach(page -> keep(most, page, weights)));
    return weights;
  }

  /** A page of a user and a time. */
  private record Page(String user, long millis) {}

  /** Places of the negatives of each page, in the order in which they are drawn. */
  private List<List<Integer>> negativesByPage(List<Example> examples) {
    Map<Page, List<Integer>> pages = new LinkedHashMap<>();
    double[] draws = new double[examples.size()];
    for (int i = 0; i < draws.length; i++) {
      Example example = examples.get(i);
      if (isNegative(example)) {
        draws[i] = draw(example);
        pages
            .computeIfAbsent(
                new Page(example.user(), example.cutMillis()), page -> new ArrayList<>())
            .add(i);
      }
    }
    pages.values().forEach(page -> page.sort(Comparator.comparingDouble(i -> draws[i])));
    return List.copyOf(pages.values());
  }

  private static void keep(int most, List<Integer> page, double[] weights) {
    if (page.size() <= most) {
      return;
    }
    for (int place = 0; place < page.size(); place++) {
      weights[page.get(place)] *= place < most ? page.size() / (double) most : 0;
    }
  }

  private double draw(Example example) {
    String item = example.target().map(event -> event.item()).orElse("");
    return SeededHash.share(
        seed, List.of("negative", example.user(), item, Long.toString(example.cutMillis())));
  }

  /** Whether it is known of every yes-or-no question that the answer is no. */
  private boolean isNegative(Example example) {
    boolean asked = false;
    for (int k = 0; k < tasks.size(); k++) {
      if (tasks.get(k).labelForm() == LabelForm.FLAG) {
        if (!example.labels().get(k).equals(NO)) {
          return false;
        }
        asked = true;
      }
    }
    return asked;
  }
}
