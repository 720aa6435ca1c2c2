package org.taskweave.trees;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.taskweave.data.batch.EncodedExample;
import org.taskweave.data.event.BehaviorEvent;
import org.taskweave.data.event.SeededHash;
import org.taskweave.data.example.Example;
import org.taskweave.data.example.Split;

/**
 * Mean training labels of the item that a question is about, which a network's vector of the item
 * can hold: (sum + {@value #DAMPING} means of all) / (number + {@value #DAMPING}). A training
 * example reads the means of the folds that it is not in, or a tree would find its own label there.
 */
final class ItemRates {

  private static final int FOLDS = 5;
  private static final double DAMPING = 10;

  private final Map<String, double[][]> byItem = new HashMap<>();
  private final double[] mean;

  /**
   * Rates of one task.
   *
   * @param task position in the task list
   * @param encoded of the training examples, in their order
   */
  ItemRates(
      TreeObjective objective, int task, List<Example> training, List<EncodedExample> encoded) {
    int width = objective.indicators();
    double[] all = new double[width + 1];
    for (int i = 0; i < training.size(); i++) {
      double weight = encoded.get(i).labels().get(task).mask()[0];
      if (weight == 0) {
        continue;
      }
      float[] label = encoded.get(i).labels().get(task).values();
      double[] tally =
          byItem
              .computeIfAbsent(item(training.get(i)), id -> new double[FOLDS][width + 1])[
              fold(training.get(i))];
      for (int c = 0; c < width; c++) {
        tally[c] += weight * objective.indicator(label, c);
        all[c] += weight * objective.indicator(label, c);
      }
      tally[width] += weight;
      all[width] += weight;
    }
    this.mean = new double[width];
    for (int c = 0; c < width; c++) {
      mean[c] = all[width] == 0 ? 0 : all[c] / all[width];
    }
  }

  private static String item(Example example) {
    return example.target().map(BehaviorEvent::item).orElse("");
  }

  private static int fold(Example example) {
    String time = Long.toString(example.cutMillis());
    return (int) (FOLDS * SeededHash.share(0, List.of(example.user(), item(example), time)));
  }

  /** How many columns there are. */
  int columns() {
    return mean.length + 1;
  }

  /** Writes the means, and the logarithm of 1 + their number. */
  void write(Example example, float[] into, int offset) {
    double[] tally = new double[mean.length + 1];
    double[][] folds = byItem.getOrDefault(item(example), new double[0][]);
    int own = example.split() == Split.TRAIN ? fold(example) : -1;
    for (int f = 0; f < folds.length; f++) {
      for (int c = 0; f != own && c < tally.length; c++) {
        tally[c] += folds[f][c];
      }
    }
    double number = tally[mean.length];
    for (int c = 0; c < mean.length; c++) {
      into[offset + c] = (float) ((tally[c] + DAMPING * mean[c]) / (number + DAMPING));
    }
    into[offset + mean.length] = (float) Math.log1p(number);
  }
}
