package org.taskweave.zoo;

import java.nio.file.Files;
import java.nio.file.Path;
import org.taskweave.core.InvalidInputException;
import org.taskweave.core.encoder.EncoderConfig;
import org.taskweave.core.encoder.PretrainedEncoder;
import org.taskweave.zoo.bert.BertSizes;
import org.taskweave.zoo.family.ConfigFile;
import org.taskweave.zoo.family.EncoderFamily;
import org.taskweave.zoo.family.FamilyWeights;
import org.taskweave.zoo.onnx.OnnxGraphFacts;
import org.taskweave.zoo.onnx.OnnxModel;
import org.taskweave.zoo.tensor.TensorSet;
import org.taskweave.zoo.tokenizer.TokenizerFiles;
import org.taskweave.zoo.tokenizer.TokenizerFrame;

/** Loads an ONNX file with the tokenizer, and the config.json if there is one, beside it. */
final class OnnxFile {

  private OnnxFile() {}

  static PretrainedEncoder load(String name, Path file) {
    Path configFile = file.resolveSibling("config.json");
    OnnxModel model = OnnxModel.read(file);
    TensorSet tensors = model.tensors();
    EncoderFamily family = Families.BERT;
    EncoderConfig config;
    if (Files.isRegularFile(configFile)) {
      ConfigFile json = ConfigFile.open(configFile);
      family = Families.of(configFile, json);
      config = json.read(family);
    } else {
      config = inferred(file, tensors, model.facts());
    }
    String tokenizer =
        TokenizerFrame.of(
            TokenizerFiles.read(file.toAbsolutePath().getParent(), config.vocabSize()),
            family.startToken());
    return new PretrainedEncoder(
        name, config, FamilyWeights.read(family, tensors, config), tokenizer, tensors.sha256());
  }

  private static EncoderConfig inferred(Path file, TensorSet tensors, OnnxGraphFacts graph) {
    BertSizes sizes = BertSizes.of(tensors);
    return sizes.with(
        graph.attentionHeads(sizes.hiddenSize()),
        graph
            .layerNormEpsilon()
            .orElseThrow(() -> notInferred(file, "epsilon of the layer norms", "layer_norm_eps")),
        graph.hiddenActivation().orElseThrow(() -> notInferred(file, "activation", "hidden_act")));
  }

  private static InvalidInputException notInferred(Path file, String what, String key) {
    return new InvalidInputException(
        file
            + ": the "
            + what
            + " cannot be inferred from the graph. Put the model's config.json ("
            + key
            + ") beside the file");
  }
}
