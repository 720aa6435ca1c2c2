package org.taskweave.core.encoder;

/**
 * Sizes of a BERT-family encoder, named as in Hugging Face's config.json.
 *
 * @param hiddenSize H
 * @param attentionHeads A; divides H
 * @param hiddenActivation "gelu" (exact, by erf), "gelu_new" (tanh form) or "relu"
 */
public record EncoderConfig(
    int vocabSize,
    int hiddenSize,
    int layers,
    int attentionHeads,
    int intermediateSize,
    int maxPositions,
    int typeVocabSize,
    double layerNormEpsilon,
    String hiddenActivation) {

  public EncoderConfig {
    if (attentionHeads < 1 || hiddenSize % attentionHeads != 0) {
      throw new IllegalArgumentException(
          "hidden_size "
              + hiddenSize
              + " is not a multiple of num_attention_heads "
              + attentionHeads);
    }
  }
}
