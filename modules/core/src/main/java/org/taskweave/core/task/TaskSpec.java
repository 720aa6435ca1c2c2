package org.taskweave.core.task;

import java.util.List;
import java.util.Optional;

/** One question asked of a behaviour sequence. */
public sealed interface TaskSpec {

  /** Unique among the tasks; names the head, the output and the metrics. */
  String name();

  LabelRule label();

  /** Factor of the task's loss in the sum of losses; at least 0. */
  double weight();

  HeadSpec head();

  /** A one-line rule over the user's history that the model is printed beside. */
  Optional<HistoryStatistic> floor();

  /** Number of values the head puts out for a row (a token, for tagging). */
  int outputWidth();

  /**
   * Will it happen? Probability [B,1]; loss: binary cross-entropy.
   *
   * @param positiveWeight factor on the loss of positive labels; 1 is plain cross-entropy
   */
  record Binary(
      String name,
      LabelRule label,
      double weight,
      HeadSpec head,
      Optional<HistoryStatistic> floor,
      double positiveWeight)
      implements TaskSpec {
    @Override
    public int outputWidth() {
      return 1;
    }
  }

  /**
   * Which one of C classes? Probabilities [B,C]; loss: cross-entropy.
   *
   * @param classes in index order; empty until they are learned from the training labels
   * @param classWeights factor on the loss per class; empty for 1
   */
  record Multiclass(
      String name,
      LabelRule label,
      double weight,
      HeadSpec head,
      Optional<HistoryStatistic> floor,
      List<String> classes,
      List<Double> classWeights)
      implements TaskSpec {
    public Multiclass {
      classes = List.copyOf(classes);
      classWeights = List.copyOf(classWeights);
    }

    @Override
    public int outputWidth() {
      return classes.size();
    }
  }

  /** Which of C classes, several at once? Probabilities [B,C]; loss: mean binary cross-entropy. */
  record Multilabel(
      String name,
      LabelRule label,
      double weight,
      HeadSpec head,
      Optional<HistoryStatistic> floor,
      List<String> classes,
      List<Double> classWeights)
      implements TaskSpec {
    public Multilabel {
      classes = List.copyOf(classes);
      classWeights = List.copyOf(classWeights);
    }

    @Override
    public int outputWidth() {
      return classes.size();
    }
  }

  /** How much? Value [B,1]; loss: squared error of the standardised label. */
  record Regression(
      String name, LabelRule label, double weight, HeadSpec head, Optional<HistoryStatistic> floor)
      implements TaskSpec {
    @Override
    public int outputWidth() {
      return 1;
    }
  }

  /**
   * Which tag does each token carry (B/I/O)? Probabilities [B*T,C]; loss: cross-entropy over the
   * tokens with a known tag.
   */
  record TokenTagging(
      String name,
      LabelRule label,
      double weight,
      HeadSpec head,
      Optional<HistoryStatistic> floor,
      List<String> classes,
      List<Double> classWeights)
      implements TaskSpec {
    public TokenTagging {
      classes = List.copyOf(classes);
      classWeights = List.copyOf(classWeights);
    }

    @Override
    public int outputWidth() {
      return classes.size();
    }
  }
}
