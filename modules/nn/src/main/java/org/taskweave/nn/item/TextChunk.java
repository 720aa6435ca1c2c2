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

  private static final int MOST_ROWS = 256;
  private static final int FEWEST_ROWS = 16;
  private static final int LENGTH_BUCKET = 4;

  /**
   * Groups of texts, the one with the most tokens last: its states are still there when the
   * backward pass begins.
   *
   * @param tokens of each text
   * @param longest that the encoder has positions for
   */
  static List<TextChunk> of(List<int[]> tokens, int longest) {
    TreeMap<Integer, List<Integer>> byLength = new TreeMap<>();
    for (int i = 0; i < tokens.size(); i++) {
      int length = (tokens.get(i).length + LENGTH_BUCKET - 1) / LENGTH_BUCKET * LENGTH_BUCKET;
      byLength.computeIfAbsent(Math.min(length, longest), key -> new ArrayList<>()).add(i);
    }
    List<TextChunk> chunks = new ArrayList<>();
    byLength.forEach((length, texts) -> addTo(chunks, texts, length));
    chunks.sort(Comparator.comparingInt(chunk -> chunk.rows() * chunk.length()));
    return chunks;
  }

  /** Powers of two that add up to the number of texts; only the last one is filled up. */
  private static void addTo(List<TextChunk> chunks, List<Integer> texts, int length) {
    int from = 0;
    while (from < texts.size()) {
      int left = texts.size() - from;
      int rows = Math.min(MOST_ROWS, Math.max(FEWEST_ROWS, Integer.highestOneBit(left)));
      List<Integer> group = texts.subList(from, from + Math.min(left, rows));
      chunks.add(new TextChunk(group.stream().mapToInt(Integer::intValue).toArray(), rows, length));
      from += group.size();
    }
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
