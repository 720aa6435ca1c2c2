package org.taskweave.nn.model;

import java.util.Random;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.AdamUpdater;
import org.nd4j.linalg.learning.config.Adam;

/**
 * A student's token states x [S] beside its teacher's t [H]: the mean of (xW - t)^2 over real
 * tokens and H, times a weight (Romero et al. 2015, arXiv:1412.6550). The projection W [S,H] is
 * learned with the student and thrown away after; of equal widths it begins as the identity.
 */
final class StateLesson {

  private final double weight;
  private final INDArray projection;
  private final INDArray atProjection;
  private final AdamUpdater updater;
  private INDArray teacher;
  private INDArray mask;
  private double loss;

  /**
   * A lesson.
   *
   * @param learningRate of the projection
   */
  StateLesson(
      int student, int teacher, double weight, double learningRate, long seed, DataType type) {
    this.weight = weight;
    this.projection =
        student == teacher
            ? Nd4j.eye(student).castTo(type)
            : drawn(student, teacher, seed).castTo(type);
    this.atProjection = projection.ulike().assign(0);
    Adam adam = new Adam(learningRate);
    this.updater = new AdamUpdater(adam);
    INDArray state = Nd4j.zeros(type, 1, adam.stateSize(projection.length()));
    updater.setStateViewArray(state, projection.shape(), 'c', true);
  }

  private static INDArray drawn(int rows, int columns, long seed) {
    Random random = new Random(seed);
    double[][] values = new double[rows][columns];
    for (double[] row : values) {
      for (int c = 0; c < columns; c++) {
        row[c] = random.nextGaussian() / Math.sqrt(rows);
      }
    }
    return Nd4j.createFromArray(values);
  }

  /**
   * Begins a pass.
   *
   * @param states the teacher's [B,T,H]
   * @param real tokens [B,T], 0 or 1
   */
  void begin(INDArray states, INDArray real) {
    mask = real.castTo(projection.dataType()).reshape(real.length(), 1);
    teacher = withoutPadding(states.reshape('c', real.length(), states.size(2)));
    loss = 0;
  }

  /** What stands in padding is undefined, and no number times 0 is one. */
  private INDArray withoutPadding(INDArray states) {
    INDArray copy = states.dup('c');
    for (long row = 0; row < mask.length(); row++) {
      if (mask.getDouble(row) == 0) {
        copy.getRow(row).assign(0);
      }
    }
    return copy;
  }

  /**
   * The gradient at the student's states [B*T,S]; the loss and the projection's gradient are kept.
   */
  INDArray gradient(INDArray states) {
    INDArray student = withoutPadding(states);
    INDArray error = student.mmul(projection).subi(teacher);
    double share = weight / (mask.sumNumber().doubleValue() * teacher.size(1));
    loss = share * error.mul(error).sumNumber().doubleValue();
    error.muli(2 * share);
    atProjection.assign(student.transpose().mmul(error));
    return error.mmul(projection.transpose());
  }

  /** The loss of the last pass. */
  double loss() {
    return loss;
  }

  /** Moves the projection against the last pass's gradient. */
  void update(int iteration, int epoch) {
    updater.applyUpdater(atProjection, iteration, epoch);
    projection.subi(atProjection);
  }

  INDArray projection() {
    return projection;
  }

  INDArray atProjection() {
    return atProjection;
  }
}
