package org.taskweave.engine.kernel;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Where queries, keys and values of each head lie in [B*T,3H]: of a token, first all queries, then
 * all keys, then all values, head after head.
 *
 * @param batchSize B
 * @param tokens T
 * @param heads A
 * @param size values per head, H/A
 */
record AttentionLayout(int batchSize, int tokens, int heads, int size) {

  /** Rows of scores that are worked on at once have about so many values. */
  private static final int BLOCK = 2048;

  static AttentionLayout of(INDArray queryKeyValue, INDArray mask, int heads) {
    int hidden = (int) queryKeyValue.size(1) / 3;
    return new AttentionLayout((int) mask.size(0), (int) mask.size(1), heads, hidden / heads);
  }

  int hidden() {
    return heads * size;
  }

  /** Values between one token's and the next one's. */
  int tokenStride() {
    return 3 * hidden();
  }

  /** Where a head's queries (0), keys (1) or values (2) of a sequence begin. */
  long start(int part, int row, int head) {
    return (long) row * tokens * tokenStride() + (long) part * hidden() + (long) head * size;
  }

  /** Where a head's part of a sequence begins in [B*T,H]. */
  long contextStart(int row, int head) {
    return (long) row * tokens * hidden() + (long) head * size;
  }

  /** Where a head's probabilities of a sequence begin in [B*A,T,T]; only a corner is used. */
  long probabilitiesStart(int row, int head) {
    return ((long) row * heads + head) * tokens * tokens;
  }

  /** Values of the rows of scores that are worked on at once: whole rows, at least one. */
  int blockLength() {
    return Math.max(1, BLOCK / tokens) * tokens;
  }

  float scale() {
    return (float) (1 / Math.sqrt(size));
  }

  /** Tokens of each sequence up to its last real one, from its mask [B,T]. */
  int[] lengths(float[] mask) {
    int[] lengths = new int[batchSize];
    for (int row = 0; row < batchSize; row++) {
      int length = tokens;
      while (length > 0 && mask[row * tokens + length - 1] == 0) {
        length--;
      }
      lengths[row] = length;
    }
    return lengths;
  }
}
