package org.taskweave.data.batch;

import java.util.List;
import org.taskweave.core.recipe.Recipe;
import org.taskweave.core.task.LabelForm;
import org.taskweave.core.task.TaskSpec;
import org.taskweave.data.event.SeededHash;
import org.taskweave.data.example.Example;
import org.taskweave.data.example.LabelValue;

/**
 * Which impressions are learned from: all that something followed, and of the others a share, drawn
 * by the seed, each of which weighs 1 / share. The log-odds of such a sample are too high by -log
 * share; weighing corrects that for all tasks at once, also for those that read what follows a
 * click, where one number would not do.
 */
public final class NegativeSampling {

  /** Everything is learned from. */
  public static final NegativeSampling NONE = new NegativeSampling(1, 0, List.of());

  private static final LabelValue NO = new LabelValue.Quantity(0);

  private final double share;
  private final long seed;
  private final List<TaskSpec> tasks;

  /**
   * A sampling.
   *
   * @param share above 0, at most 1
   */
  public NegativeSampling(double share, long seed, List<TaskSpec> tasks) {
    this.share = share;
    this.seed = seed;
    this.tasks = List.copyOf(tasks);
  }

  /** The sampling that a recipe asks for. */
  public static NegativeSampling of(Recipe recipe) {
    return recipe
        .examples()
        .perImpression()
        .map(shown -> new NegativeSampling(shown.negativeShare(), recipe.seed(), recipe.tasks()))
        .orElse(NONE);
  }

  /** How many training impressions an example stands for; 0 if it is left out. */
  double weight(Example example) {
    if (share == 1 || !isNegative(example)) {
      return 1;
    }
    String item = example.target().map(event -> event.item()).orElse("");
    double drawn =
        SeededHash.share(
            seed, List.of("negative", example.user(), item, Long.toString(example.cutMillis())));
    return drawn < share ? 1 / share : 0;
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
