package org.taskweave.core.metric;

import org.taskweave.core.task.TaskSpec;

/**
 * Predicts the same for every row, learned from the training labels alone: the rate of positives
 * (binary [1], multilabel [C]), the mean (regression [1]) or the classes' shares (multiclass, token
 * tagging and next item [C], whose highest is the majority class or most popular item).
 */
public record TrivialPredictor(double[] prediction) {

  /**
   * Learns from known training labels; NaN labels are missing.
   *
   * @param labels [n] 0 or 1, class indices or values; [n,C] for multilabel
   * @param classes C; ignored for binary and regression
   * @throws IllegalArgumentException no label is known
   */
  public static TrivialPredictor of(TaskSpec task, double[] labels, int classes) {
    boolean oneHot =
        task instanceof TaskSpec.Multiclass
            || task instanceof TaskSpec.TokenTagging
            || task instanceof TaskSpec.NextItem;
    int labelWidth = task instanceof TaskSpec.Multilabel ? classes : 1;
    double[] sums = new double[oneHot ? classes : labelWidth];
    long rows = 0;
    for (int i = 0; i < labels.length; i += labelWidth) {
      if (Double.isNaN(labels[i])) {
        continue;
      }
      rows++;
      for (int c = 0; c < labelWidth; c++) {
        sums[oneHot ? Rows.classIndex(labels[i], classes) : c] += oneHot ? 1 : labels[i + c];
      }
    }
    if (rows == 0) {
      throw new IllegalArgumentException(
          "task \"" + task.name() + "\" has no known training label");
    }
    for (int c = 0; c < sums.length; c++) {
      sums[c] /= rows;
    }
    return new TrivialPredictor(sums);
  }

  /** The first of the highest entries: the majority class. */
  public int majority() {
    return Rows.highest(prediction, 0, prediction.length);
  }

  /** The prediction for each of n rows, [n * width]. */
  double[] repeated(int rows) {
    double[] all = new double[rows * prediction.length];
    for (int i = 0; i < all.length; i++) {
      all[i] = prediction[i % prediction.length];
    }
    return all;
  }
}
