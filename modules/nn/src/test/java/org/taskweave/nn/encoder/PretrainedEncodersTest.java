package org.taskweave.nn.encoder;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.taskweave.core.encoder.PretrainedEncoder;
import org.taskweave.core.recipe.EncoderRecipe;
import org.taskweave.core.recipe.TrainingRecipe;
import org.taskweave.core.task.BinaryTask;
import org.taskweave.core.task.HeadSpec;
import org.taskweave.core.task.LabelRule;
import org.taskweave.core.task.TaskSpec;
import org.taskweave.nn.model.EncoderSettings;
import org.taskweave.nn.model.ModelSpec;
import org.taskweave.nn.model.MultiTaskModel;
import org.taskweave.nn.optimize.UpdateRule;
import org.taskweave.zoo.EncoderLoader;
import org.taskweave.zoo.ZooModel;

/** The zoo's encoders against ONNX Runtime running the original files, on real sentences. */
class PretrainedEncodersTest {

  @Test
  void miniLm() throws Exception {
    compare(
        "all-minilm-l6-v2",
        "White hanging heart t-light holder",
        "purchase KNITTED UNION FLAG HOT WATER BOTTLE, cancel SET 7 BABUSHKA NESTING BOXES",
        "a");
  }

  @Test
  void bgeSmallChinese() throws Exception {
    compare("bge-small-zh-v1.5", "红色陶瓷马克杯", "用户购买了一个白色的心形烛台,然后退货了", "手");
  }

  private static void compare(String name, String... sentences) throws Exception {
    PretrainedEncoder encoder = EncoderLoader.load(name, Path.of("."));
    long[][][] tokens = tokenize(encoder, sentences);
    float[][][] expected = onnxRuntime(ZooModel.named(name).orElseThrow(), tokens);
    try (MultiTaskModel model = model(encoder)) {
      INDArray actual = model.graph().feedForward(inputs(tokens), false).get("encoder");
      double largest = 0;
      for (int b = 0; b < sentences.length; b++) {
        for (int t = 0; t < tokens[1][b].length; t++) {
          for (int h = 0; tokens[1][b][t] == 1 && h < encoder.config().hiddenSize(); h++) {
            largest = Math.max(largest, Math.abs(expected[b][t][h] - actual.getDouble(b, t, h)));
          }
        }
      }
      assertEquals(0, largest, 1e-5, name);
    }
  }

  /** Ids, mask and types, padded to the longest. */
  private static long[][][] tokenize(PretrainedEncoder encoder, String... sentences)
      throws IOException {
    InputStream json =
        new ByteArrayInputStream(encoder.tokenizerJson().getBytes(StandardCharsets.UTF_8));
    try (HuggingFaceTokenizer tokenizer =
        HuggingFaceTokenizer.newInstance(json, Map.of("padding", "true"))) {
      Encoding[] encodings = tokenizer.batchEncode(sentences);
      return new long[][][] {
        Arrays.stream(encodings).map(Encoding::getIds).toArray(long[][]::new),
        Arrays.stream(encodings).map(Encoding::getAttentionMask).toArray(long[][]::new),
        Arrays.stream(encodings).map(Encoding::getTypeIds).toArray(long[][]::new)
      };
    }
  }

  private static float[][][] onnxRuntime(ZooModel zooModel, long[][][] tokens)
      throws OrtException, IOException {
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    byte[] file;
    try (InputStream in =
        PretrainedEncodersTest.class.getResourceAsStream("/" + zooModel.onnxResource())) {
      file = in.readAllBytes();
    }
    try (OrtSession session = environment.createSession(file);
        OnnxTensor ids = OnnxTensor.createTensor(environment, tokens[0]);
        OnnxTensor mask = OnnxTensor.createTensor(environment, tokens[1]);
        OnnxTensor types = OnnxTensor.createTensor(environment, tokens[2]);
        OrtSession.Result result =
            session.run(
                Map.of("input_ids", ids, "attention_mask", mask, "token_type_ids", types))) {
      return (float[][][]) result.get(0).getValue();
    }
  }

  private static INDArray[] inputs(long[][][] tokens) {
    return new INDArray[] {
      Nd4j.createFromArray(tokens[0]),
      Nd4j.createFromArray(tokens[2]),
      Nd4j.createFromArray(tokens[1]).castTo(org.nd4j.linalg.api.buffer.DataType.FLOAT)
    };
  }

  private static MultiTaskModel model(PretrainedEncoder encoder) {
    TaskSpec task =
        new BinaryTask(
            "any", new LabelRule.Given("label"), 1, HeadSpec.LINEAR, Optional.empty(), 1);
    return MultiTaskModel.create(
        ModelSpec.builder(
                encoder.config(),
                new EncoderSettings(
                    encoder.name(),
                    EncoderRecipe.Pooling.MEAN,
                    0,
                    new EncoderTraining(0, true, 0, 0, false)),
                List.of(task),
                UpdateRule.constant(TrainingRecipe.Optimizer.SGD, 1e-3),
                1)
            .build(),
        encoder);
  }
}
