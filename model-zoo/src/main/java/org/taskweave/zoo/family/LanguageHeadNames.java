package org.taskweave.zoo.family;

import java.util.Map;

/**
 * What a family's files call a language model and its head.
 *
 * @param architectures Hugging Face's class for each model_type
 * @param names of tensors in files, prefix and all, by the names of {@link
 *     org.taskweave.core.encoder.LanguageHead}; what a head of the family cannot have is absent
 */
public record LanguageHeadNames(Map<String, String> architectures, Map<String, String> names) {

  /**
   * Those of a masked language model.
   *
   * @param dense the linear layer, for instance "lm_head.dense"
   * @param norm the layer norm after it
   * @param bias of the scores
   */
  public static LanguageHeadNames masked(
      Map<String, String> architectures, String dense, String norm, String bias) {
    return new LanguageHeadNames(
        architectures,
        Map.of(
            "head.dense.weight", dense + ".weight",
            "head.dense.bias", dense + ".bias",
            "head.LayerNorm.weight", norm + ".weight",
            "head.LayerNorm.bias", norm + ".bias",
            "head.bias", bias));
  }

  /** Those of a model of the next word. */
  public static LanguageHeadNames causal(String modelType, String architecture) {
    return new LanguageHeadNames(
        Map.of(modelType, architecture), Map.of("head.decoder.weight", "lm_head.weight"));
  }
}
