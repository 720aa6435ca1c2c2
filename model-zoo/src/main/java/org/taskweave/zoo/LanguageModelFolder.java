package org.taskweave.zoo;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.taskweave.core.InvalidInputException;
import org.taskweave.core.encoder.EncoderConfig;
import org.taskweave.core.encoder.LanguageHead;
import org.taskweave.core.encoder.PretrainedEncoder;
import org.taskweave.core.encoder.PretrainedLanguageModel;
import org.taskweave.core.encoder.WeightTensor;
import org.taskweave.zoo.family.ConfigFile;
import org.taskweave.zoo.family.EncoderFamily;
import org.taskweave.zoo.family.FamilyWeights;
import org.taskweave.zoo.family.LanguageHeadWeights;
import org.taskweave.zoo.file.StrictJson;
import org.taskweave.zoo.safetensors.SafetensorsWriter;

/**
 * Language models as Hugging Face's folders: read with their head, and written so that this and any
 * other program reads them.
 */
public final class LanguageModelFolder {

  private static final String CONFIG = "config.json";
  private static final String TIED = "tie_word_embeddings";

  private LanguageModelFolder() {}

  /**
   * Loads an encoder as {@link EncoderLoader} does, with the head that its files have; a zoo's
   * model and an ONNX file have none.
   *
   * @throws InvalidInputException if it cannot be loaded, or its head is not whole
   */
  public static PretrainedLanguageModel load(String model, Path baseFolder) {
    PretrainedEncoder encoder = EncoderLoader.load(model, baseFolder);
    Path path = baseFolder.resolve(model).normalize();
    if (ZooModel.named(model).isPresent()) {
      return withFreshHead(encoder, BertConfigJson.of(encoder.config()));
    }
    if (!Files.isDirectory(path)) {
      Path beside = path.resolveSibling(CONFIG);
      return withFreshHead(
          encoder,
          Files.isRegularFile(beside)
              ? StrictJson.read(beside)
              : BertConfigJson.of(encoder.config()));
    }
    Path file = path.resolve(CONFIG);
    ConfigFile config = ConfigFile.open(file);
    EncoderFamily family = Families.of(file, config);
    boolean causal = encoder.config().layout().causal();
    if (!causal && !config.flag(TIED, true)) {
      throw new InvalidInputException(
          file
              + ": "
              + TIED
              + " is false, but the head of a masked language model shares the word embeddings"
              + " here");
    }
    LanguageHead head =
        LanguageHeadWeights.read(
            family, HuggingFaceFolder.tensors(path), encoder, config.flag(TIED, !causal));
    return new PretrainedLanguageModel(encoder, head, StrictJson.read(file).toString());
  }

  private static PretrainedLanguageModel withFreshHead(PretrainedEncoder encoder, ObjectNode json) {
    return new PretrainedLanguageModel(
        encoder, LanguageHead.fresh(encoder.config()), json.toString());
  }

  /**
   * Writes config.json, model.safetensors (single precision) and tokenizer.json.
   *
   * @param folder exists
   */
  public static void write(Path folder, PretrainedLanguageModel model) {
    ObjectNode json = StrictJson.parse(CONFIG, model.configJson().getBytes(StandardCharsets.UTF_8));
    ConfigFile config = ConfigFile.of(folder.resolve(CONFIG), json);
    EncoderFamily family = Families.of(folder.resolve(CONFIG), config);
    EncoderConfig sizes = model.encoder().config();
    String modelType = config.modelType(Families.BERT.modelTypes().get(0));
    json.put("model_type", modelType);
    json.putArray("architectures").add(family.languageHead().architectures().get(modelType));
    json.put("torch_dtype", "float32").put(TIED, model.head().tied());
    Map<String, WeightTensor> tensors =
        FamilyWeights.inFile(family, sizes, model.encoder().weights());
    model
        .head()
        .weights()
        .forEach((name, weight) -> tensors.put(family.languageHead().names().get(name), weight));
    try {
      Files.writeString(folder.resolve(CONFIG), json.toPrettyString() + "\n");
      Files.writeString(folder.resolve("tokenizer.json"), model.encoder().tokenizerJson());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the language model " + folder, e);
    }
    SafetensorsWriter.write(folder.resolve("model.safetensors"), tensors);
  }
}
