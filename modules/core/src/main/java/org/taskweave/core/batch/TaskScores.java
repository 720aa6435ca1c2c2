package org.taskweave.core.batch;

/**
 * One task's predictions: probabilities (binary [B,1], multiclass and multilabel [B,C], token
 * tagging [B*T,C]) or values (regression [B,1]), row-major.
 */
public record TaskScores(int rows, int width, float[] values) {

  public float at(int row, int column) {
    return values[row * width + column];
  }
}
