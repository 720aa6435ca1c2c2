package org.taskweave.benchmarks;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.taskweave.core.batch.MultiTaskBatch;
import org.taskweave.core.batch.SequenceInput;
import org.taskweave.core.batch.TaskLabels;
import org.taskweave.core.encoder.EncoderConfig;
import org.taskweave.core.encoder.PretrainedEncoder;
import org.taskweave.core.encoder.WeightTensor;
import org.taskweave.core.recipe.BalancingRecipe;
import org.taskweave.core.recipe.EncoderRecipe;
import org.taskweave.core.recipe.TrainingRecipe;
import org.taskweave.core.task.BinaryTask;
import org.taskweave.core.task.HeadSpec;
import org.taskweave.core.task.LabelRule;
import org.taskweave.core.task.MulticlassTask;
import org.taskweave.core.task.RegressionTask;
import org.taskweave.core.task.TaskSpec;
import org.taskweave.nn.encoder.EncoderTraining;
import org.taskweave.nn.model.EncoderSettings;
import org.taskweave.nn.model.ModelSpec;
import org.taskweave.nn.model.MultiTaskModel;
import org.taskweave.nn.optimize.UpdateRule;

/**
 * The model that is timed: an encoder of MiniLM-L6's sizes with random weights, everything
 * trainable, and four heads (binary, binary, regression, four classes), as in the PyTorch program.
 */
public final class BenchmarkModel {

  static final EncoderConfig CONFIG =
      EncoderConfig.bert(30522, 384, 6, 12, 1536, 512, 2, 1e-12, "gelu");

  private static final int HIGHEST_ID = 20_000;

  private BenchmarkModel() {}

  /** A fresh model. */
  public static MultiTaskModel create() {
    return create(BalancingRecipe.fixed());
  }

  /** A fresh model for a way of balancing. */
  static MultiTaskModel create(BalancingRecipe balancing) {
    return create(balancing, EncoderRecipe.Pooling.MEAN, 0);
  }

  /**
   * A fresh model that reads its tokens in a way, with frozen layers.
   *
   * @param frozenLayers the embeddings are frozen with them
   */
  static MultiTaskModel create(
      BalancingRecipe balancing, EncoderRecipe.Pooling pooling, int frozenLayers) {
    ModelSpec spec =
        ModelSpec.builder(
                CONFIG,
                new EncoderSettings(
                    "random",
                    pooling,
                    2e-5,
                    new EncoderTraining(0, frozenLayers > 0, frozenLayers, 0, true)),
                tasks(),
                new UpdateRule(
                    TrainingRecipe.Optimizer.ADAMW, 2e-5, 0.01, 0, TrainingRecipe.Decay.NONE, 1),
                0)
            .balancing(balancing)
            .build();
    return MultiTaskModel.create(spec, encoder());
  }

  private static List<TaskSpec> tasks() {
    LabelRule given = new LabelRule.Given("label");
    HeadSpec head = HeadSpec.LINEAR;
    return List.of(
        new BinaryTask("first", given, 1, head, Optional.empty(), 1),
        new BinaryTask("second", given, 1, head, Optional.empty(), 1),
        new RegressionTask("third", given, 1, head, Optional.empty()),
        new MulticlassTask(
            "fourth", given, 1, head, Optional.empty(), List.of("a", "b", "c", "d"), List.of()));
  }

  /** A batch without padding. */
  public static MultiTaskBatch batch(Shape shape, long seed) {
    Random random = new Random(seed);
    int rows = shape.batchSize();
    int cells = rows * shape.length();
    float[] mask = new float[cells];
    Arrays.fill(mask, 1);
    SequenceInput input =
        SequenceInput.builder(
                rows,
                shape.length(),
                random.ints(cells, 1000, HIGHEST_ID).toArray(),
                new int[cells],
                mask)
            .build();
    return new MultiTaskBatch(
        input,
        List.of(
            labels(rows, random, 2),
            labels(rows, random, 2),
            labels(rows, random, 100),
            labels(rows, random, 4)),
        new int[rows]);
  }

  private static TaskLabels labels(int rows, Random random, int values) {
    float[] labels = new float[rows];
    float[] mask = new float[rows];
    for (int i = 0; i < rows; i++) {
      labels[i] = random.nextInt(values);
      mask[i] = 1;
    }
    return new TaskLabels(labels, mask);
  }

  private static PretrainedEncoder encoder() {
    Random random = new Random(0);
    Map<String, WeightTensor> weights = new HashMap<>();
    int hidden = CONFIG.hiddenSize();
    matrix(weights, random, "embeddings.word_embeddings.weight", CONFIG.vocabSize(), hidden);
    matrix(weights, random, "embeddings.position_embeddings.weight", CONFIG.maxPositions(), hidden);
    matrix(
        weights, random, "embeddings.token_type_embeddings.weight", CONFIG.typeVocabSize(), hidden);
    norm(weights, "embeddings.LayerNorm");
    for (int i = 0; i < CONFIG.layers(); i++) {
      String layer = "encoder.layer." + i + ".";
      for (String part : List.of("query", "key", "value")) {
        linear(weights, random, layer + "attention.self." + part, hidden, hidden);
      }
      linear(weights, random, layer + "attention.output.dense", hidden, hidden);
      norm(weights, layer + "attention.output.LayerNorm");
      linear(weights, random, layer + "intermediate.dense", CONFIG.intermediateSize(), hidden);
      linear(weights, random, layer + "output.dense", hidden, CONFIG.intermediateSize());
      norm(weights, layer + "output.LayerNorm");
    }
    return new PretrainedEncoder("random", CONFIG, weights, "{}", "");
  }

  private static void linear(
      Map<String, WeightTensor> weights, Random random, String name, int out, int in) {
    matrix(weights, random, name + ".weight", out, in);
    weights.put(name + ".bias", new WeightTensor(new long[] {out}, new float[out]));
  }

  private static void norm(Map<String, WeightTensor> weights, String name) {
    long[] shape = {CONFIG.hiddenSize()};
    float[] ones = new float[CONFIG.hiddenSize()];
    Arrays.fill(ones, 1);
    weights.put(name + ".weight", new WeightTensor(shape, ones));
    weights.put(name + ".bias", new WeightTensor(shape, new float[CONFIG.hiddenSize()]));
  }

  private static void matrix(
      Map<String, WeightTensor> weights, Random random, String name, int rows, int columns) {
    float[] values = new float[rows * columns];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (0.02 * random.nextGaussian());
    }
    weights.put(name, new WeightTensor(new long[] {rows, columns}, values));
  }
}
