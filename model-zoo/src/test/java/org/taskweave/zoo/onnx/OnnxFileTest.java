package org.taskweave.zoo.onnx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import onnx.Onnx.AttributeProto;
import onnx.Onnx.TensorProto;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.shade.protobuf.ByteString;
import org.taskweave.core.InvalidInputException;
import org.taskweave.core.encoder.EncoderConfig;
import org.taskweave.core.encoder.PretrainedEncoder;
import org.taskweave.zoo.EncoderLoader;

class OnnxFileTest {

  private static final EncoderConfig TINY = EncoderConfig.bert(5, 4, 1, 2, 6, 3, 2, 1e-12, "gelu");
  private static final String DENSE = "encoder.layer.0.intermediate.dense";

  /** [out,in] of the constant that holds 10 * in + out. */
  private static final float[] DENSE_OUT_IN = {
    0, 10, 20, 30, 1, 11, 21, 31, 2, 12, 22, 32, 3, 13, 23, 33, 4, 14, 24, 34, 5, 15, 25, 35
  };

  @TempDir Path folder;

  @BeforeEach
  void writeVocabulary() throws IOException {
    Files.writeString(folder.resolve("vocab.txt"), "[PAD]\n[UNK]\n[CLS]\n[SEP]\na\n");
  }

  @Test
  void anonymousConstantsAreNamedByTheirNodesAndTurned() throws IOException {
    PretrainedEncoder encoder = load(new TinyOnnx());
    assertEquals(TINY, encoder.config());
    assertEquals(5 + 16, encoder.weights().size());
    assertArrayEquals(new long[] {6, 4}, encoder.weights().get(DENSE + ".weight").shape());
    assertArrayEquals(DENSE_OUT_IN, encoder.weights().get(DENSE + ".weight").values());
    assertArrayEquals(
        new float[] {0, 1, 2, 3, 4, 5}, encoder.weights().get(DENSE + ".bias").values());
    assertTrue(encoder.tokenizerJson().contains("\"a\":4"));
  }

  @Test
  void withoutPathsTheBiasGivesTheName() throws IOException {
    TinyOnnx onnx =
        new TinyOnnx()
            .eachNode(
                node ->
                    switch (node.getOpType()) {
                      case "MatMul" ->
                          node.toBuilder()
                              .setOutput(0, "t" + node.getInput(1).replaceAll("\\D", ""))
                              .build();
                      case "Add" ->
                          node.getInput(1).endsWith("/MatMul_output_0")
                              ? node.toBuilder().setInput(1, number(node.getInput(0))).build()
                              : node;
                      default -> node;
                    });
    assertArrayEquals(DENSE_OUT_IN, load(onnx).weights().get(DENSE + ".weight").values());
  }

  private static String number(String bias) {
    var order =
        java.util.List.of(
            "attention.self.query",
            "attention.self.key",
            "attention.self.value",
            "attention.output.dense",
            "intermediate.dense",
            "output.dense");
    String name = bias.replace("encoder.layer.0.", "").replace(".bias", "");
    return "t" + (101 + order.indexOf(name));
  }

  @Test
  void aBertPrefixIsDropped() throws IOException {
    TinyOnnx onnx =
        new TinyOnnx()
            .eachInitializer(
                t ->
                    t.getName().startsWith("onnx::")
                        ? t
                        : t.toBuilder().setName("bert." + t.getName()).build())
            .eachNode(
                node -> {
                  var builder = node.toBuilder();
                  for (int i = 0; i < node.getInputCount(); i++) {
                    if (node.getInput(i).matches("(embeddings|encoder)\\..*(bias|epsilon)")) {
                      builder.setInput(i, "bert." + node.getInput(i));
                    }
                  }
                  if (node.getOpType().equals("MatMul")) {
                    builder.setOutput(0, "/bert" + node.getOutput(0));
                  }
                  return builder.build();
                });
    assertArrayEquals(DENSE_OUT_IN, load(onnx).weights().get(DENSE + ".weight").values());
  }

