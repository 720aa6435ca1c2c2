package org.taskweave.engine.kernel;

/**
 * Attention of one token of each sequence: which one, and how many tokens it sees.
 *
 * @param tokens T
 * @param hidden H
 * @param heads A
 */
record TokenAttentionLayout(int tokens, int hidden, int heads) {

  /** Values per head. */
  int size() {
    return hidden / heads;
  }

  float scale() {
    return (float) (1 / Math.sqrt(size()));
  }

  /** Where a token's keys begin in [B*T,2H]; its values follow. */
  long keyStart(int row, int token) {
    return ((long) row * tokens + token) * 2 * hidden;
  }

  /** Where a head's probabilities of a sequence begin in [B*A,T]. */
  long probabilitiesStart(int row, int head) {
    return ((long) row * heads + head) * tokens;
  }

  /**
   * How many tokens are seen: those up to the last real one, and no later one than the reader if it
   * is causal; none if the reader is padding.
   *
   * @param masks [B,T]
   * @param token of its sequence, from 0
   */
  int seen(float[] masks, int row, int token, boolean causal) {
    int length = tokens;
    while (length > 0 && masks[row * tokens + length - 1] == 0) {
      length--;
    }
    if (token >= length) {
      return 0;
    }
    return causal ? token + 1 : length;
  }
}
