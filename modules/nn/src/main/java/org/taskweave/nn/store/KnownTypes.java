package org.taskweave.nn.store;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Set;
import org.taskweave.core.InvalidInputException;

/**
 * The classes that DL4J's JSON may name. DL4J makes whatever class a {@code @class} names if it is
 * of the type that the place asks for; here that is a layer or vertex that this program builds
 * models of, or one of the plain settings of such.
 */
public final class KnownTypes {

  private static final String KEY = "@class";
  private static final int DEEPEST = 100;
  private static final int LONGEST_TEXT = 1 << 28;

  /** Packages of classes that hold numbers and nothing else. */
  private static final Set<String> SETTINGS =
      Set.of(
          "org.nd4j.linalg.activations.impl",
          "org.nd4j.linalg.learning.config",
          "org.nd4j.linalg.learning.regularization",
          "org.nd4j.linalg.lossfunctions.impl",
          "org.nd4j.linalg.schedule",
          "org.deeplearning4j.nn.conf.dropout",
          "org.deeplearning4j.nn.conf.distribution",
          "org.deeplearning4j.nn.weights");

  private static final Set<String> VERTICES =
      Set.of(
          "ElementWiseVertex",
          "LayerVertex",
          "MergeVertex",
          "ReshapeVertex",
          "ScaleVertex",
          "ShiftVertex",
          "StackVertex",
          "SubsetVertex",
          "UnstackVertex");

  private static final Set<String> LAYERS =
      Set.of(
          "ActivationLayer",
          "DenseLayer",
          "DropoutLayer",
          "LossLayer",
          "OutputLayer",
          "misc.FrozenLayer",
          "misc.FrozenLayerWithBackprop");

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          // DL4J writes NaN where a setting is not used.
          .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          .build();

  static {
    JSON.getFactory()
        .setStreamReadConstraints(
            StreamReadConstraints.builder()
                .maxNestingDepth(DEEPEST)
                .maxStringLength(LONGEST_TEXT)
                .build());
  }

  private KnownTypes() {}

  /**
   * Refuses what is no JSON object, or names another class.
   *
   * @param place what to call it in errors
   */
  public static void require(String place, String json) {
    JsonNode root;
    try {
      root = JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new InvalidInputException(
          place + " is damaged: it is no JSON: " + e.getOriginalMessage(), e);
    }
    if (root == null || !root.isObject()) {
      throw new InvalidInputException(place + " is damaged: it is no JSON object");
    }
    Deque<JsonNode> open = new ArrayDeque<>();
    open.add(root);
    while (!open.isEmpty()) {
      JsonNode node = open.remove();
      node.forEach(open::add);
      node.fields().forEachRemaining(field -> requireKnown(place, field));
    }
  }

  private static void requireKnown(String place, Map.Entry<String, JsonNode> field) {
    boolean wrong =
        field.getKey().equals(KEY)
            ? !field.getValue().isTextual() || !isKnown(field.getValue().textValue())
            // Names of types in other ways than DL4J's own.
            : field.getKey().startsWith("@");
    if (wrong) {
      throw new InvalidInputException(
          place
              + " names the class "
              + field.getValue()
              + " ("
              + field.getKey()
              + "), which is no part of any model of this program");
    }
  }

  static boolean isKnown(String name) {
    int end = name.lastIndexOf('.');
    String inPackage = end < 0 ? "" : name.substring(0, end);
    return SETTINGS.contains(inPackage)
        || name.startsWith("org.taskweave.nn.")
        || name.startsWith("org.taskweave.engine.")
        || under(name, "org.deeplearning4j.nn.conf.graph.", VERTICES)
        || under(name, "org.deeplearning4j.nn.conf.layers.", LAYERS);
  }

  private static boolean under(String name, String inPackage, Set<String> known) {
    return name.startsWith(inPackage) && known.contains(name.substring(inPackage.length()));
  }
}
