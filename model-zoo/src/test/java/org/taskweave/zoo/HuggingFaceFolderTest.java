package org.taskweave.zoo;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.taskweave.core.InvalidInputException;
import org.taskweave.core.encoder.EncoderConfig;
import org.taskweave.core.encoder.PretrainedEncoder;
import org.taskweave.core.encoder.WeightTensor;

class HuggingFaceFolderTest {

  private static final EncoderConfig TINY =
      EncoderConfig.bert(64, 16, 2, 4, 32, 24, 2, 1e-12, "gelu");

  @TempDir Path folder;

  @Test
  void theGoldenFolderIsReadWhole() throws IOException {
    PretrainedEncoder encoder = EncoderLoader.load("tiny-bert", TinyBert.folder().getParent());
    assertEquals("tiny-bert", encoder.name());
    assertEquals(TINY, encoder.config());
    // 5 of the embeddings, 16 of each of 2 layers, 2 of the pooler
    assertEquals(39, encoder.weights().size());
    for (TensorBytes expected : TinyBert.tensors()) {
      WeightTensor actual = encoder.weights().get(expected.name());
      assertArrayEquals(expected.shape(), actual.shape(), expected.name());
      assertArrayEquals(floats(expected), actual.values(), expected.name());
    }
    // python3: struct.unpack_from("<f", file, 8 + header_length + begin)
    assertEquals(
        (float) 0.033133771270513535,
        encoder.weights().get("embeddings.word_embeddings.weight").values()[0]);
    assertEquals(
        (float) -0.1029842421412468,
        encoder.weights().get("encoder.layer.1.output.dense.weight").values()[37]);
    assertEquals(
        "63cb6ba1b3fa2ecf1918da751cc898a6d9e66da58668c2607c23929f3d78b2e4", encoder.sha256());
  }

  @Test
  void aBertPrefixAndPretrainingHeadsMakeNoDifference() throws IOException {
    List<TensorBytes> tensors = new ArrayList<>();
    for (TensorBytes tensor : TinyBert.tensors()) {
      String name = "bert." + tensor.name();
      if (name.endsWith("LayerNorm.weight")) {
        name = name.replace("LayerNorm.weight", "LayerNorm.gamma");
      } else if (name.endsWith("LayerNorm.bias")) {
        name = name.replace("LayerNorm.bias", "LayerNorm.beta");
      }
      tensors.add(tensor.named(name));
    }
    tensors.add(TensorBytes.f32("cls.predictions.bias", new long[] {2}, 1, 2));
    tensors.add(TensorBytes.i64("bert.embeddings.position_ids", new long[] {1, 2}, 0, 1));
    TinyBert.copyWith(folder, tensors);
    assertSameWeights(golden(), EncoderLoader.load(folder.toString(), Path.of("")));
  }

  @Test
  void aMissingPoolerIsNoError() throws IOException {
    List<TensorBytes> tensors = TinyBert.tensors();
    tensors.removeIf(t -> t.name().startsWith("pooler."));
    TinyBert.copyWith(folder, tensors);
    PretrainedEncoder encoder = EncoderLoader.load(".", folder);
    assertEquals(37, encoder.weights().size());
    assertFalse(encoder.weights().containsKey("pooler.dense.weight"));
  }

  @Test
  void shardsAreReadAsOneModel() throws IOException, NoSuchAlgorithmException {
    writeShards(TinyBert.tensors());
    PretrainedEncoder encoder = EncoderLoader.load(".", folder);
    assertSameWeights(golden(), encoder);
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    digest.update(Files.readAllBytes(folder.resolve("part-1.safetensors")));
    digest.update(Files.readAllBytes(folder.resolve("part-2.safetensors")));
    assertEquals(HexFormat.of().formatHex(digest.digest()), encoder.sha256());
  }

  @Test
  void everyDifferenceOfIndexAndShardsIsListed() throws IOException {
    writeShards(TinyBert.tensors());
    Path index = folder.resolve("model.safetensors.index.json");
    Files.writeString(
        index,
        Files.readString(index)
            .replace("\"pooler.dense.bias\"", "\"pooler.bias\"")
            .replace("\"pooler.dense.weight\"", "\"pooler.weight\""));
    assertRefused(
        "index and shards do not agree",
        "tensor pooler.bias is not in part-2.safetensors, where the index puts it",
        "tensor pooler.weight is not in part-2.safetensors",
        "tensor pooler.dense.bias is in part-2.safetensors, but the index does not say so",
        "tensor pooler.dense.weight is in part-2.safetensors");
  }

  @Test
  void aShardOutsideTheFolderOrAbsentIsRefused() throws IOException {
    TinyBert.copyWithoutWeights(folder);
    Path index = folder.resolve("model.safetensors.index.json");
    Files.writeString(index, "{\"weight_map\":{\"a\":\"../other.safetensors\"}}");
    assertRefused("weight_map.a is \"../other.safetensors\"", "in the same folder");
    Files.writeString(index, "{\"weight_map\":{\"a\":\"part-9.safetensors\"}}");
    assertRefused("names the shard part-9.safetensors, which is not beside it");
    Files.writeString(index, "{}");
    assertRefused("has no \"weight_map\"");
  }

