package org.taskweave.core.recipe;

import java.util.Optional;
import org.taskweave.core.Checks;
import org.taskweave.core.config.DefaultValue;

/**
 * The pretrained encoder and how it learns.
 *
 * @param model a name of the zoo, a Hugging Face folder, an ONNX file of an encoder; or a saved
 *     SameDiff graph (.fb) or a sequential Keras model (.h5), which is attached as it is: it reads
 *     tokens and no token channels, and of the other settings here only pooling and learningRate
 *     mean something to it
 * @param learningRate of the encoder's layers and channels; 0 for none
 * @param dropout after the embeddings and each sub-layer, while training
 * @param frozenEmbeddings word, position and type embeddings and their layer norm stay as they are
 * @param frozenLayers the first n transformer layers stay as they are
 * @param frozenStatesMegabytes native memory for outputs of the frozen layers, which are then
 *     computed once for each sequence and not in every epoch; 0 to compute them anew each time
 * @param embeddingUpdates which rows of the word embeddings a step moves
 * @param weights what the encoder begins with
 * @param layers how many of the model's transformer layers are kept, evenly chosen and the last
 *     among them: of six, 2 keeps the third and the sixth; 0 for all
 * @param attached how a file of another program is attached
 */
public record EncoderRecipe(
    @DefaultValue("all-minilm-l6-v2") String model,
    @DefaultValue("mean") Pooling pooling,
    @DefaultValue("2e-5") double learningRate,
    @DefaultValue("0.1") double dropout,
    @DefaultValue("false") boolean frozenEmbeddings,
    @DefaultValue("0") int frozenLayers,
    @DefaultValue("2048") int frozenStatesMegabytes,
    @DefaultValue("lazy") EmbeddingUpdates embeddingUpdates,
    @DefaultValue("pretrained") Weights weights,
    @DefaultValue("0") int layers,
    Optional<AttachedRecipe> attached) {

  public EncoderRecipe {
    boolean foreign = isAttached(model);
    new Checks(EncoderRecipe.class)
        .notBlank("model", model)
        .given("pooling", pooling)
        .atLeast("learningRate", learningRate, 0)
        .dropout("dropout", dropout)
        .atLeast("frozenLayers", frozenLayers, 0)
        .require(
            frozenLayers == 0 || frozenEmbeddings,
            "frozenLayers",
            frozenLayers,
            "freezes layers above embeddings that learn: set frozenEmbeddings: true, too")
        .atLeast("frozenStatesMegabytes", frozenStatesMegabytes, 0)
        .given("embeddingUpdates", embeddingUpdates)
        .given("weights", weights)
        .atLeast("layers", layers, 0)
        .require(
            layers == 0 || frozenLayers <= layers,
            "frozenLayers",
            frozenLayers,
            "is more than the " + layers + " that encoder.layers keeps: freeze fewer")
        .require(
            !foreign || layers == 0,
            "layers",
            layers,
            "has no meaning for " + model + ", which comes as another program made it: remove it")
        .require(
            !foreign || weights != Weights.RANDOM,
            "weights",
            "random",
            "has no meaning for " + model + ", which comes as another program made it: remove it")
        .require(
            !foreign || !frozenEmbeddings,
            "frozenEmbeddings",
            frozenEmbeddings,
            "has no meaning for " + model + ", which is frozen as a whole: set attached.frozen")
        .require(
            foreign || attached.isEmpty(),
            "attached",
            Checks.quoted(model),
            "is no file of another program (.fb, .h5), so there is nothing to attach: remove this"
                + " block")
        .done();
  }

  private static boolean isAttached(String model) {
    return model != null && (model.endsWith(".fb") || model.endsWith(".h5"));
  }

  /** Whether the model is a file of another program. */
  public boolean isAttached() {
    return isAttached(model);
  }

  /** How it is attached where the recipe does not say. */
  public AttachedRecipe attachedOrDefault() {
    return attached.orElse(AttachedRecipe.DEFAULT);
  }

  /** How token states [B,T,H] become one vector [B,H]. */
  public enum Pooling {
    /** Mean over real tokens. */
    MEAN,
    /** State of the first token. */
    CLS,
    /** State of the last real token. */
    LAST
  }

  /** What the encoder begins with. */
  public enum Weights {
    /** The model's own. */
    PRETRAINED,
    /**
     * Numbers drawn by the recipe's seed, in the sizes of the model and with its tokenizer: what
     * the recipe is without pretraining.
     */
    RANDOM
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
