package org.taskweave.core.metric;

/** True positives, false positives and false negatives of each class. */
final class Confusion {
  private final long[] truePositives;
  private final long[] falsePositives;
  private final long[] falseNegatives;

  Confusion(int classes) {
    truePositives = new long[classes];
    falsePositives = new long[classes];
    falseNegatives = new long[classes];
  }

  /** Counts a row with one true and one predicted class. */
  void addClass(int actual, int predicted, int count) {
    if (actual == predicted) {
      truePositives[actual] += count;
    } else {
      falseNegatives[actual] += count;
      falsePositives[predicted] += count;
    }
  }

  /** Counts a row that is, or is predicted to be, a member of a class. */
  void addMember(int classIndex, boolean actual, boolean predicted, int count) {
    if (actual && predicted) {
      truePositives[classIndex] += count;
    } else if (actual) {
      falseNegatives[classIndex] += count;
    } else if (predicted) {
      falsePositives[classIndex] += count;
    }
  }

  /** TP / (TP + FP); NaN when the class is never predicted. */
  double precision(int classIndex) {
    long predicted = truePositives[classIndex] + falsePositives[classIndex];
    return predicted == 0 ? Double.NaN : (double) truePositives[classIndex] / predicted;
  }

  /** TP / (TP + FN); NaN when the class has no rows. */
  double recall(int classIndex) {
    return support(classIndex) == 0
        ? Double.NaN
        : (double) truePositives[classIndex] / support(classIndex);
  }

  /** NaN when the class occurs neither among labels nor among predictions. */
  double f1(int classIndex) {
    long twice = 2 * truePositives[classIndex];
    long all = twice + falsePositives[classIndex] + falseNegatives[classIndex];
    return all == 0 ? Double.NaN : (double) twice / all;
  }

  long support(int classIndex) {
    return truePositives[classIndex] + falseNegatives[classIndex];
  }

  double macroF1() {
    double sum = 0;
    int occurring = 0;
    for (int c = 0; c < truePositives.length; c++) {
      double f1 = f1(c);
      if (!Double.isNaN(f1)) {
        sum += f1;
        occurring++;
      }
    }
    return occurring == 0 ? Double.NaN : sum / occurring;
  }
}
