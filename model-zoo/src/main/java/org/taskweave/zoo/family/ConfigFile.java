package org.taskweave.zoo.family;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.taskweave.core.InvalidInputException;
import org.taskweave.core.encoder.EncoderConfig;
import org.taskweave.zoo.file.StrictJson;

/**
 * Hugging Face's config.json, read key by key; what is wrong is collected. Keys that do not change
 * the encoder's output (dropout, torch_dtype, ...) are not asked for.
 */
public final class ConfigFile {

  private static final Map<String, String> ACTIVATIONS =
      Map.of(
          "gelu", "gelu",
          "gelu_new", "gelu_new",
          "gelu_pytorch_tanh", "gelu_new",
          "relu", "relu",
          "silu", "silu",
          "swish", "silu");

  private static final int MAX_LAYERS = 1_000;
  private static final int MAX_SIZE = 100_000_000;

  private final Path file;
  private final ObjectNode json;
  private final List<String> problems = new ArrayList<>();

  private ConfigFile(Path file, ObjectNode json) {
    this.file = file;
    this.json = json;
  }

  /** Opens the file. */
  public static ConfigFile open(Path file) {
    return new ConfigFile(file, StrictJson.read(file));
  }

  /** A configuration that is about to be written, or was read otherwise. */
  public static ConfigFile of(Path file, ObjectNode json) {
    return new ConfigFile(file, json);
  }

  /** model_type, or what stands for it. */
  public String modelType(String otherwise) {
    return text("model_type", otherwise);
  }

  /**
   * The family's configuration.
   *
   * @throws InvalidInputException listing every problem
   */
  public EncoderConfig read(EncoderFamily family) {
    EncoderConfig config = family.config(this);
    reject();
    return config;
  }

  /** Throws if there is a problem. */
  void reject() {
    if (!problems.isEmpty()) {
      throw new InvalidInputException(
          file + ": cannot be used:\n  " + String.join("\n  ", problems));
    }
  }

  /** Adds a problem. */
  public void problem(String what) {
    problems.add(what);
  }

  /** Whether nothing was wrong so far. */
  public boolean fine() {
    return problems.isEmpty();
  }

  /** A number of layers. */
  public int layers(String key) {
    return number(key, MAX_LAYERS);
  }

  /** A size. */
  public int size(String key) {
    return number(key, MAX_SIZE);
  }

  /** A size that a file may leave out or set to null. */
  public int sizeOr(String key, int otherwise) {
    return json.path(key).isMissingNode() || json.path(key).isNull()
        ? otherwise
        : number(key, MAX_SIZE);
  }

  /** Adds a problem unless one size is a multiple of another. */
  public void multiple(String key, int value, String ofKey, int of) {
    if (value > 0 && of > 0 && value % of != 0) {
      problem(key + " " + value + " is not a multiple of " + ofKey + " " + of);
    }
  }

  /** An activation, as {@link EncoderConfig} names it. */
  public String activation(String key, String otherwise, List<String> supported) {
    String text = text(key, otherwise);
    String known = ACTIVATIONS.getOrDefault(text, text);
    if (!supported.contains(known)) {
      problem(key + " is \"" + text + "\", supported are " + supported);
    }
    return known;
  }

  /** Adds a problem unless a choice is the only one that is supported. */
  public void only(String key, String supported) {
    String text = text(key, supported);
    if (!text.equals(supported)) {
      problem(key + " is \"" + text + "\", supported is \"" + supported + "\" only");
    }
  }

  /** A switch. */
  public boolean flag(String key, boolean otherwise) {
    return json.path(key).asBoolean(otherwise);
  }

  /** Adds a problem if a key is there and not null. */
  public void absent(String key, String why) {
    JsonNode node = json.path(key);
    if (!node.isMissingNode() && !node.isNull()) {
      problem(key + " is " + node + ", " + why);
    }
  }

  /** A number from 0 to 1. */
  public double epsilon(String key, double otherwise) {
    JsonNode node = json.path(key);
    if (node.isMissingNode()) {
      return otherwise;
    }
    double value = node.isNumber() ? node.doubleValue() : -1;
    if (!(value >= 0 && value < 1)) {
      problem(key + " is " + node + ", must be a number from 0 to 1");
    }
    return value;
  }

  /** A positive number. */
  public double positive(String key, double otherwise) {
    JsonNode node = json.path(key);
    if (node.isMissingNode() || node.isNull()) {
      return otherwise;
    }
    double value = node.isNumber() ? node.doubleValue() : -1;
    if (!(value > 0 && value < Double.MAX_VALUE)) {
      problem(key + " is " + node + ", must be a positive number");
    }
    return value;
  }

  private int number(String key, int max) {
    JsonNode node = json.path(key);
    if (node.isIntegralNumber()
        && node.canConvertToInt()
        && node.intValue() >= 1
        && node.intValue() <= max) {
      return node.intValue();
    }
    problem(
        key
            + (node.isMissingNode() ? " is missing" : " is " + node)
            + ", must be a whole number from 1 to "
            + max);
    return 0;
  }

  private String text(String key, String otherwise) {
    JsonNode node = json.path(key);
    if (node.isMissingNode() || node.isNull()) {
      return otherwise;
    }
    return node.isTextual() ? node.textValue() : node.toString();
  }
}
