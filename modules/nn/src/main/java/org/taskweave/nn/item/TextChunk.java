package org.taskweave.nn.item;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;

/**
 * Texts in groups of about the same length, so that short ones are not padded to the longest, each
 * small enough that the encoder's memory stays bounded whatever the size of the catalog. Sizes are
 * bucketed: there are few shapes.
 *
 * @param texts places of the group's texts among all
 * @param rows of the padded group, a power of two
 * @param length of the padded group
 */
record TextChunk(int[] texts, int rows, int length) {

  private static final int MOST_ROWS = 128;
  private static final int FEWEST_ROWS = 8;
  private static final int BUCKET = 8;

  /**
   * Groups of texts, the shortest first.
   *
   * @param tokens of each text
   * @param longest that the encoder has positions for
   */
  static List<TextChunk> of(List<int[]> tokens, int longest) {
    TreeMap<Integer, List<Integer>> byLength = new TreeMap<>(Comparator.naturalOrder());
    for (int i = 0; i < tokens.size(); i++) {
      int length = (tokens.get(i).length + BUCKET - 1) / BUCKET * BUCKET;
      byLength.computeIfAbsent(Math.min(length, longest), key -> new ArrayList<>()).add(i);
    }
    List<TextChunk> chunks = new ArrayList<>();
    byLength.forEach(
        (length, texts) -> {
          for (int from = 0; from < texts.size(); from += MOST_ROWS) {
            List<Integer> group = texts.subList(from, Math.min(texts.size(), from + MOST_ROWS));
            int rows = FEWEST_ROWS;
            while (rows < group.size()) {
              rows *= 2;
            }
            chunks.add(
                new TextChunk(group.stream().mapToInt(Integer::intValue).toArray(), rows, length));
          }
        });
    return chunks;
  }

  /** Ids [rows * length], 0 for padding; rows that fill the group up are the first text again. */
  int[] ids(List<int[]> tokens) {
    int[] ids = new int[rows * length];
    for (int row = 0; row < rows; row++) {
      int[] text = text(tokens, row);
      System.arraycopy(text, 0, ids, row * length, text.length);
    }
    return ids;
  }

  /** 1 for real tokens [rows * length]. */
  float[] mask(List<int[]> tokens) {
    float[] mask = new float[rows * length];
    for (int row = 0; row < rows; row++) {
      Arrays.fill(mask, row * length, row * length + text(tokens, row).length, 1);
    }
    return mask;
  }

  private int[] text(List<int[]> tokens, int row) {
    return tokens.get(texts[row < texts.length ? row : 0]);
  }
}