  @Test
  void halfAndBfloat16WeightsAreWidened() throws IOException {
    List<TensorBytes> tensors = TinyBert.tensors();
    int[] halves = new int[16];
    halves[0] = 0x3C00; // 1
    halves[1] = 0xC000; // -2
    halves[15] = 0x3555; // 0.333251953125
    int[] brains = new int[16];
    brains[2] = 0x4049; // 3.140625
    tensors.replaceAll(
        t ->
            switch (t.name()) {
              case "embeddings.LayerNorm.bias" ->
                  TensorBytes.bits16(t.name(), "F16", t.shape(), halves);
              case "embeddings.LayerNorm.weight" ->
                  TensorBytes.bits16(t.name(), "BF16", t.shape(), brains);
              default -> t;
            });
    TinyBert.copyWith(folder, tensors);
    PretrainedEncoder encoder = EncoderLoader.load(".", folder);
    float[] bias = encoder.weights().get("embeddings.LayerNorm.bias").values();
    assertEquals(1f, bias[0]);
    assertEquals(-2f, bias[1]);
    assertEquals((float) 0.333251953125, bias[15]);
    assertEquals(3.140625f, encoder.weights().get("embeddings.LayerNorm.weight").values()[2]);
  }

  @Test
  void missingLeftOverAndMisshapenTensorsAreAllListed() throws IOException {
    List<TensorBytes> tensors = TinyBert.tensors();
    tensors.removeIf(t -> t.name().startsWith("encoder.layer.1.attention.self.key."));
    tensors.removeIf(t -> t.name().equals("embeddings.LayerNorm.bias"));
    tensors.removeIf(t -> t.name().equals("pooler.dense.bias"));
    tensors.removeIf(t -> t.name().equals("encoder.layer.0.output.dense.bias"));
    tensors.add(TensorBytes.f32("embeddings.LayerNorm.bias", new long[] {2, 8}, new float[16]));
    tensors.add(TensorBytes.f32("pooler.dense.bias", new long[] {3}, 1, 2, 3));
    tensors.add(
        TensorBytes.i64("encoder.layer.0.output.dense.bias", new long[] {16}, new long[16]));
    tensors.add(TensorBytes.f32("classifier.weight", new long[] {1, 2}, 1, 2));
    tensors.add(TensorBytes.f32("encoder.layer.2.output.dense.bias", new long[] {1}, 1));
    TinyBert.copyWith(folder, tensors);
    assertRefused(
        folder.resolve("model.safetensors").toString(),
        "7 tensors do not fit a BERT encoder with hidden_size 16, num_hidden_layers 2",
        "missing: encoder.layer.1.attention.self.key.weight [16, 16]",
        "missing: encoder.layer.1.attention.self.key.bias [16]",
        "left over: classifier.weight [1, 2]",
        "left over: encoder.layer.2.output.dense.bias [1]",
        "wrong shape: embeddings.LayerNorm.bias is [2, 8], must be [16]",
        "wrong shape: pooler.dense.bias is [3], must be [16]",
        "wrong type: encoder.layer.0.output.dense.bias is I64, must be floating-point");
  }

  @Test
  void aTensorThatIsThereTwiceIsRefused() throws IOException {
    List<TensorBytes> tensors = TinyBert.tensors();
    tensors.add(tensors.get(0).named("bert." + tensors.get(0).name()));
    TinyBert.copyWith(folder, tensors);
    assertRefused(
        "tensors embeddings.word_embeddings.weight and bert.embeddings.word_embeddings.weight are"
            + " both embeddings.word_embeddings.weight");
  }

  @Test
  void aWeightThatIsNotFiniteIsRefused() throws IOException {
    List<TensorBytes> tensors = TinyBert.tensors();
    float[] values = new float[16];
    values[3] = Float.NaN;
    double[] tooLarge = new double[16];
    tooLarge[5] = -1e300;
    tensors.replaceAll(
        t ->
            switch (t.name()) {
              case "pooler.dense.bias" -> TensorBytes.f32(t.name(), t.shape(), values);
              case "embeddings.LayerNorm.bias" -> TensorBytes.f64(t.name(), t.shape(), tooLarge);
              default -> t;
            });
    TinyBert.copyWith(folder, tensors);
    assertRefused(
        "not finite: embeddings.LayerNorm.bias is -Infinity as a float at element 5",
        "not finite: pooler.dense.bias is NaN as a float at element 3");
  }

