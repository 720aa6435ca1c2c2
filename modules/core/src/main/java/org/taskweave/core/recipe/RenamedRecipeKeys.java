package org.taskweave.core.recipe;

import org.taskweave.core.config.RenamedKeys;

/**
 * What recipes called otherwise once, and what they will not have: the only place that knows such
 * names.
 */
final class RenamedRecipeKeys {

  private static final String SAMPLED =
      "metrics among a few sampled items are refused: they can put models into another order than"
          + " the ranking of all items does (Krichene and Rendle 2020,"
          + " doi:10.1145/3394486.3403226). All items of the catalog are ranked: remove it";

  static final RenamedKeys ALL =
      RenamedKeys.NONE
          .with("data.quarantineMaxShare", "data.maxQuarantineShare")
          .with("data.repeats", "data.repeatEvents", "with drop for first")
          .with("examples.minimumEvents", "examples.minEvents")
          .with("sequence.lengthBuckets", "sequence.padToMultipleOf")
          .with("encoder.freezeEmbeddings", "encoder.frozenEmbeddings")
          .with("encoder.freezeLayers", "encoder.frozenLayers")
          .with("items.repeats", "items.repeatBias")
          .with("items.texts", "items.frozenEncoder", "true for frozen, false for trained")
          .with("history", "sequenceModel")
          .with("shared", "representation")
          .with("tasks.*.longTail", "popularityDiscount")
          .with(
              "training.itemWeighting",
              "training.popularityDiscount",
              "which is a number, the former exponent")
          .gone(
              "tasks.*.floor.aggregated.log1p",
              "remove it; a floor has its label's scale, so log1p of the label goes for both")
          .gone(
              "features.user.*.aggregated.log1p",
              "write log1p beside the statistic, as in {aggregated: {...}, log1p: true}")
          .refused("evaluation.negatives", SAMPLED)
          .refused("evaluation.sampledNegatives", SAMPLED)
          .refused("evaluation.candidates", SAMPLED);

  private RenamedRecipeKeys() {}
}
