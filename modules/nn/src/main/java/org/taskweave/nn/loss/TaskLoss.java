package org.taskweave.nn.loss;

import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.nd4j.shade.jackson.annotation.JsonAutoDetect;

/**
 * The mean row loss over known labels, times the task's weight.
 *
 * <p>Labels [R,W], logits [R,W], mask [R,1] (absent: all known); R is B, or B*T for token tagging.
 * Masks are 0 or 1, since DL4J multiplies logits by them; rows are weighed by {@link #weigh}.
 */
@JsonAutoDetect(fieldVisibility = JsonAutoDetect.Visibility.ANY)
public abstract class TaskLoss implements ILossFunction {

  private double weight;

  /** Of the rows of the pass under way [R,1]; null for 1. No part of the configuration. */
  private transient INDArray rowWeights;

  /** Of the pass under way; null without a teacher. No part of the configuration. */
  private transient Lesson lesson;

  /** For Jackson. */
  protected TaskLoss() {}

  /** A loss with a task weight. */
  protected TaskLoss(double weight) {
    if (!(weight >= 0) || Double.isInfinite(weight)) {
      throw new IllegalArgumentException("a task weight is a number of at least 0, not " + weight);
    }
    this.weight = weight;
  }

  /** Factor of the task in the sum of losses. */
  public final double weight() {
    return weight;
  }

  /**
   * Weighs the rows of the passes that follow: the loss becomes weight * (sum of row weight * row
   * loss over known rows) / (number of known rows).
   *
   * @param weights [R,1], read when the loss is computed; null for 1
   */
  public final void weigh(INDArray weights) {
    rowWeights = weights;
  }

  /**
   * Adds what a teacher says in the passes that follow: the loss of the labels is then that of the
   * lesson's labelled rows, whatever mask DL4J hands over, and to it comes the lesson's, both times
   * the task's weight. Row weights do not weigh the lesson.
   *
   * @param given null for none
   */
  public final void teach(Lesson given) {
    lesson = given;
  }

  /** Row losses [R,1]. */
  abstract INDArray rowLosses(INDArray labels, INDArray logits);

  /** Gradient of each row's loss at its logits [R,W]. */
  abstract INDArray rowGradients(INDArray labels, INDArray logits);

  /**
   * Gradient of each row's loss at its logits times the row's factor [R,W], which DL4J has read
   * when it asks for the next one.
   *
   * @param factors [R,1]
   */
  INDArray rowGradients(INDArray labels, INDArray logits, INDArray factors) {
    return rowGradients(labels, logits).muliColumnVector(factors);
  }

  @Override
  public final double computeScore(
      INDArray labels, INDArray logits, IActivation activation, INDArray mask, boolean average) {
    if (weight == 0) {
      return 0;
    }
    INDArray labelled = lesson == null ? mask : lesson.labelled();
    double known = known(labels, labelled);
    double ofLabels =
        known == 0
            ? 0
            : masked(rowLosses(typed(labels, logits), logits), labelled).sumNumber().doubleValue()
                / known;
    double ofTeacher =
        lesson == null ? 0 : lesson.factor() * lesson.rowLosses(logits).sumNumber().doubleValue();
    return weight * (ofLabels + ofTeacher);
  }

  @Override
  public final INDArray computeScoreArray(
      INDArray labels, INDArray logits, IActivation activation, INDArray mask) {
    return masked(rowLosses(typed(labels, logits), logits), mask).muli(weight);
  }

  @Override
  public final INDArray computeGradient(
      INDArray labels, INDArray logits, IActivation activation, INDArray mask) {
    INDArray ofLabels = ofLabels(labels, logits, lesson == null ? mask : lesson.labelled());
    return lesson == null
        ? ofLabels
        : ofLabels.addi(lesson.rowGradients(logits).muli(weight * lesson.factor()));
  }

  private INDArray ofLabels(INDArray labels, INDArray logits, INDArray mask) {
    double known = known(labels, mask);
    if (known == 0) {
      return logits.ulike().assign(0);
    }
    INDArray factors =
        Nd4j.valueArrayOf(new long[] {labels.size(0), 1}, weight / known, logits.dataType());
    return rowGradients(typed(labels, logits), logits, masked(factors, mask));
  }

  @Override
  public final Pair<Double, INDArray> computeGradientAndScore(
      INDArray labels, INDArray logits, IActivation activation, INDArray mask, boolean average) {
    INDArray gradient = computeGradient(labels, logits, activation, mask);
    return new Pair<>(computeScore(labels, logits, activation, mask, average), gradient);
  }

  @Override
  public final String name() {
    return getClass().getSimpleName();
  }

  private static double known(INDArray labels, INDArray mask) {
    return mask == null ? labels.size(0) : mask.sumNumber().doubleValue();
  }

  private INDArray masked(INDArray rows, INDArray mask) {
    return times(times(rows, mask), rowWeights);
  }

  private static INDArray times(INDArray rows, INDArray column) {
    return column == null
        ? rows
        : rows.muliColumnVector(column.reshape(column.length(), 1).castTo(rows.dataType()));
  }

  private static INDArray typed(INDArray labels, INDArray logits) {
    return labels.dataType() == logits.dataType() ? labels : labels.castTo(logits.dataType());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TaskLoss that && name().equals(that.name()) && weight == that.weight;
  }

  @Override
  public int hashCode() {
    return Double.hashCode(weight) * 31 + name().hashCode();
  }
}
