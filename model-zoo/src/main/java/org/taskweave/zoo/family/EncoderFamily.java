package org.taskweave.zoo.family;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.taskweave.core.encoder.EncoderConfig;

/** A family of pretrained encoders, as its files describe it. */
public interface EncoderFamily {

  /** What it is called in messages, for instance "a BERT encoder". */
  String title();

  /** The values of model_type in config.json that are this family's. */
  List<String> modelTypes();

  /**
   * Reads the configuration; what is wrong is added to the file's problems.
   *
   * @return null if there are problems
   */
  EncoderConfig config(ConfigFile file);

  /** What a name in a file may begin with, for instance "bert.". */
  String prefix();

  /**
   * Where a file has a tensor.
   *
   * @param name of {@link org.taskweave.core.encoder.EncoderTensors}
   */
  TensorSource source(String name, EncoderConfig config);

  /** What its files call the language model's head. */
  LanguageHeadNames languageHead();

  /** Whether a tensor of a file, by its name without prefix, may be left unread. */
  boolean ignores(String name);

  /** Tensors that are kept if a file has them, and not missed otherwise. */
  default Map<String, long[]> optional(EncoderConfig config) {
    return Map.of();
  }

  /** A name in today's spelling. */
  default String spelling(String name) {
    return name;
  }

  /**
   * The token that begins a text where the tokenizer itself puts none around it, so that no text is
   * without a token.
   */
  default Optional<String> startToken() {
    return Optional.empty();
  }
}
