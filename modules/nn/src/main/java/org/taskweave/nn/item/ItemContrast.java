package org.taskweave.nn.item;

import java.util.Arrays;
import java.util.Random;
import java.util.TreeSet;
import org.taskweave.core.batch.TaskLabels;
import org.taskweave.core.task.NextItemTask.ItemLoss;
import org.taskweave.core.task.RankingTask;

/**
 * Which items a task that ranks them tells its labels apart from in one training batch, and what is
 * subtracted from their scores for it.
 *
 * <p>With full softmax the contrast is all items that are a label in training: an item that never
 * is cannot learn to be avoided, and is left to its text. The score of a drawn item loses the
 * logarithm of the probability that it is among those drawn (log-Q correction; Yi et al. 2019,
 * "Sampling-bias-corrected neural modeling for large corpus item recommendations"): 1 - (1 -
 * q)^draws, q its share of the training labels.
 */
public final class ItemContrast {

  /** Subtracted from scores of items outside the contrast. */
  private static final float NEVER = 1e9f;

  private final RankingTask task;
  private final float[] shares;
  private final double[] cumulated;

  /**
   * The contrast of a task.
   *
   * @param shares [N] of the training labels
   */
  public ItemContrast(RankingTask task, float[] shares) {
    this.task = task;
    this.shares = shares.clone();
    this.cumulated = new double[shares.length];
    double sum = 0;
    for (int i = 0; i < shares.length; i++) {
      sum += shares[i];
      cumulated[i] = sum;
    }
  }

  /**
   * The contrast of a batch.
   *
   * @param items rows of the catalog; null for all that are labels in training
   * @param others [R] for BPR, another item for each row; empty otherwise
   * @param draws how many draws made it
   */
  public record Drawn(TreeSet<Integer> items, int[] others, int draws) {}

  /** Draws for the rows with a known label. */
  public Drawn draw(TaskLabels labels, Random random) {
    if (task.loss() == ItemLoss.FULL_SOFTMAX) {
      return new Drawn(null, new int[0], 0);
    }
    TreeSet<Integer> items = new TreeSet<>();
    int known = 0;
    for (int r = 0; r < labels.mask().length; r++) {
      if (labels.mask()[r] != 0) {
        items.add((int) labels.values()[r]);
        known++;
      }
    }
    if (task.loss() == ItemLoss.BPR) {
      int[] others = new int[labels.mask().length];
      for (int r = 0; r < others.length; r++) {
        others[r] = drawOther((int) labels.values()[r], random);
        items.add(others[r]);
      }
      return new Drawn(items, others, 0);
    }
    if (task.loss() == ItemLoss.SAMPLED_SOFTMAX) {
      for (int i = 0; i < task.negatives(); i++) {
        items.add(drawByShare(random));
      }
      return new Drawn(items, new int[0], task.negatives() + known);
    }
    return new Drawn(items, new int[0], known);
  }

  private int drawByShare(Random random) {
    double point = random.nextDouble() * cumulated[cumulated.length - 1];
    int found = Arrays.binarySearch(cumulated, point);
    int row = found >= 0 ? found + 1 : -found - 1;
    return Math.min(row, cumulated.length - 1);
  }

  /** Uniform over items that are labels in training, another than the true one. */
  private int drawOther(int item, Random random) {
    for (int tries = 0; tries < 1000; tries++) {
      int other = random.nextInt(shares.length);
      if (other != item && shares[other] > 0) {
        return other;
      }
    }
    return item;
  }

  /**
   * What is subtracted from scores.
   *
   * @param rows [U] rows of the catalog
   * @return [U]
   */
  public float[] offsets(int[] rows, Drawn drawn) {
    float[] offsets = new float[rows.length];
    for (int u = 0; u < rows.length; u++) {
      double share = shares[rows[u]];
      if (drawn.items() == null) {
        offsets[u] = share > 0 ? 0 : NEVER;
      } else if (!drawn.items().contains(rows[u])) {
        offsets[u] = NEVER;
      } else if (drawn.draws() > 0) {
        offsets[u] = (float) Math.log(-Math.expm1(drawn.draws() * Math.log1p(-share)));
      }
    }
    return offsets;
  }

  /**
   * How much each row counts [R]: its label mask times (share of its item)^-popularityDiscount,
   * with a mean of 1 over known labels.
   */
  public float[] weights(TaskLabels labels) {
    float[] weights = labels.mask().clone();
    if (task.popularityDiscount() == 0) {
      return weights;
    }
    double sum = 0;
    double known = 0;
    for (int r = 0; r < weights.length; r++) {
      if (weights[r] != 0) {
        known += weights[r];
        double share = Math.max(Float.MIN_NORMAL, shares[(int) labels.values()[r]]);
        weights[r] *= (float) Math.pow(share, -task.popularityDiscount());
        sum += weights[r];
      }
    }
    if (known > 0) {
      for (int r = 0; r < weights.length; r++) {
        weights[r] *= (float) (known / sum);
      }
    }
    return weights;
  }
}
