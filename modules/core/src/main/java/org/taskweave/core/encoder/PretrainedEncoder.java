package org.taskweave.core.encoder;

import java.util.Map;

/**
 * A pretrained encoder as read from its files, checked to be complete.
 *
 * @param name what the recipe called it
 * @param weights by the names that {@link EncoderTensors} gives them, whatever the family
 * @param tokenizerJson content of Hugging Face's tokenizer.json that belongs to the weights
 * @param sha256 of the weight file (all shards in order), hexadecimal
 */
public record PretrainedEncoder(
    String name,
    EncoderConfig config,
    Map<String, WeightTensor> weights,
    String tokenizerJson,
    String sha256) {

  public PretrainedEncoder {
    weights = Map.copyOf(weights);
  }
}
