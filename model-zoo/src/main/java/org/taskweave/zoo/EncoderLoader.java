package org.taskweave.zoo;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.taskweave.core.InvalidInputException;
import org.taskweave.core.Suggestion;
import org.taskweave.core.encoder.FewerLayers;
import org.taskweave.core.encoder.PretrainedEncoder;
import org.taskweave.core.encoder.RandomWeights;
import org.taskweave.core.recipe.EncoderRecipe;

/** Loads a pretrained encoder, whatever a recipe calls it. */
public final class EncoderLoader {

  private EncoderLoader() {}

  /**
   * Loads an encoder with its tokenizer.
   *
   * @param model a name of {@link ZooModel} (goes first: write ./NAME for a folder of that name), a
   *     Hugging Face folder, or an ONNX file
   * @param baseFolder what a relative path starts from
   * @return the encoder; its weights are complete, of the right shapes and finite; linear weights
   *     are [out,in]; {@code pooler.dense.*} is there if the files have it
   * @throws InvalidInputException if there is no such model, or its files are missing, damaged, of
   *     an unknown family, or do not fit together
   */
  public static PretrainedEncoder load(String model, Path baseFolder) {
    Optional<ZooModel> zooModel = ZooModel.named(model);
    if (zooModel.isPresent()) {
      return ZooResources.load(zooModel.get());
    }
    Path path = resolve(model, baseFolder);
    if (Files.isDirectory(path)) {
      return HuggingFaceFolder.load(model, path);
    }
    String fileName = String.valueOf(path.getFileName());
    if (Files.isRegularFile(path) && fileName.endsWith(".onnx")) {
      return OnnxFile.load(model, path);
    }
    if (Files.isRegularFile(path)) {
      throw new InvalidInputException(
          "model "
              + path
              + ": a file must be an .onnx file; for safetensors give the folder that holds"
              + " config.json, model.safetensors and the tokenizer");
    }
    throw unknown(model, "and " + path.toAbsolutePath() + " does not exist");
  }

  /**
   * Loads a recipe's encoder, with fewer layers or random weights where it asks for them.
   *
   * @param seed of the recipe
   * @throws InvalidInputException as {@link #load(String, Path)}
   */
  public static PretrainedEncoder load(EncoderRecipe recipe, long seed, Path baseFolder) {
    PretrainedEncoder whole = load(recipe.model(), baseFolder);
    PretrainedEncoder encoder =
        recipe.layers() == 0 ? whole : FewerLayers.of(whole, recipe.layers());
    return recipe.weights() == EncoderRecipe.Weights.RANDOM
        ? RandomWeights.of(encoder, seed)
        : encoder;
  }

  private static Path resolve(String model, Path baseFolder) {
    if (model.isBlank()) {
      throw unknown(model, "which is empty");
    }
    try {
      return baseFolder.resolve(model).normalize();
    } catch (InvalidPathException e) {
      throw unknown(model, "and no path: " + e.getReason());
    }
  }

  private static InvalidInputException unknown(String model, String why) {
    List<String> names = ZooModel.all().stream().map(ZooModel::name).toList();
    return new InvalidInputException(
        "model \""
            + model
            + "\": is no name of the zoo, "
            + why
            + "."
            + Suggestion.nearest(model, names).map(n -> " Did you mean " + n + "?").orElse("")
            + " Names are "
            + String.join(", ", names)
            + "; the path of a Hugging Face folder (config.json, model.safetensors, tokenizer.json"
            + " or vocab.txt) or of an .onnx file works too");
  }
}
