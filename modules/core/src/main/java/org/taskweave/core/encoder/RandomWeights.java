package org.taskweave.core.encoder;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * An encoder before it learned anything: BERT's own initialisation, normal numbers of deviation
 * 0.02, norms 1, biases 0.
 */
public final class RandomWeights {

  private static final double DEVIATION = 0.02;

  private RandomWeights() {}

  /** The same sizes and tokenizer with other weights; the pooler, if there is one, likewise. */
  public static PretrainedEncoder of(PretrainedEncoder encoder, long seed) {
    Random random = new Random(seed);
    Map<String, WeightTensor> weights = new LinkedHashMap<>();
    new TreeMap<>(encoder.weights())
        .forEach(
            (name, known) -> {
              float[] values = new float[known.values().length];
              for (int i = 0; i < values.length; i++) {
                values[i] =
                    name.endsWith("LayerNorm.weight")
                        ? 1
                        : name.endsWith(".bias") ? 0 : (float) (DEVIATION * random.nextGaussian());
              }
              weights.put(name, new WeightTensor(known.shape(), values));
            });
    return new PretrainedEncoder(
        encoder.name(), encoder.config(), weights, encoder.tokenizerJson(), encoder.sha256());
  }
}
