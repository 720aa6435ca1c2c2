package org.taskweave.nn.language;

/**
 * Texts with words to guess.
 *
 * @param rows B
 * @param length T
 * @param tokenIds [B*T], hidden words hidden
 * @param tokenTypeIds [B*T]
 * @param mask [B*T], 1 for a real token
 * @param positions [M] cells from 0 to B*T - 1 whose states guess a word
 * @param targets [M] ids of those words
 */
public record LanguageBatch(
    int rows,
    int length,
    int[] tokenIds,
    int[] tokenTypeIds,
    float[] mask,
    int[] positions,
    int[] targets) {

  public LanguageBatch {
    int cells = rows * length;
    if (tokenIds.length != cells || tokenTypeIds.length != cells || mask.length != cells) {
      throw new IllegalArgumentException(
          "a batch of " + rows + " texts of " + length + " tokens has " + cells + " cells");
    }
    if (positions.length != targets.length || positions.length == 0) {
      throw new IllegalArgumentException(
          positions.length + " positions and " + targets.length + " words to guess");
    }
  }

  /** M. */
  public int guesses() {
    return positions.length;
  }
}
