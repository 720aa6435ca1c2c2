package org.taskweave.core.recipe;

/**
 * The pretrained encoder and how it learns.
 *
 * @param model a name of the zoo, a Hugging Face folder, or an ONNX file
 * @param dropout after the embeddings and each sub-layer, while training
 * @param freezeEmbeddings word, position and type embeddings and their layer norm stay as they are
 * @param freezeLayers the first n transformer layers stay as they are
 */
public record EncoderRecipe(
    String model,
    Pooling pooling,
    double learningRate,
    double dropout,
    boolean freezeEmbeddings,
    int freezeLayers) {

  /** How token states [B,T,H] become one vector [B,H]. */
  public enum Pooling {
    /** Mean over real tokens. */
    MEAN,
    /** State of the first token. */
    CLS
  }
}