  @Test
  void aTruncatedFileIsRefused() throws IOException {
    TinyBert.copyWith(folder, TinyBert.tensors());
    Path file = folder.resolve("model.safetensors");
    byte[] content = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(content, content.length - 1));
    assertRefused(file.toString(), "tensor pooler.dense.bias: data_offsets end at", "cut off");
  }

  @Test
  void anotherModelTypeIsRefusedAlone() throws IOException {
    TinyBert.copyWith(folder, TinyBert.tensors());
    config("\"model_type\": \"bert\"", "\"model_type\": \"t5\"");
    assertRefused(
        "model_type is \"t5\", supported are bert, roberta, xlm-roberta, distilbert, gpt2, llama, qwen2");
  }

  @Test
  void aConfigurationWithoutModelTypeIsABert() throws IOException {
    TinyBert.copyWith(folder, TinyBert.tensors());
    config("\"model_type\": \"bert\",", "");
    assertEquals(TINY, EncoderLoader.load(".", folder).config());
  }

  @Test
  void allProblemsOfAConfigurationAreListed() throws IOException {
    TinyBert.copyWith(folder, TinyBert.tensors());
    config("\"vocab_size\": 64,", "\"position_embedding_type\": \"relative_key\",");
    config("\"hidden_act\": \"gelu\"", "\"hidden_act\": \"silu\"");
    config("\"num_attention_heads\": 4", "\"num_attention_heads\": 3");
    config("\"intermediate_size\": 32", "\"intermediate_size\": 0");
    config("\"layer_norm_eps\": 1e-12", "\"layer_norm_eps\": \"small\"");
    assertRefused(
        folder.resolve("config.json").toString(),
        "vocab_size is missing, must be a whole number from 1",
        "intermediate_size is 0, must be",
        "hidden_act is \"silu\", supported are [gelu, gelu_new, relu]",
        "position_embedding_type is \"relative_key\"",
        "hidden_size 16 is not a multiple of num_attention_heads 3",
        "layer_norm_eps is \"small\", must be a number from 0 to 1");
  }

  @Test
  void aFolderWithoutAFileSaysWhich() throws IOException {
    assertRefused("has no config.json");
    TinyBert.copyWithoutWeights(folder);
    assertRefused("has no model.safetensors (nor model.safetensors.index.json); fetch it");
    Files.createFile(folder.resolve("pytorch_model.bin"));
    assertRefused("safe_serialization=True");
    SafetensorsFixture.write(folder.resolve("model.safetensors"), TinyBert.tensors());
    Files.delete(folder.resolve("vocab.txt"));
    assertRefused("has neither tokenizer.json nor vocab.txt");
  }

  private void writeShards(List<TensorBytes> tensors) throws IOException {
    TinyBert.copyWithoutWeights(folder);
    StringBuilder weightMap = new StringBuilder();
    List<List<TensorBytes>> shards = List.of(new ArrayList<>(), new ArrayList<>());
    for (TensorBytes tensor : tensors) {
      // layer 1 and the pooler go into the second shard
      int shard = tensor.name().matches("(encoder.layer.1|pooler).*") ? 1 : 0;
      shards.get(shard).add(tensor);
      String entry = "\"" + tensor.name() + "\":\"part-" + (shard + 1) + ".safetensors\"";
      weightMap.append(weightMap.isEmpty() ? "" : ",").append(entry);
    }
    SafetensorsFixture.write(folder.resolve("part-1.safetensors"), shards.get(0));
    SafetensorsFixture.write(folder.resolve("part-2.safetensors"), shards.get(1));
    Files.writeString(
        folder.resolve("model.safetensors.index.json"),
        "{\"metadata\":{\"total_size\":1},\"weight_map\":{" + weightMap + "}}");
  }

  private void config(String from, String to) throws IOException {
    Path file = folder.resolve("config.json");
    String text = Files.readString(file);
    assertTrue(text.contains(from), text);
    Files.writeString(file, text.replace(from, to));
  }

  private void assertRefused(String... parts) {
    String message =
        assertThrows(InvalidInputException.class, () -> EncoderLoader.load(".", folder))
            .getMessage();
    for (String part : parts) {
      assertTrue(message.contains(part), () -> "\"" + part + "\" is not in: " + message);
    }
  }

  private static PretrainedEncoder golden() {
    return EncoderLoader.load(".", TinyBert.folder());
  }

  private static void assertSameWeights(PretrainedEncoder expected, PretrainedEncoder actual) {
    assertEquals(expected.weights().keySet(), actual.weights().keySet());
    expected
        .weights()
        .forEach(
            (name, weight) -> {
              assertArrayEquals(weight.shape(), actual.weights().get(name).shape(), name);
              assertArrayEquals(weight.values(), actual.weights().get(name).values(), name);
            });
  }

  private static float[] floats(TensorBytes tensor) {
    ByteBuffer bytes = ByteBuffer.wrap(tensor.data()).order(ByteOrder.LITTLE_ENDIAN);
    float[] values = new float[tensor.data().length / 4];
    for (int i = 0; i < values.length; i++) {
      values[i] = bytes.getFloat(4 * i);
    }
    return values;
  }
}