  @Test
  void aTransposingGemmStoresOutIn() throws IOException {
    TinyOnnx onnx = new TinyOnnx();
    onnx.floats("onnx::Gemm_7", 4, 4); // 0..15 row by row
    onnx.floats("pooler.dense.bias", 4);
    onnx.node("Gemm", "/pooler/dense/Gemm_output_0", "x", "onnx::Gemm_7", "pooler.dense.bias")
        .addAttribute(AttributeProto.newBuilder().setName("transB").setI(1));
    onnx.node("Tanh", "/pooler/activation/Tanh_output_0", "/pooler/dense/Gemm_output_0");
    PretrainedEncoder encoder = load(onnx);
    float[] pooler = encoder.weights().get("pooler.dense.weight").values();
    assertEquals(1f, pooler[1]);
    assertEquals(4f, pooler[4]);
    assertEquals("gelu", encoder.config().hiddenActivation());
  }

  @Test
  void halfAndBfloat16AreWidened() throws IOException {
    TinyOnnx onnx =
        new TinyOnnx()
            .eachInitializer(
                t ->
                    switch (t.getName()) {
                      case "embeddings.LayerNorm.bias" ->
                          TinyOnnx.tensor(t.getName(), TensorProto.DataType.FLOAT16, 4)
                              .addAllInt32Data(Arrays.asList(0x3C00, 0xC000, 0, 0x3555))
                              .build();
                      case "embeddings.LayerNorm.weight" ->
                          TinyOnnx.tensor(t.getName(), TensorProto.DataType.BFLOAT16, 4)
                              .setRawData(
                                  ByteString.copyFrom(
                                      new byte[] {
                                        (byte) 0x80,
                                        0x3F,
                                        0x49,
                                        0x40,
                                        0,
                                        0,
                                        (byte) 0x80,
                                        (byte) 0xBF
                                      }))
                              .build();
                      default -> t;
                    });
    PretrainedEncoder encoder = load(onnx);
    assertArrayEquals(
        new float[] {1, -2, 0, (float) 0.333251953125},
        encoder.weights().get("embeddings.LayerNorm.bias").values());
    assertArrayEquals(
        new float[] {1, 3.140625f, 0, -1},
        encoder.weights().get("embeddings.LayerNorm.weight").values());
  }

  @Test
  void anEqualTensorStoredOnceIsFoundByItsIdentity() throws IOException {
    TinyOnnx onnx = new TinyOnnx();
    var kept =
        onnx.graph.getInitializerList().stream()
            .filter(t -> !t.getName().equals("encoder.layer.0.output.LayerNorm.weight"))
            .toList();
    onnx.graph.clearInitializer().addAllInitializer(kept);
    onnx.node("Identity", "encoder.layer.0.output.LayerNorm.weight", "embeddings.LayerNorm.weight");
    assertArrayEquals(
        new float[] {0, 1, 2, 3},
        load(onnx).weights().get("encoder.layer.0.output.LayerNorm.weight").values());
  }

  @Test
  void headsThatTheGraphDoesNotSayNeedAConfiguration() throws IOException {
    TinyOnnx onnx = new TinyOnnx();
    onnx.eachNode(
        n -> n.getOpType().equals("Reshape") ? n.toBuilder().setInput(1, "computed").build() : n);
    assertRefused(
        onnx,
        "the number of attention heads cannot be inferred from weights",
        "do not say it",
        "config.json (num_attention_heads) beside the file");
    Files.writeString(
        folder.resolve("config.json"),
        "{\"vocab_size\":5,\"hidden_size\":4,\"num_hidden_layers\":1,\"num_attention_heads\":1,"
            + "\"intermediate_size\":6,\"max_position_embeddings\":3,\"hidden_act\":\"relu\"}");
    EncoderConfig config = load(onnx).config();
    assertEquals(1, config.attentionHeads());
    assertEquals("relu", config.hiddenActivation());
  }

  @Test
  void headsThatContradictEachOtherAreRefused() throws IOException {
    TinyOnnx onnx = new TinyOnnx();
    onnx.node("Reshape", "/other/Reshape_output_0", "x", "sizes");
    onnx.graph.addInitializer(
        TinyOnnx.tensor("sizes", TensorProto.DataType.INT64, 4)
            .addAllInt64Data(Arrays.asList(0L, 0L, -1L, 1L)));
    assertRefused(onnx, "Reshape constants say [2, 4]");
  }

