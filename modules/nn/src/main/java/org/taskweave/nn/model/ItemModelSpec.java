package org.taskweave.nn.model;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.taskweave.core.encoder.EncoderConfig;
import org.taskweave.core.encoder.WeightTensor;
import org.taskweave.core.recipe.ItemsRecipe;
import org.taskweave.core.recipe.SequenceModelRecipe;
import org.taskweave.nn.item.ItemMemoryTables;

/**
 * What a model with items' vectors is built from besides.
 *
 * @param hierarchical whether a sequence model over items' vectors takes the place of the
 *     pretrained encoder, which then has read the items' texts
 * @param longest tokens of the longest sequence
 * @param texts [N,H] what the pretrained encoder made of the items' texts
 * @param shares for each next-item task, the share of its training labels that each item is [N]
 * @param effectColumns how many of the last user features are effects of user and item
 * @param learnedTexts token ids of the items' texts [N], where the encoder that reads them learns
 *     with the model
 * @param memory for each next-item task that has what counting knows beside its network
 */
public record ItemModelSpec(
    boolean hierarchical,
    ItemsRecipe items,
    SequenceModelRecipe history,
    int longest,
    WeightTensor texts,
    Map<String, double[]> shares,
    int effectColumns,
    Optional<List<int[]>> learnedTexts,
    Map<String, ItemMemoryTables> memory) {

  private static final double EPSILON = 1e-12;

  public ItemModelSpec {
    shares = Map.copyOf(shares);
    memory = Map.copyOf(memory);
    learnedTexts = learnedTexts.map(List::copyOf);
    if (learnedTexts.isPresent() && !hierarchical) {
      throw new IllegalArgumentException("only a hierarchical model has an item tower that learns");
    }
  }

  /** A model without memory. */
  public ItemModelSpec(
      boolean hierarchical,
      ItemsRecipe items,
      SequenceModelRecipe history,
      int longest,
      WeightTensor texts,
      Map<String, double[]> shares,
      int effectColumns,
      Optional<List<int[]>> learnedTexts) {
    this(
        hierarchical,
        items,
        history,
        longest,
        texts,
        shares,
        effectColumns,
        learnedTexts,
        Map.of());
  }

  /** The same with what counting knows. */
  public ItemModelSpec with(Map<String, ItemMemoryTables> other) {
    return new ItemModelSpec(
        hierarchical, items, history, longest, texts, shares, effectColumns, learnedTexts, other);
  }

  /** A model with fixed texts. */
  public ItemModelSpec(
      boolean hierarchical,
      ItemsRecipe items,
      SequenceModelRecipe history,
      int longest,
      WeightTensor texts,
      Map<String, double[]> shares,
      int effectColumns) {
    this(hierarchical, items, history, longest, texts, shares, effectColumns, Optional.empty());
  }

  /** Items with fixed texts and without effects. */
  public ItemModelSpec(
      boolean hierarchical,
      ItemsRecipe items,
      SequenceModelRecipe history,
      int longest,
      WeightTensor texts,
      Map<String, double[]> shares) {
    this(hierarchical, items, history, longest, texts, shares, 0);
  }

  /** N. */
  public int count() {
    return (int) texts.shape()[0];
  }

  /** Whether the sequence model reads in both directions and learns masked events. */
  boolean masked() {
    return hierarchical && history.objective() == SequenceModelRecipe.Objective.MASKED;
  }

  /** S of the texts that are learned. */
  static int longest(List<int[]> texts) {
    return texts.stream().mapToInt(ids -> ids.length).max().orElse(0);
  }

  /** Whether a row is read from all events but its own, by attention of its candidate. */
  boolean others() {
    return hierarchical && history.objective() == SequenceModelRecipe.Objective.OTHERS;
  }

  int textWidth() {
    return (int) texts.shape()[1];
  }

  /** Sizes of the sequence model; its vocabulary is the catalog, "outside of it", and the mask. */
  EncoderConfig sequenceConfig() {
    return new EncoderConfig(
        count() + (masked() ? 2 : 1),
        items.width(),
        history.layers(),
        history.heads(),
        4 * items.width(),
        longest,
        1,
        EPSILON,
        "gelu");
  }
}
