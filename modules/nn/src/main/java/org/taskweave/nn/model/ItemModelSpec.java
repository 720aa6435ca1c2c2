package org.taskweave.nn.model;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.taskweave.core.encoder.EncoderConfig;
import org.taskweave.core.encoder.WeightTensor;
import org.taskweave.core.recipe.SequenceModelRecipe.Objective;
import org.taskweave.nn.item.ItemMemoryTables;

/**
 * What a model with items' vectors is built from besides.
 *
 * @param settings of the vectors
 * @param texts [N,H] what the pretrained encoder made of the items' texts
 * @param sequenceModel the sequence model over items' vectors that takes the place of the
 *     pretrained encoder, which then has read the items' texts; empty where the encoder reads the
 *     user's texts
 * @param shares for each next-item task, the share of its training labels that each item is [N]
 * @param targetColumns how many of the last user features tell of the target: effects of user and
 *     item, and what a table says of the item
 * @param learnedTexts token ids of the items' texts [N], where the encoder that reads them learns
 *     with the model
 * @param memory for each next-item task that has what counting knows beside its network
 * @param features [N,G] of a table of items, which join the vectors
 */
public record ItemModelSpec(
    ItemSettings settings,
    WeightTensor texts,
    Optional<SequenceModelSettings> sequenceModel,
    Map<String, double[]> shares,
    int targetColumns,
    Optional<List<int[]>> learnedTexts,
    Map<String, ItemMemoryTables> memory,
    Optional<WeightTensor> features) {

  private static final double EPSILON = 1e-12;

  public ItemModelSpec {
    shares = Map.copyOf(shares);
    memory = Map.copyOf(memory);
    learnedTexts = learnedTexts.map(List::copyOf);
    if (learnedTexts.isPresent() && sequenceModel.isEmpty()) {
      throw new IllegalArgumentException("only a hierarchical model has an item tower that learns");
    }
  }

  /** Items that only heads know, without shares, effects and memory. */
  public static Builder builder(ItemSettings settings, WeightTensor texts) {
    return new Builder(settings, texts);
  }

  /** The same to be changed. */
  public Builder toBuilder() {
    Builder builder = builder(settings, texts);
    sequenceModel.ifPresent(builder::sequenceModel);
    return builder
        .shares(shares)
        .targetColumns(targetColumns)
        .learnedTexts(learnedTexts)
        .memory(memory)
        .features(features);
  }

  /** N. */
  public int count() {
    return (int) texts.shape()[0];
  }

  /** G; 0 without features. */
  int featureWidth() {
    return features.map(table -> (int) table.shape()[1]).orElse(0);
  }

  /** Whether a sequence model reads items' vectors. */
  public boolean hierarchical() {
    return sequenceModel.isPresent();
  }

  /** The sequence model of a hierarchical model. */
  SequenceModelSettings requireSequenceModel() {
    return sequenceModel.orElseThrow(
        () -> new IllegalStateException("the model is not hierarchical"));
  }

  /** Whether the sequence model reads in both directions and learns masked events. */
  boolean masked() {
    return sequenceModel.filter(model -> model.objective() == Objective.MASKED).isPresent();
  }

  /** Whether a row is read from all events but its own, by attention of its candidate. */
  boolean others() {
    return sequenceModel.filter(model -> model.objective() == Objective.OTHERS).isPresent();
  }

  /** T of the texts that are learned. */
  static int longest(List<int[]> texts) {
    return texts.stream().mapToInt(ids -> ids.length).max().orElse(0);
  }

  int textWidth() {
    return (int) texts.shape()[1];
  }

  /** Sizes of the sequence model; its vocabulary is the catalog, "outside of it", and the mask. */
  EncoderConfig sequenceConfig() {
    SequenceModelSettings model = requireSequenceModel();
    return EncoderConfig.bert(
        count() + (masked() ? 2 : 1),
        settings.width(),
        model.attentionLayers(),
        model.heads(),
        4 * settings.width(),
        model.longest(),
        1,
        EPSILON,
        "gelu");
  }

  /** Puts one together; what is not set stays out of the model. */
  public static final class Builder {

    private final ItemSettings settings;
    private final WeightTensor texts;
    private Optional<SequenceModelSettings> sequenceModel = Optional.empty();
    private Map<String, double[]> shares = Map.of();
    private int targetColumns;
    private Optional<List<int[]>> learnedTexts = Optional.empty();
    private Map<String, ItemMemoryTables> memory = Map.of();
    private Optional<WeightTensor> features = Optional.empty();

    private Builder(ItemSettings settings, WeightTensor texts) {
      this.settings = settings;
      this.texts = texts;
    }

    /** A hierarchical model. */
    public Builder sequenceModel(SequenceModelSettings model) {
      this.sequenceModel = Optional.of(model);
      return this;
    }

    public Builder shares(Map<String, double[]> byTask) {
      this.shares = byTask;
      return this;
    }

    public Builder targetColumns(int columns) {
      this.targetColumns = columns;
      return this;
    }

    /** Where present, the encoder that reads the items' texts learns. */
    public Builder learnedTexts(Optional<List<int[]>> tokenIds) {
      this.learnedTexts = tokenIds;
      return this;
    }

    public Builder memory(Map<String, ItemMemoryTables> byTask) {
      this.memory = byTask;
      return this;
    }

    /** Where present, what a table says of the items joins their vectors. */
    public Builder features(Optional<WeightTensor> table) {
      this.features = table;
      return this;
    }

    /** What was put together. */
    public ItemModelSpec build() {
      return new ItemModelSpec(
          settings, texts, sequenceModel, shares, targetColumns, learnedTexts, memory, features);
    }
  }
}
