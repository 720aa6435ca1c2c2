package org.taskweave.core.encoder;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a language model has above its encoder: token states [M,H] to scores of all words [M,V].
 *
 * @param transformed whether states pass a linear layer, the activation and a layer norm first, and
 *     scores have a bias (BERT's masked language model), or are products alone (GPT-2, Llama)
 * @param tied whether scores are products with the word embeddings, or with a matrix of their own
 * @param weights by the names of {@link #shapes}; empty for a head that begins anew
 */
public record LanguageHead(boolean transformed, boolean tied, Map<String, WeightTensor> weights) {

  /** The linear layer [H,H]; linear weights are [out,in]. */
  public static final String DENSE = "head.dense";

  /** The norm after it [H]. */
  public static final String NORM = "head.LayerNorm";

  /** Added to the scores [V]. */
  public static final String BIAS = "head.bias";

  /** In place of the word embeddings [V,H]. */
  public static final String DECODER = "head.decoder.weight";

  public LanguageHead {
    weights = Map.copyOf(weights);
  }

  /** A head that begins anew: encoders guess hidden words, decoders the next one. */
  public static LanguageHead fresh(EncoderConfig config) {
    return new LanguageHead(!config.layout().causal(), true, Map.of());
  }

  /** Whether it has weights of its own and none of them was trained before. */
  public boolean isFresh() {
    return weights.isEmpty() && (transformed || !tied);
  }

  /** Every tensor of the head, in the order in which it uses them. */
  public Map<String, long[]> shapes(EncoderConfig config) {
    long hidden = config.hiddenSize();
    Map<String, long[]> shapes = new LinkedHashMap<>();
    if (transformed) {
      shapes.put(DENSE + ".weight", new long[] {hidden, hidden});
      shapes.put(DENSE + ".bias", new long[] {hidden});
      shapes.put(NORM + ".weight", new long[] {hidden});
      shapes.put(NORM + ".bias", new long[] {hidden});
    }
    if (!tied) {
      shapes.put(DECODER, new long[] {config.vocabSize(), hidden});
    }
    if (transformed) {
      shapes.put(BIAS, new long[] {config.vocabSize()});
    }
    return shapes;
  }
}
