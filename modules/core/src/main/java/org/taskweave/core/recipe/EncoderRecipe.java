package org.taskweave.core.recipe;

import org.taskweave.core.Checks;
import org.taskweave.core.config.DefaultValue;

/**
 * The pretrained encoder and how it learns.
 *
 * @param model a name of the zoo, a Hugging Face folder, or an ONNX file
 * @param dropout after the embeddings and each sub-layer, while training
 * @param freezeEmbeddings word, position and type embeddings and their layer norm stay as they are
 * @param freezeLayers the first n transformer layers stay as they are
 * @param frozenStatesMegabytes native memory for outputs of the frozen layers, which are then
 *     computed once for each sequence and not in every epoch; 0 to compute them anew each time
 * @param embeddingUpdates which rows of the word embeddings a step moves
 */
public record EncoderRecipe(
    @DefaultValue("all-minilm-l6-v2") String model,
    @DefaultValue("mean") Pooling pooling,
    @DefaultValue("2e-5") double learningRate,
    @DefaultValue("0.1") double dropout,
    @DefaultValue("false") boolean freezeEmbeddings,
    @DefaultValue("0") int freezeLayers,
    @DefaultValue("2048") int frozenStatesMegabytes,
    @DefaultValue("lazy") EmbeddingUpdates embeddingUpdates) {

  public EncoderRecipe {
    new Checks(EncoderRecipe.class)
        .notBlank("model", model)
        .given("pooling", pooling)
        .atLeast("learningRate", learningRate, 0)
        .dropout("dropout", dropout)
        .atLeast("freezeLayers", freezeLayers, 0)
        .require(
            freezeLayers == 0 || freezeEmbeddings,
            "freezeLayers",
            freezeLayers,
            "freezes layers above embeddings that learn: set freezeEmbeddings: true, too")
        .atLeast("frozenStatesMegabytes", frozenStatesMegabytes, 0)
        .given("embeddingUpdates", embeddingUpdates)
        .done();
  }

  /** How token states [B,T,H] become one vector [B,H]. */
  public enum Pooling {
    /** Mean over real tokens. */
    MEAN,
    /** State of the first token. */
    CLS
  }

  /** Which rows of the word embeddings a step moves. */
  public enum EmbeddingUpdates {
    /**
     * Those of the batch's tokens. The others keep their moments and neither decay nor coast on
     * them until they are seen again; a step costs nothing for words that are not there.
     */
    LAZY,
    /** All, as the update rule has it. */
    DENSE
  }
}
