package org.taskweave.core.batch;

/**
 * One task's predictions, row-major: probabilities (binary [R,1], multiclass and multilabel [R,C],
 * token tagging [B*T,C]), values (regression [R,1]) or scores of all items (next item [R,N]); R
 * rows as in {@link SequenceInput}.
 */
public record TaskScores(int rows, int width, float[] values) {

  public float at(int row, int column) {
    return values[row * width + column];
  }
}
