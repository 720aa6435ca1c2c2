package org.taskweave.core.batch;

import java.util.List;

/**
 * What a model reads, for B sequences padded to T tokens; every array is flat and row-major.
 *
 * @param batchSize B
 * @param length T
 * @param tokenIds [B,T] ids of the tokenizer's vocabulary; in a hierarchical model, rows of the
 *     catalog, N for an item outside its N rows, N + 1 for a masked event
 * @param tokenTypeIds [B,T] BERT's segment ids
 * @param mask [B,T] 1 for a real token, 0 for padding; padding never changes a prediction
 * @param categoricalChannels one [B,T] array of indices for each categorical channel of {@link
 *     TokenChannels}; index 0 means "none" (special tokens and padding)
 * @param numericChannels [B,T,E] for the E numeric channels of {@link TokenChannels}; 0 for special
 *     tokens and padding
 * @param labelRows [R] cells b * T + t whose states are read, for models that read single tokens'
 *     states; empty for those that read a sequence as a whole, where R is B
 * @param userFeatures [R,F]
 * @param candidates [R] rows of the catalog that tasks which read user and item are about, N for
 *     none; empty without such tasks
 * @param baskets [B,T] ascending in each hierarchical sequence: events that share a basket have the
 *     same number; empty for flat sequences
 * @param folds [B] which users' counts a training sequence does not see, from 1; 0 sees all; empty
 *     for flat sequences
 */
public record SequenceInput(
    int batchSize,
    int length,
    int[] tokenIds,
    int[] tokenTypeIds,
    float[] mask,
    List<int[]> categoricalChannels,
    float[] numericChannels,
    int[] labelRows,
    float[] userFeatures,
    int[] candidates,
    int[] baskets,
    int[] folds) {

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
    int rows = labelRows.length == 0 ? batchSize : labelRows.length;
    if (rows > 0 && userFeatures.length % rows != 0) {
      throw new IllegalArgumentException(
          "userFeatures has " + userFeatures.length + " values, not a multiple of " + rows);
    }
    if (candidates.length > 0) {
      requireLength("candidates", candidates.length, rows);
    }
    if (baskets.length > 0) {
      requireLength("baskets", baskets.length, cells);
      requireLength("folds", folds.length, batchSize);
    }
    categoricalChannels = List.copyOf(categoricalChannels);
  }

  /** Sequences of tokens alone, each read as a whole. */
  public static Builder builder(
      int batchSize, int length, int[] tokenIds, int[] tokenTypeIds, float[] mask) {
    return new Builder(batchSize, length, tokenIds, tokenTypeIds, mask);
  }

  /** The same to be changed. */
  public Builder toBuilder() {
    return builder(batchSize, length, tokenIds, tokenTypeIds, mask)
        .channels(categoricalChannels, numericChannels)
        .labelRows(labelRows)
        .userFeatures(userFeatures)
        .candidates(candidates)
        .baskets(baskets, folds);
  }

  /** R: what labels, scores and user features have one row for. */
  public int rows() {
    return labelRows.length == 0 ? batchSize : labelRows.length;
  }

  private static void requireLength(String what, int actual, int expected) {
    if (actual != expected) {
      throw new IllegalArgumentException(
          what + " has " + actual + " values, but there must be " + expected);
    }
  }

  /** Puts one together; what is not set is absent. Arrays are those of {@link SequenceInput}. */
  public static final class Builder {

    private final int batchSize;
    private final int length;
    private int[] tokenIds;
    private final int[] tokenTypeIds;
    private final float[] mask;
    private List<int[]> categoricalChannels = List.of();
    private float[] numericChannels = {};
    private int[] labelRows = {};
    private float[] userFeatures = {};
    private int[] candidates = {};
    private int[] baskets = {};
    private int[] folds = {};

    private Builder(int batchSize, int length, int[] tokenIds, int[] tokenTypeIds, float[] mask) {
      this.batchSize = batchSize;
      this.length = length;
      this.tokenIds = tokenIds;
      this.tokenTypeIds = tokenTypeIds;
      this.mask = mask;
    }

    /** Other tokens in their places. */
    public Builder tokenIds(int[] ids) {
      this.tokenIds = ids;
      return this;
    }

    public Builder channels(List<int[]> categorical, float[] numeric) {
      this.categoricalChannels = categorical;
      this.numericChannels = numeric;
      return this;
    }

    public Builder labelRows(int... cells) {
      this.labelRows = cells;
      return this;
    }

    public Builder userFeatures(float[] features) {
      this.userFeatures = features;
      return this;
    }

    public Builder candidates(int... rows) {
      this.candidates = rows;
      return this;
    }

    public Builder baskets(int[] ofEvents, int[] ofUsers) {
      this.baskets = ofEvents;
      this.folds = ofUsers;
      return this;
    }

    /** What was put together. */
    public SequenceInput build() {
      return new SequenceInput(
          batchSize,
          length,
          tokenIds,
          tokenTypeIds,
          mask,
          categoricalChannels,
          numericChannels,
          labelRows,
          userFeatures,
          candidates,
          baskets,
          folds);
    }
  }
}
