package org.taskweave.zoo;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.taskweave.core.encoder.EncoderConfig;

/** Hugging Face's config.json of a BERT encoder whose files came without one. */
final class BertConfigJson {

  private BertConfigJson() {}

  static ObjectNode of(EncoderConfig config) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("model_type", "bert")
        .put("vocab_size", config.vocabSize())
        .put("hidden_size", config.hiddenSize())
        .put("num_hidden_layers", config.layers())
        .put("num_attention_heads", config.attentionHeads())
        .put("intermediate_size", config.intermediateSize())
        .put("hidden_act", config.hiddenActivation())
        .put("max_position_embeddings", config.maxPositions())
        .put("type_vocab_size", config.typeVocabSize())
        .put("layer_norm_eps", config.layerNormEpsilon())
        .put("pad_token_id", 0);
  }
}
