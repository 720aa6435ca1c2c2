package org.taskweave.training.run;

import java.nio.file.Path;
import org.taskweave.core.InvalidInputException;
import org.taskweave.core.encoder.EncoderConfig;
import org.taskweave.core.encoder.PretrainedEncoder;
import org.taskweave.core.recipe.Recipe;
import org.taskweave.core.recipe.SequenceRecipe;
import org.taskweave.nn.attach.AttachedEncoder;
import org.taskweave.nn.model.ModelSpec;
import org.taskweave.nn.model.MultiTaskModel;
import org.taskweave.zoo.EncoderLoader;
import org.taskweave.zoo.tokenizer.TokenizerFiles;

/** A recipe's encoder as read from its files: pretrained, or of another program. */
interface LoadedEncoder {

  /** Its sizes. */
  EncoderConfig config();

  /** Content of its tokenizer's file. */
  String tokenizerJson();

  /** A model with it and fresh heads. */
  MultiTaskModel newModel(ModelSpec spec);

  /**
   * It as a pretrained encoder, which items' texts need.
   *
   * @throws InvalidInputException if it is of another program
   */
  PretrainedEncoder pretrained(Recipe recipe);

  /**
   * Reads it.
   *
   * @throws InvalidInputException if there is none of that name, or the recipe asks for what it
   *     cannot do
   */
  static LoadedEncoder of(Recipe recipe) {
    LoadedEncoder encoder =
        recipe.encoder().isAttached()
            ? attached(recipe)
            : new Pretrained(EncoderLoader.load(recipe.encoder(), recipe.seed(), Path.of("")));
    encoder.requirePositions(recipe);
    return encoder;
  }

  /**
   * Refuses a recipe that asks for more tokens than there are positions for. The events of a
   * hierarchical sequence are no tokens of the encoder.
   */
  default void requirePositions(Recipe recipe) {
    EncoderConfig config = config();
    int tokens = recipe.sequence().maxTokens();
    if (recipe.sequence().kind() == SequenceRecipe.Kind.FLAT && tokens > config.maxPositions()) {
      throw new InvalidInputException(
          "sequence.maxTokens: "
              + tokens
              + " tokens are more than the "
              + config.maxPositions()
              + " that "
              + recipe.encoder().model()
              + " has positions for: lower it, or choose another encoder.model");
    }
  }

  private static LoadedEncoder attached(Recipe recipe) {
    String model = recipe.encoder().model();
    if (!recipe.features().eventCategorical().isEmpty()
        || !recipe.features().eventNumeric().isEmpty()) {
      throw new InvalidInputException(
          "encoder.model: "
              + model
              + " reads tokens alone, so features.eventCategorical and features.eventNumeric would"
              + " change nothing: remove them, write them into sequence.template, or give them as"
              + " features.user");
    }
    AttachedEncoder encoder =
        AttachedEncoder.read(Path.of(model), recipe.encoder().attachedOrDefault());
    Path folder = Path.of(model).toAbsolutePath().getParent();
    return new Attached(encoder, TokenizerFiles.read(folder, encoder.config().vocabSize()));
  }

  /** A pretrained encoder of a known family. */
  record Pretrained(PretrainedEncoder encoder) implements LoadedEncoder {

    @Override
    public EncoderConfig config() {
      return encoder.config();
    }

    @Override
    public String tokenizerJson() {
      return encoder.tokenizerJson();
    }

    @Override
    public MultiTaskModel newModel(ModelSpec spec) {
      return MultiTaskModel.create(spec, encoder);
    }

    @Override
    public PretrainedEncoder pretrained(Recipe recipe) {
      return encoder;
    }
  }

  /** A model of another program, with the tokenizer beside its file. */
  record Attached(AttachedEncoder encoder, String tokenizerJson) implements LoadedEncoder {

    @Override
    public EncoderConfig config() {
      return encoder.config();
    }

    @Override
    public MultiTaskModel newModel(ModelSpec spec) {
      return MultiTaskModel.create(spec, encoder);
    }

    @Override
    public PretrainedEncoder pretrained(Recipe recipe) {
      throw new InvalidInputException(
          "encoder.model: "
              + recipe.encoder().model()
              + " is no pretrained encoder, which reads the texts of items: name"
              + " one, or leave out nextItem tasks and hierarchical sequences");
    }
  }
}
