package org.taskweave.core.encoder;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Names and shapes of an encoder's weights, the same for all families: Hugging Face's names for
 * BERT without the "bert." prefix, and two more for what BERT has not. Linear weights are [out,in].
 */
public final class EncoderTensors {

  /** Word embeddings [V,H]. */
  public static final String WORDS = "embeddings.word_embeddings.weight";

  /** Position embeddings [maxPositions + offset,H]. */
  public static final String POSITIONS = "embeddings.position_embeddings.weight";

  /** Token type embeddings. */
  public static final String TYPES = "embeddings.token_type_embeddings.weight";

  /** The norm of the summed embeddings. */
  public static final String EMBEDDING_NORM = "embeddings.LayerNorm";

  /** The norm after the last layer. */
  public static final String FINAL_NORM = "encoder.final.LayerNorm";

  private final EncoderConfig config;
  private final Map<String, long[]> shapes = new LinkedHashMap<>();

  private EncoderTensors(EncoderConfig config) {
    this.config = config;
  }

  /** Names of a layer's parts begin so. */
  public static String layer(int index) {
    return "encoder.layer." + index + ".";
  }

  /** Every tensor of an encoder, in the order in which it uses them. */
  public static Map<String, long[]> shapes(EncoderConfig config) {
    EncoderTensors tensors = new EncoderTensors(config);
    tensors.putEmbeddings();
    for (int i = 0; i < config.layers(); i++) {
      tensors.putLayer(layer(i));
    }
    if (config.layout().normBefore()) {
      tensors.putNorm(FINAL_NORM);
    }
    return tensors.shapes;
  }

  private void putEmbeddings() {
    long hidden = config.hiddenSize();
    shapes.put(WORDS, new long[] {config.vocabSize(), hidden});
    if (!config.layout().rotary()) {
      long rows = (long) config.maxPositions() + config.layout().positionOffset();
      shapes.put(POSITIONS, new long[] {rows, hidden});
    }
    if (config.typeVocabSize() > 0) {
      shapes.put(TYPES, new long[] {config.typeVocabSize(), hidden});
    }
    if (!config.layout().normBefore()) {
      putNorm(EMBEDDING_NORM);
    }
  }

  private void putLayer(String layer) {
    EncoderLayout layout = config.layout();
    long hidden = config.hiddenSize();
    long queries = (long) config.attentionHeads() * layout.headSize();
    long keys = (long) layout.keyValueHeads() * layout.headSize();
    putLinear(layer + "attention.self.query", queries, hidden, layout.attentionBias());
    putLinear(layer + "attention.self.key", keys, hidden, layout.attentionBias());
    putLinear(layer + "attention.self.value", keys, hidden, layout.attentionBias());
    putLinear(layer + "attention.output.dense", hidden, queries, layout.outputBias());
    putNorm(layer + "attention.output.LayerNorm");
    if (layout.gated()) {
      putLinear(layer + "gate.dense", config.intermediateSize(), hidden, layout.outputBias());
    }
    putLinear(layer + "intermediate.dense", config.intermediateSize(), hidden, layout.outputBias());
    putLinear(layer + "output.dense", hidden, config.intermediateSize(), layout.outputBias());
    putNorm(layer + "output.LayerNorm");
  }

  private void putLinear(String name, long out, long in, boolean bias) {
    shapes.put(name + ".weight", new long[] {out, in});
    if (bias) {
      shapes.put(name + ".bias", new long[] {out});
    }
  }

  private void putNorm(String name) {
    shapes.put(name + ".weight", new long[] {config.hiddenSize()});
    if (!config.layout().rootMeanSquare()) {
      shapes.put(name + ".bias", new long[] {config.hiddenSize()});
    }
  }
}
