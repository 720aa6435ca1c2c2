package org.taskweave.zoo;

import java.nio.file.Files;
import java.nio.file.Path;
import org.taskweave.core.InvalidInputException;
import org.taskweave.core.encoder.EncoderConfig;
import org.taskweave.core.encoder.PretrainedEncoder;
import org.taskweave.zoo.family.ConfigFile;
import org.taskweave.zoo.family.EncoderFamily;
import org.taskweave.zoo.family.FamilyWeights;
import org.taskweave.zoo.safetensors.SafetensorsFile;
import org.taskweave.zoo.safetensors.ShardedSafetensors;
import org.taskweave.zoo.tensor.TensorSet;
import org.taskweave.zoo.tokenizer.TokenizerFiles;
import org.taskweave.zoo.tokenizer.TokenizerFrame;

/** Loads a folder as Hugging Face's hub has it. */
final class HuggingFaceFolder {

  private HuggingFaceFolder() {}

  static PretrainedEncoder load(String name, Path folder) {
    Path configFile = folder.resolve("config.json");
    if (!Files.isRegularFile(configFile)) {
      throw new InvalidInputException(
          folder
              + ": has no config.json; a Hugging Face folder holds config.json, model.safetensors"
              + " and tokenizer.json or vocab.txt");
    }
    ConfigFile json = ConfigFile.open(configFile);
    EncoderFamily family = Families.of(configFile, json);
    EncoderConfig config = json.read(family);
    TensorSet tensors = tensors(folder);
    String tokenizer =
        TokenizerFrame.of(TokenizerFiles.read(folder, config.vocabSize()), family.startToken());
    return new PretrainedEncoder(
        name, config, FamilyWeights.read(family, tensors, config), tokenizer, tensors.sha256());
  }

  /** One file goes before shards, as in Hugging Face's own loader. */
  static TensorSet tensors(Path folder) {
    Path single = folder.resolve("model.safetensors");
    Path index = folder.resolve("model.safetensors.index.json");
    if (Files.isRegularFile(single)) {
      return SafetensorsFile.open(single);
    }
    if (Files.isRegularFile(index)) {
      return ShardedSafetensors.open(index);
    }
    String advice =
        Files.isRegularFile(folder.resolve("pytorch_model.bin"))
            ? "; pytorch_model.bin runs code when it is read and is not supported: save the model"
                + " with save_pretrained(safe_serialization=True)"
            : "; fetch it, or give the path of an .onnx file instead of the folder";
    throw new InvalidInputException(
        folder + ": has no model.safetensors (nor model.safetensors.index.json)" + advice);
  }
}
