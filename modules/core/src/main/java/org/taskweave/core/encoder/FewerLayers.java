package org.taskweave.core.encoder;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.taskweave.core.InvalidInputException;

/**
 * An encoder with some of its layers left out, where a smaller one begins (Sanh et al. 2019,
 * arXiv:1910.01108, keep every other one).
 */
public final class FewerLayers {

  private FewerLayers() {}

  /**
   * Which layers are kept: evenly chosen, the last among them.
   *
   * @param layers how many there are
   * @param kept how many are kept, 1 to layers
   * @return their indices, ascending
   */
  public static int[] chosen(int layers, int kept) {
    return IntStream.rangeClosed(1, kept).map(i -> (i * layers + kept - 1) / kept - 1).toArray();
  }

  /**
   * The encoder with so many layers; all else stays.
   *
   * @throws InvalidInputException if it has not so many
   */
  public static PretrainedEncoder of(PretrainedEncoder encoder, int kept) {
    EncoderConfig config = encoder.config();
    if (kept < 1 || kept > config.layers()) {
      throw new InvalidInputException(
          "encoder.layers: "
              + kept
              + " of "
              + encoder.name()
              + " are asked for, which has "
              + config.layers()
              + ": give 1 to "
              + config.layers()
              + ", or leave it out to keep all");
    }
    Map<String, WeightTensor> weights = new LinkedHashMap<>();
    String first = EncoderTensors.layer(0);
    String anyLayer = first.substring(0, first.length() - "0.".length());
    encoder
        .weights()
        .forEach(
            (name, tensor) -> {
              if (!name.startsWith(anyLayer)) {
                weights.put(name, tensor);
              }
            });
    int[] chosen = chosen(config.layers(), kept);
    for (int i = 0; i < kept; i++) {
      String from = EncoderTensors.layer(chosen[i]);
      String to = EncoderTensors.layer(i);
      encoder
          .weights()
          .forEach(
              (name, tensor) -> {
                if (name.startsWith(from)) {
                  weights.put(to + name.substring(from.length()), tensor);
                }
              });
    }
    return new PretrainedEncoder(
        encoder.name(),
        config.withLayers(kept),
        weights,
        encoder.tokenizerJson(),
        encoder.sha256());
  }
}
