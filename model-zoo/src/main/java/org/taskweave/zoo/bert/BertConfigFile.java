package org.taskweave.zoo.bert;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.taskweave.core.InvalidInputException;
import org.taskweave.core.encoder.EncoderConfig;
import org.taskweave.zoo.file.StrictJson;

/**
 * Reader of Hugging Face's config.json of a BERT model.
 *
 * <p>Absent keys have BertConfig's defaults where a file may leave them out: type_vocab_size 2,
 * layer_norm_eps 1e-12, hidden_act "gelu". Keys that do not change the encoder's output (dropout,
 * torch_dtype, ...) are not looked at.
 */
public final class BertConfigFile {

  private static final String SUPPORTED_MODEL_TYPE = "bert";
  private static final List<String> SUPPORTED_ACTIVATIONS = List.of("gelu", "gelu_new", "relu");
  private static final int MAX_LAYERS = 1_000;
  private static final int MAX_SIZE = 100_000_000;

  private final ObjectNode json;
  private final List<String> problems = new ArrayList<>();

  private BertConfigFile(ObjectNode json) {
    this.json = json;
  }

  /**
   * Reads the sizes.
   *
   * @throws InvalidInputException if the model is not a BERT encoder or a key is missing or out of
   *     range, listing every problem
   */
  public static EncoderConfig read(Path file) {
    BertConfigFile reader = new BertConfigFile(StrictJson.read(file));
    EncoderConfig config = reader.config();
    if (!reader.problems.isEmpty()) {
      throw new InvalidInputException(
          file + ": cannot be used:\n  " + String.join("\n  ", reader.problems));
    }
    return config;
  }

  /** Null if there are problems. */
  private EncoderConfig config() {
    String modelType = text("model_type", SUPPORTED_MODEL_TYPE);
    if (!modelType.equals(SUPPORTED_MODEL_TYPE)) {
      // The other keys may have other names there: complaining about them would mislead.
      problems.add(
          "model_type is \""
              + modelType
              + "\", supported is \""
              + SUPPORTED_MODEL_TYPE
              + "\" (or a file without model_type)");
      return null;
    }
    int vocabSize = size("vocab_size", MAX_SIZE);
    int hiddenSize = size("hidden_size", MAX_SIZE);
    int layers = size("num_hidden_layers", MAX_LAYERS);
    int attentionHeads = size("num_attention_heads", MAX_SIZE);
    int intermediateSize = size("intermediate_size", MAX_SIZE);
    int maxPositions = size("max_position_embeddings", MAX_SIZE);
    int typeVocabSize = json.has("type_vocab_size") ? size("type_vocab_size", MAX_SIZE) : 2;
    double layerNormEpsilon = layerNormEpsilon();
    String activation = text("hidden_act", "gelu");
    checkChoices(activation);
    if (hiddenSize > 0 && attentionHeads > 0 && hiddenSize % attentionHeads != 0) {
      problems.add(
          "hidden_size "
              + hiddenSize
              + " is not a multiple of num_attention_heads "
              + attentionHeads);
    }
    if (!problems.isEmpty()) {
      return null;
    }
    return new EncoderConfig(
        vocabSize,
        hiddenSize,
        layers,
        attentionHeads,
        intermediateSize,
        maxPositions,
        typeVocabSize,
        layerNormEpsilon,
        activation);
  }

  private void checkChoices(String activation) {
    if (!SUPPORTED_ACTIVATIONS.contains(activation)) {
      problems.add("hidden_act is \"" + activation + "\", supported are " + SUPPORTED_ACTIVATIONS);
    }
    String positions = text("position_embedding_type", "absolute");
    if (!positions.equals("absolute")) {
      problems.add(
          "position_embedding_type is \"" + positions + "\", supported is \"absolute\" only");
    }
    if (json.path("is_decoder").asBoolean(false)) {
      problems.add("is_decoder is true, but only encoders are supported");
    }
  }

  private int size(String key, int max) {
    JsonNode node = json.path(key);
    if (node.isIntegralNumber()
        && node.canConvertToInt()
        && node.intValue() >= 1
        && node.intValue() <= max) {
      return node.intValue();
    }
    problems.add(
        key
            + (node.isMissingNode() ? " is missing" : " is " + node)
            + ", must be a whole number from 1 to "
            + max);
    return 0;
  }

  private double layerNormEpsilon() {
    JsonNode node = json.path("layer_norm_eps");
    if (node.isMissingNode()) {
      return 1e-12;
    }
    double value = node.isNumber() ? node.doubleValue() : -1;
    if (!(value >= 0 && value < 1)) {
      problems.add("layer_norm_eps is " + node + ", must be a number from 0 to 1");
    }
    return value;
  }

  private String text(String key, String otherwise) {
    JsonNode node = json.path(key);
    if (node.isMissingNode() || node.isNull()) {
      return otherwise;
    }
    return node.isTextual() ? node.textValue() : node.toString();
  }
}
