package org.taskweave.core.batch;

import java.util.List;

/**
 * What a model reads, for B sequences padded to T tokens; every array is flat and row-major.
 *
 * @param batchSize B
 * @param length T
 * @param tokenIds [B,T] ids of the tokenizer's vocabulary
 * @param tokenTypeIds [B,T] BERT's segment ids
 * @param mask [B,T] 1 for a real token, 0 for padding; padding never changes a prediction
 * @param categoricalChannels one [B,T] array of indices for each categorical channel of {@link
 *     TokenChannels}; index 0 means "none" (special tokens and padding)
 * @param numericChannels [B,T,E] for the E numeric channels of {@link TokenChannels}; 0 for special
 *     tokens and padding
 * @param userFeatures [B,F]
 */
public record SequenceInput(
    int batchSize,
    int length,
    int[] tokenIds,
    int[] tokenTypeIds,
    float[] mask,
    List<int[]> categoricalChannels,
    float[] numericChannels,
    float[] userFeatures) {

  public SequenceInput {
    int cells = Math.multiplyExact(batchSize, length);
    requireLength("tokenIds", tokenIds.length, cells);
    requireLength("tokenTypeIds", tokenTypeIds.length, cells);
    requireLength("mask", mask.length, cells);
    for (int[] channel : categoricalChannels) {
      requireLength("a categorical channel", channel.length, cells);
    }
    if (cells > 0 && numericChannels.length % cells != 0) {
      throw new IllegalArgumentException(
          "numericChannels has " + numericChannels.length + " values, not a multiple of " + cells);
    }
    if (batchSize > 0 && userFeatures.length % batchSize != 0) {
      throw new IllegalArgumentException(
          "userFeatures has " + userFeatures.length + " values, not a multiple of " + batchSize);
    }
    categoricalChannels = List.copyOf(categoricalChannels);
  }

  private static void requireLength(String what, int actual, int expected) {
    if (actual != expected) {
      throw new IllegalArgumentException(
          what + " has " + actual + " values, but batchSize * length is " + expected);
    }
  }
}
