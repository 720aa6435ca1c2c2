package org.taskweave.core.metric;

/** Checks and readings of rows of labels and scores that several metrics share. */
final class Rows {

  private Rows() {}

  /** The number of rows n of labels [n, labelWidth] and scores [n, scoreWidth]. */
  static int count(double[] labels, int labelWidth, double[] scores, int scoreWidth) {
    int rows = labels.length / labelWidth;
    if (rows * labelWidth != labels.length || rows * scoreWidth != scores.length) {
      throw new IllegalArgumentException(
          labels.length
              + " labels of width "
              + labelWidth
              + " do not fit "
              + scores.length
              + " scores of width "
              + scoreWidth);
    }
    for (int i = 0; i < scores.length; i++) {
      if (!Double.isFinite(scores[i])) {
        throw new IllegalArgumentException("score " + i + " is " + scores[i] + ", not finite");
      }
    }
    return rows;
  }

  /** The class index of a label. */
  static int classIndex(double label, int classes) {
    if (label != Math.rint(label) || label < 0 || label >= classes) {
      throw new IllegalArgumentException(
          "label " + label + " is not a class index from 0 to " + (classes - 1));
    }
    return (int) label;
  }

  /** Is a 0/1 label 1? */
  static boolean isPositive(double label) {
    if (label != 0 && label != 1) {
      throw new IllegalArgumentException("label " + label + " is not 0 or 1");
    }
    return label == 1;
  }

  /** The class with the highest score of a row; the first of equal ones. */
  static int highest(double[] scores, int row, int classes) {
    int best = 0;
    for (int c = 1; c < classes; c++) {
      if (scores[row * classes + c] > scores[row * classes + best]) {
        best = c;
      }
    }
    return best;
  }
}
