package org.taskweave.nn.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.taskweave.core.batch.MultiTaskBatch;
import org.taskweave.core.batch.SequenceInput;
import org.taskweave.core.batch.TaskLabels;
import org.taskweave.core.encoder.EncoderConfig;
import org.taskweave.core.encoder.PretrainedEncoder;
import org.taskweave.core.recipe.EncoderRecipe;
import org.taskweave.core.recipe.TrainingRecipe;
import org.taskweave.core.task.BinaryTask;
import org.taskweave.core.task.HeadSpec;
import org.taskweave.core.task.LabelRule;
import org.taskweave.core.task.MulticlassTask;
import org.taskweave.core.task.RegressionTask;
import org.taskweave.core.task.TaskSpec;
import org.taskweave.nn.encoder.EncoderTraining;
import org.taskweave.nn.optimize.UpdateRule;
import org.taskweave.zoo.EncoderLoader;

/** The golden fixture "tiny-bert": values computed by PyTorch in float64, outside this project. */
public final class TinyBert {

  public static final EncoderConfig CONFIG =
      EncoderConfig.bert(64, 16, 2, 4, 32, 24, 2, 1e-12, "gelu");
  static final JsonNode FORWARD = json("forward.json");
  static final JsonNode MULTITASK = json("multitask.json");

  private TinyBert() {}

  public static PretrainedEncoder encoder() {
    return EncoderLoader.load("golden/tiny-bert", Path.of("src", "test", "resources"));
  }

  /** The fixture's four sequences of 12 tokens. */
  public static SequenceInput input() {
    return SequenceInput.builder(
            4,
            12,
            ints(FORWARD.get("input_ids")),
            ints(FORWARD.get("token_type_ids")),
            floats(FORWARD.get("attention_mask")))
        .build();
  }

  /** The fixture's labels: click, category, rating. */
  static MultiTaskBatch batch() {
    return new MultiTaskBatch(
        input(),
        List.of(labels("click"), labels("category"), labels("rating")),
        new int[] {0, 1, 2, 3});
  }

  private static TaskLabels labels(String task) {
    return new TaskLabels(
        floats(MULTITASK.get("labels").get(task)), floats(MULTITASK.get("label_mask").get(task)));
  }

  /** The fixture's three tasks with its weights, rates and L2. */
  static List<TaskSpec> tasks() {
    LabelRule given = new LabelRule.Given("label");
    return List.of(
        new BinaryTask("click", given, 1, head("click"), Optional.empty(), 1),
        new MulticlassTask(
            "category",
            given,
            0.5,
            head("category"),
            Optional.empty(),
            List.of("a", "b", "c", "d", "e"),
            List.of()),
        new RegressionTask("rating", given, 0.1, head("rating"), Optional.empty()));
  }

  private static HeadSpec head(String task) {
    double rate = MULTITASK.get("adamw").get("learning_rate").get(task).asDouble();
    return HeadSpec.ofUser(0, 0, MULTITASK.get("l2_on_head_weights").asDouble(), Optional.of(rate));
  }

  static EncoderSettings encoderSettings() {
    return new EncoderSettings(
        "tiny-bert", EncoderRecipe.Pooling.MEAN, 1e-3, new EncoderTraining(0, false, 0, 0, false));
  }

  static UpdateRule rule() {
    return new UpdateRule(
        TrainingRecipe.Optimizer.ADAMW,
        1e-3,
        MULTITASK.get("adamw").get("weight_decay").asDouble(),
        0,
        TrainingRecipe.Decay.NONE,
        5);
  }

  static ModelSpec spec() {
    return ModelSpec.builder(CONFIG, encoderSettings(), tasks(), rule(), 7).build();
  }

  /** The fixture's model: its encoder and its heads' weights. */
  static MultiTaskModel model(DataType type) {
    MultiTaskModel model = MultiTaskModel.create(spec(), encoder(), type);
    for (String task : List.of("click", "category", "rating")) {
      Map<String, INDArray> parameters = model.graph().getLayer(task).paramTable();
      parameters.get("W").assign(matrix(MULTITASK.get("heads").get(task + ".W")));
      parameters
          .get("b")
          .assign(Nd4j.createFromArray(doubles(MULTITASK.get("heads").get(task + ".b"))));
    }
    return model;
  }

  static INDArray matrix(JsonNode rows) {
    return Nd4j.createFromArray(doubles(rows)).reshape(rows.size(), rows.get(0).size());
  }

  static double[] doubles(JsonNode node) {
    if (!node.isArray()) {
      return new double[] {node.asDouble()};
    }
    return java.util.stream.StreamSupport.stream(node.spliterator(), false)
        .flatMapToDouble(child -> java.util.Arrays.stream(doubles(child)))
        .toArray();
  }

  static int[] ints(JsonNode node) {
    return java.util.Arrays.stream(doubles(node)).mapToInt(x -> (int) x).toArray();
  }

  static float[] floats(JsonNode node) {
    double[] values = doubles(node);
    float[] floats = new float[values.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }

  private static JsonNode json(String name) {
    try (InputStream in = stream(name)) {
      return new ObjectMapper().readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static InputStream stream(String name) {
    return TinyBert.class.getResourceAsStream("/golden/tiny-bert/" + name);
  }
}
