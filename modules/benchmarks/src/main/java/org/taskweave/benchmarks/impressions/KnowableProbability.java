package org.taskweave.benchmarks.impressions;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.taskweave.data.event.BehaviorEvent;
import org.taskweave.data.example.Example;

/**
 * P(click and buy) of an impression for one who knows everything of the items, and of the user what
 * a model reads: the clicks and purchases before the page, and the shown item. It is the mean over
 * the groups that the user may like, each as probable as these make it:
 *
 * <pre>
 * P(g | history, item) ~ P(item shown | g) (1 - c_g)^n
 *     product over clicks of P(shown | g) P(click | g) P(bought, or not | g),
 * </pre>
 *
 * with c_g the share of impressions that a user of group g clicks, and n those that went before and
 * were not clicked. No model that reads this can have a greater expected AUC.
 */
final class KnowableProbability {

  private static final long DAY_MILLIS = 86_400_000;

  private final ImpressionLog log;
  private final ImpressionLog.Items items;
  private final double[] clicked;

  KnowableProbability(ImpressionLog log) {
    this.log = log;
    this.items = log.itemsOwn();
    this.clicked = new double[log.groups()];
    for (int g = 0; g < clicked.length; g++) {
      for (int item = 0; item < log.items(); item++) {
        clicked[g] += log.shown(item, g) * items.click(item, log.isLiked(item, g));
      }
    }
  }

  double of(Example example) {
    int item = item(example.target().orElseThrow());
    double[] logWeights = logWeights(example);
    double most = Double.NEGATIVE_INFINITY;
    for (int g = 0; g < logWeights.length; g++) {
      logWeights[g] += Math.log(log.shown(item, g));
      most = Math.max(most, logWeights[g]);
    }
    double weights = 0;
    double sum = 0;
    for (int g = 0; g < logWeights.length; g++) {
      double weight = Math.exp(logWeights[g] - most);
      boolean liked = log.isLiked(item, g);
      weights += weight;
      sum += weight * items.click(item, liked) * items.buy(item, liked);
    }
    return sum / weights;
  }

  /** The logarithm of what the history says for each group. */
  private double[] logWeights(Example example) {
    List<Integer> clicks = new ArrayList<>();
    Set<Integer> bought = new HashSet<>();
    for (BehaviorEvent event : example.history()) {
      if (event.action().equals(ImpressionLog.CLICK)) {
        clicks.add(item(event));
      } else {
        bought.add(item(event));
      }
    }
    long days = (example.cutMillis() - ImpressionLog.FIRST_DAY_MILLIS) / DAY_MILLIS;
    double notClicked = Math.max(0, days * log.shown() - clicks.size());
    double[] weights = new double[log.groups()];
    for (int g = 0; g < weights.length; g++) {
      weights[g] = notClicked * Math.log1p(-clicked[g]);
      for (int item : clicks) {
        boolean liked = log.isLiked(item, g);
        double buy = items.buy(item, liked);
        weights[g] +=
            Math.log(log.shown(item, g))
                + Math.log(items.click(item, liked))
                + Math.log(bought.contains(item) ? buy : 1 - buy);
      }
    }
    return weights;
  }

  private static int item(BehaviorEvent event) {
    return Integer.parseInt(event.item().substring(1));
  }
}
