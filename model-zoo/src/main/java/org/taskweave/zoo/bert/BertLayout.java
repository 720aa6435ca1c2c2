package org.taskweave.zoo.bert;

import java.util.LinkedHashMap;
import java.util.Map;
import org.taskweave.core.encoder.EncoderConfig;

/** Which tensors a BERT encoder consists of, by name without prefix, and their shapes. */
public final class BertLayout {

  private BertLayout() {}

  /** Every tensor that must be there, in the order in which the encoder uses them. */
  public static Map<String, long[]> required(EncoderConfig config) {
    Map<String, long[]> shapes = new LinkedHashMap<>();
    long hidden = config.hiddenSize();
    shapes.put("embeddings.word_embeddings.weight", new long[] {config.vocabSize(), hidden});
    shapes.put("embeddings.position_embeddings.weight", new long[] {config.maxPositions(), hidden});
    shapes.put(
        "embeddings.token_type_embeddings.weight", new long[] {config.typeVocabSize(), hidden});
    putLayerNorm(shapes, "embeddings.LayerNorm", hidden);
    for (int layer = 0; layer < config.layers(); layer++) {
      putLayer(shapes, "encoder.layer." + layer, hidden, config.intermediateSize());
    }
    return shapes;
  }

  /** The pooler's tensors: kept if a file has them, not missed otherwise. */
  static Map<String, long[]> optional(EncoderConfig config) {
    Map<String, long[]> shapes = new LinkedHashMap<>();
    putLinear(shapes, "pooler.dense", config.hiddenSize(), config.hiddenSize());
    return shapes;
  }

  /**
   * Whether a tensor may be left unread: pre-training heads (cls.*), anything else of a pooler, and
   * the buffer of position numbers that older files carry.
   */
  static boolean isIgnorable(String name) {
    return name.startsWith("cls.")
        || name.startsWith("pooler.")
        || name.equals("embeddings.position_ids");
  }

  private static void putLayer(
      Map<String, long[]> shapes, String layer, long hidden, long intermediate) {
    putLinear(shapes, layer + ".attention.self.query", hidden, hidden);
    putLinear(shapes, layer + ".attention.self.key", hidden, hidden);
    putLinear(shapes, layer + ".attention.self.value", hidden, hidden);
    putLinear(shapes, layer + ".attention.output.dense", hidden, hidden);
    putLayerNorm(shapes, layer + ".attention.output.LayerNorm", hidden);
    putLinear(shapes, layer + ".intermediate.dense", intermediate, hidden);
    putLinear(shapes, layer + ".output.dense", hidden, intermediate);
    putLayerNorm(shapes, layer + ".output.LayerNorm", hidden);
  }

  private static void putLinear(Map<String, long[]> shapes, String name, long out, long in) {
    shapes.put(name + ".weight", new long[] {out, in});
    shapes.put(name + ".bias", new long[] {out});
  }

  private static void putLayerNorm(Map<String, long[]> shapes, String name, long size) {
    shapes.put(name + ".weight", new long[] {size});
    shapes.put(name + ".bias", new long[] {size});
  }
}
