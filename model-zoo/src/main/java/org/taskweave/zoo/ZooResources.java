package org.taskweave.zoo;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.taskweave.core.InvalidInputException;
import org.taskweave.core.encoder.EncoderConfig;
import org.taskweave.core.encoder.PretrainedEncoder;
import org.taskweave.zoo.bert.BertSizes;
import org.taskweave.zoo.family.FamilyWeights;
import org.taskweave.zoo.onnx.OnnxModel;
import org.taskweave.zoo.tensor.TensorSet;
import org.taskweave.zoo.tokenizer.TokenizerFiles;

/** Loads the zoo's models from the class path. */
final class ZooResources {

  private ZooResources() {}

  static PretrainedEncoder load(ZooModel model) {
    TensorSet tensors =
        OnnxModel.parse(place(model, model.onnxResource()), bytes(model, model.onnxResource()))
            .tensors();
    EncoderConfig config =
        BertSizes.of(tensors)
            .with(model.attentionHeads(), model.layerNormEpsilon(), model.hiddenActivation());
    if (config.maxPositions() != model.maxPositions()) {
      throw new IllegalStateException(
          tensors.place()
              + ": has "
              + config.maxPositions()
              + " positions, the zoo says "
              + model.maxPositions());
    }
    String tokenizer =
        TokenizerFiles.checked(
            place(model, model.tokenizerResource()),
            bytes(model, model.tokenizerResource()),
            config.vocabSize());
    return new PretrainedEncoder(
        model.name(),
        config,
        FamilyWeights.read(Families.BERT, tensors, config),
        tokenizer,
        tensors.sha256());
  }

  private static String place(ZooModel model, String resource) {
    return model.name() + " (" + resource + " in " + model.artifact() + ")";
  }

  private static byte[] bytes(ZooModel model, String resource) {
    try (InputStream in = ZooResources.class.getResourceAsStream("/" + resource)) {
      if (in == null) {
        throw new InvalidInputException(
            place(model, resource)
                + ": is not on the class path: add the artifact as a dependency, or name another"
                + " encoder.model");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(place(model, resource) + ": cannot be read", e);
    }
  }
}