  @Test
  void anActivationThatTheGraphDoesNotSayNeedsAConfiguration() throws IOException {
    TinyOnnx onnx =
        new TinyOnnx()
            .eachNode(
                n -> n.getOpType().equals("Erf") ? n.toBuilder().setOpType("Sigmoid").build() : n);
    assertRefused(onnx, "the activation cannot be inferred from the graph", "(hidden_act)");
  }

  @Test
  void missingLeftOverAndMisshapenTensorsAreAllListed() throws IOException {
    TinyOnnx onnx = new TinyOnnx();
    var kept =
        onnx.graph.getInitializerList().stream()
            .filter(t -> !Set.of("onnx::MatMul_102").contains(t.getName()))
            .map(
                t ->
                    t.getName().equals("embeddings.LayerNorm.bias")
                        ? t.toBuilder().clearDims().addDims(2).addDims(2).build()
                        : t)
            .toList();
    onnx.graph.clearInitializer().addAllInitializer(kept);
    onnx.floats("head.weight", 3);
    assertRefused(
        onnx,
        "3 tensors do not fit",
        "missing: encoder.layer.0.attention.self.key.weight [4, 4]",
        "left over: head.weight [3]",
        "wrong shape: embeddings.LayerNorm.bias is [2, 2], must be [4]");
  }

  @Test
  void aTensorWithTooFewBytesIsRefused() throws IOException {
    TinyOnnx onnx =
        new TinyOnnx()
            .eachInitializer(
                t ->
                    t.getName().equals("onnx::MatMul_105")
                        ? t.toBuilder().setRawData(t.getRawData().substring(0, 90)).build()
                        : t);
    assertRefused(
        onnx,
        "tensor onnx::MatMul_105: shape [4, 6] does not hold the 90 bytes of FLOAT",
        "damaged");
  }

  @Test
  void externalDataAndQuantisedFilesAreRefused() throws IOException {
    TinyOnnx external =
        new TinyOnnx()
            .eachInitializer(
                t ->
                    t.getName().equals("onnx::MatMul_105")
                        ? t.toBuilder()
                            .clearRawData()
                            .setDataLocation(TensorProto.DataLocation.EXTERNAL)
                            .build()
                        : t);
    assertRefused(external, "onnx::MatMul_105: its values are kept in an external data file");
    TinyOnnx quantised = new TinyOnnx();
    quantised.node("DynamicQuantizeLinear", "q", "x");
    assertRefused(quantised, "is quantised (operator DynamicQuantizeLinear)");
  }

  @Test
  void aFileCutOffOrOfAnotherKindIsRefused() throws IOException {
    byte[] content = new TinyOnnx().bytes();
    Path file = folder.resolve("model.onnx");
    Files.write(file, Arrays.copyOf(content, content.length / 2));
    assertRefusedAsWritten(file + ": is no ONNX file or is cut off");
    Files.write(file, new byte[0]);
    assertRefusedAsWritten(file + ": has no graph");
    TinyOnnx damaged = new TinyOnnx();
    damaged.graph.addNodeBuilder().setOpType("Sqrt").setName("root").addOutput("y");
    assertRefused(damaged, "node \"root\" (Sqrt) has no input");
  }

  @Test
  void aGraphThatIsNoBertSaysWhatIsMissing() throws IOException {
    TinyOnnx onnx =
        new TinyOnnx()
            .eachInitializer(
                t ->
                    t.getName().startsWith("embeddings.word")
                        ? t.toBuilder().setName("wte.weight").build()
                        : t);
    assertRefused(onnx, "has no usable matrix embeddings.word_embeddings.weight", "wte.weight");
  }

  private PretrainedEncoder load(TinyOnnx onnx) throws IOException {
    onnx.write(folder.resolve("model.onnx"));
    return EncoderLoader.load("model.onnx", folder);
  }

  private void assertRefused(TinyOnnx onnx, String... parts) throws IOException {
    onnx.write(folder.resolve("model.onnx"));
    assertRefusedAsWritten(parts);
  }

  private void assertRefusedAsWritten(String... parts) {
    String message =
        assertThrows(InvalidInputException.class, () -> EncoderLoader.load("model.onnx", folder))
            .getMessage();
    for (String part : parts) {
      assertTrue(message.contains(part), () -> "\"" + part + "\" is not in: " + message);
    }
  }
}
