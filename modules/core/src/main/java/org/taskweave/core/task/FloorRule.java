package org.taskweave.core.task;

import java.util.Arrays;
import org.taskweave.core.metric.TrivialPredictor;

/** What a kind of task makes of a one-line rule's numbers, and which rules it takes. */
enum FloorRule {
  /** It takes no rule. */
  NONE("takes none") {
    @Override
    boolean fits(HistoryStatistic floor) {
      return false;
    }

    @Override
    double[] scores(double[] floor, TrivialPredictor trivial) {
      throw new IllegalStateException("this kind of task has no floor");
    }
  },

  /** Numbers that rank; where there is none, the row ranks lowest. */
  RANKING("takes a number") {
    @Override
    boolean fits(HistoryStatistic floor) {
      return floor.isNumber();
    }

    @Override
    double[] scores(double[] floor, TrivialPredictor trivial) {
      return Arrays.stream(floor).map(x -> Double.isNaN(x) ? -Double.MAX_VALUE : x).toArray();
    }
  },

  /** A value, the trivial one where there is none; for each of the row's W numbers the same. */
  VALUE("takes a number") {
    @Override
    boolean fits(HistoryStatistic floor) {
      return floor.isNumber();
    }

    @Override
    double[] scores(double[] floor, TrivialPredictor trivial) {
      int width = trivial.prediction().length;
      double[] scores = new double[floor.length * width];
      for (int i = 0; i < scores.length; i++) {
        double value = floor[i / width];
        scores[i] = Double.isNaN(value) ? trivial.prediction()[i % width] : value;
      }
      return scores;
    }
  },

  /** The index of a class; -1, where the rule names none, is replaced by the majority. */
  CHOICE("takes lastClass") {
    @Override
    boolean fits(HistoryStatistic floor) {
      return !floor.isNumber();
    }

    @Override
    double[] scores(double[] floor, TrivialPredictor trivial) {
      int classes = trivial.prediction().length;
      double[] scores = new double[floor.length * classes];
      for (int i = 0; i < floor.length; i++) {
        int chosen = floor[i] == -1 ? trivial.majority() : (int) floor[i];
        scores[i * classes + chosen] = 1;
      }
      return scores;
    }
  };

  private final String advice;

  FloorRule(String advice) {
    this.advice = advice;
  }

  /** Whether it takes a rule. */
  abstract boolean fits(HistoryStatistic floor);

  /** Which rules it takes: "takes a number". */
  String advice() {
    return advice;
  }

  /**
   * Predictions that a rule's numbers stand for.
   *
   * @param floor [n]
   * @return [n,W]
   */
  abstract double[] scores(double[] floor, TrivialPredictor trivial);
}
