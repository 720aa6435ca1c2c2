package org.taskweave.core.encoder;

/**
 * Sizes of a transformer encoder, named as in Hugging Face's config.json of BERT.
 *
 * @param hiddenSize H
 * @param attentionHeads A
 * @param maxPositions tokens of the longest sequence
 * @param typeVocabSize number of token types; 0 for an encoder without
 * @param layerNormEpsilon added to the variance, or to the mean square, in each norm
 * @param hiddenActivation "gelu" (exact, by erf), "gelu_new" (tanh form), "relu" or "silu"
 * @param layout how it is put together
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
    String hiddenActivation,
    EncoderLayout layout) {

  public EncoderConfig {
    if (attentionHeads < 1 || attentionHeads % layout.keyValueHeads() != 0) {
      throw new IllegalArgumentException(
          "num_attention_heads "
              + attentionHeads
              + " is not a multiple of num_key_value_heads "
              + layout.keyValueHeads());
    }
  }

  /** The same sizes with another number of layers. */
  public EncoderConfig withLayers(int other) {
    return new EncoderConfig(
        vocabSize,
        hiddenSize,
        other,
        attentionHeads,
        intermediateSize,
        maxPositions,
        typeVocabSize,
        layerNormEpsilon,
        hiddenActivation,
        layout);
  }

  /** The sizes of an encoder of BERT's layout. */
  public static EncoderConfig bert(
      int vocabSize,
      int hiddenSize,
      int layers,
      int attentionHeads,
      int intermediateSize,
      int maxPositions,
      int typeVocabSize,
      double layerNormEpsilon,
      String hiddenActivation) {
    return new EncoderConfig(
        vocabSize,
        hiddenSize,
        layers,
        attentionHeads,
        intermediateSize,
        maxPositions,
        typeVocabSize,
        layerNormEpsilon,
        hiddenActivation,
        EncoderLayout.bert(attentionHeads, headSize(hiddenSize, attentionHeads)));
  }

  private static int headSize(int hiddenSize, int attentionHeads) {
    if (attentionHeads < 1 || hiddenSize % attentionHeads != 0) {
      throw new IllegalArgumentException(
          "hidden_size "
              + hiddenSize
              + " is not a multiple of num_attention_heads "
              + attentionHeads);
    }
    return hiddenSize / attentionHeads;
  }
}
