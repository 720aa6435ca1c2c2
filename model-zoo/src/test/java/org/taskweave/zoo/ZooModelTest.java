package org.taskweave.zoo;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalDouble;
import onnx.Onnx.ModelProto;
import onnx.Onnx.TensorProto;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.taskweave.core.encoder.EncoderConfig;
import org.taskweave.core.encoder.EncoderTensors;
import org.taskweave.core.encoder.PretrainedEncoder;
import org.taskweave.core.encoder.WeightTensor;
import org.taskweave.zoo.onnx.OnnxGraphFacts;
import org.taskweave.zoo.onnx.OnnxModel;

class ZooModelTest {

  @Test
  void miniLmIsComplete() throws IOException {
    PretrainedEncoder encoder = load("all-minilm-l6-v2");
    assertEquals(
        EncoderConfig.bert(30_522, 384, 6, 12, 1_536, 512, 2, 1e-12, "gelu"), encoder.config());
    assertComplete(encoder, 5 + 6 * 16);
    // sha256sum of the file in the jar of langchain4j 1.20.0-beta30
    assertEquals(
        "759c3cd2b7fe7e93933ad23c4c9181b7396442a2ed746ec7c1d46192c469c46e", encoder.sha256());
    assertTrue(encoder.tokenizerJson().contains("\"WordPiece\""));
    // The constant of layer 0's intermediate MatMul, as a listing of the file's nodes shows.
    TensorProto constant = constant("all-minilm-l6-v2.onnx", "onnx::MatMul_798");
    float[] dense = encoder.weights().get("encoder.layer.0.intermediate.dense.weight").values();
    ByteBuffer raw =
        constant.getRawData().asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN).slice();
    raw.order(ByteOrder.LITTLE_ENDIAN);
    for (int[] inOut : new int[][] {{0, 0}, {5, 7}, {383, 0}, {0, 1535}, {200, 1000}}) {
      assertEquals(
          raw.getFloat(4 * (inOut[0] * 1536 + inOut[1])), dense[inOut[1] * 384 + inOut[0]]);
    }
  }

  @Test
  void bgeSmallChineseIsComplete() {
    PretrainedEncoder encoder = load("bge-small-zh-v1.5");
    assertEquals(
        EncoderConfig.bert(21_128, 512, 4, 8, 2_048, 512, 2, 1e-12, "gelu"), encoder.config());
    assertComplete(encoder, 5 + 4 * 16);
    assertEquals(
        "69a0b846f4f116b5e6aabf9546ea6754d02264f3211a13a1bd69b31b8040749a", encoder.sha256());
  }

  @ParameterizedTest
  @MethodSource("org.taskweave.zoo.ZooModel#all")
  void theGraphSaysTheSameAsTheZoo(ZooModel model) throws IOException {
    OnnxGraphFacts graph = OnnxModel.parse(model.name(), bytes(model.onnxResource())).facts();
    int hiddenSize = model.name().equals("all-minilm-l6-v2") ? 384 : 512;
    assertEquals(model.attentionHeads(), graph.attentionHeads(hiddenSize));
    assertEquals(OptionalDouble.of(model.layerNormEpsilon()), graph.layerNormEpsilon());
    assertEquals(Optional.of(model.hiddenActivation()), graph.hiddenActivation());
  }

  private static PretrainedEncoder load(String name) {
    return EncoderLoader.load(name, Path.of("nowhere"));
  }

  private static void assertComplete(PretrainedEncoder encoder, int count) {
    assertEquals(count, encoder.weights().size());
    EncoderTensors.shapes(encoder.config())
        .forEach(
            (name, shape) -> {
              WeightTensor weight = encoder.weights().get(name);
              assertArrayEquals(shape, weight.shape(), name);
              boolean allZero = true;
              for (float value : weight.values()) {
                allZero &= value == 0;
              }
              assertTrue(!allZero, name);
            });
  }

  private static TensorProto constant(String resource, String name) throws IOException {
    return ModelProto.parseFrom(bytes(resource)).getGraph().getInitializerList().stream()
        .filter(t -> t.getName().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static byte[] bytes(String resource) throws IOException {
    try (InputStream in = ZooModelTest.class.getResourceAsStream("/" + resource)) {
      return in.readAllBytes();
    }
  }
}
