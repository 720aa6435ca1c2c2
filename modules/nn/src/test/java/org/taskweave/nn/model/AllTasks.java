package org.taskweave.nn.model;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.taskweave.core.batch.MultiTaskBatch;
import org.taskweave.core.batch.SequenceInput;
import org.taskweave.core.batch.TaskLabels;
import org.taskweave.core.batch.TokenChannels;
import org.taskweave.core.encoder.EncoderConfig;
import org.taskweave.core.encoder.PretrainedEncoder;
import org.taskweave.core.recipe.RepresentationRecipe;
import org.taskweave.core.task.BinaryTask;
import org.taskweave.core.task.HeadSpec;
import org.taskweave.core.task.LabelRule;
import org.taskweave.core.task.MulticlassTask;
import org.taskweave.core.task.MultilabelTask;
import org.taskweave.core.task.RegressionTask;
import org.taskweave.core.task.TaskSpec;
import org.taskweave.core.task.TokenTaggingTask;

/** A small model with every kind of task, token channels and user features, and random batches. */
final class AllTasks {

  static final int USER_FEATURES = 3;
  static final TokenChannels CHANNELS =
      new TokenChannels(
          List.of(
              new TokenChannels.Categorical("action", 4),
              new TokenChannels.Categorical("recencyRank", 6)),
          List.of("quantity", "price"));

  private AllTasks() {}

  static List<TaskSpec> tasks() {
    LabelRule given = new LabelRule.Given("label");
    HeadSpec plain = HeadSpec.LINEAR;
    HeadSpec hidden = HeadSpec.ofUser(5, 0, 0, Optional.empty());
    return List.of(
        new BinaryTask("binary", given, 0.7, hidden, Optional.empty(), 2.5),
        new MulticlassTask(
            "multiclass",
            given,
            1.3,
            plain,
            Optional.empty(),
            List.of("a", "b", "c"),
            List.of(1.0, 2.0, 0.5)),
        new MultilabelTask(
            "multilabel",
            given,
            0.9,
            plain,
            Optional.empty(),
            List.of("x", "y", "z"),
            List.of(1.0, 3.0, 0.2)),
        new RegressionTask("regression", given, 0.4, plain, Optional.empty()),
        new TokenTaggingTask(
            "tagging", given, 1.1, plain, Optional.empty(), List.of("O", "B", "I"), List.of()));
  }

  static ModelSpec spec(EncoderSettings encoder, RepresentationRecipe shared) {
    return spec(TinyBert.CONFIG, encoder, shared);
  }

  private static ModelSpec spec(
      EncoderConfig config, EncoderSettings encoder, RepresentationRecipe shared) {
    return ModelSpec.builder(config, encoder, tasks(), TinyBert.rule(), 7)
        .channels(CHANNELS)
        .userFeatures(USER_FEATURES)
        .shared(shared)
        .build();
  }

  /** A model whose token channels are no longer zero, so that their gradients matter. */
  static MultiTaskModel model(EncoderSettings encoder, RepresentationRecipe shared, DataType type) {
    return model(TinyBert.encoder(), encoder, shared, type);
  }

  /** The same with another encoder. */
  static MultiTaskModel model(
      PretrainedEncoder pretrained,
      EncoderSettings encoder,
      RepresentationRecipe shared,
      DataType type) {
    MultiTaskModel model =
        MultiTaskModel.create(spec(pretrained.config(), encoder, shared), pretrained, type);
    model
        .sequenceEncoder()
        .paramTable(false)
        .forEach(
            (name, value) -> {
              if (name.startsWith("channels.")) {
                value.assign(Nd4j.randn(type, value.shape()).muli(0.3));
              }
            });
    for (INDArray table :
        model.sequenceEncoder().paramTable(false).entrySet().stream()
            .filter(e -> e.getKey().startsWith("channels.categorical"))
            .map(java.util.Map.Entry::getValue)
            .toList()) {
      table.getRow(0).assign(0);
    }
    return model;
  }

  static MultiTaskBatch batch(int rows, int length, long seed, boolean masked) {
    Random random = new Random(seed);
    int cells = rows * length;
    int[] ids = new int[cells];
    int[] types = new int[cells];
    float[] mask = new float[cells];
    int[] actions = new int[cells];
    int[] ranks = new int[cells];
    float[] numeric = new float[cells * 2];
    for (int row = 0; row < rows; row++) {
      int real = Math.max(1, length - row % 4);
      for (int t = 0; t < real; t++) {
        int cell = row * length + t;
        ids[cell] = 2 + random.nextInt(62);
        types[cell] = random.nextInt(2);
        mask[cell] = 1;
        actions[cell] = t == 0 ? 0 : 1 + random.nextInt(3);
        ranks[cell] = t == 0 ? 0 : 1 + random.nextInt(5);
        numeric[2 * cell] = (float) random.nextGaussian();
        numeric[2 * cell + 1] = (float) random.nextGaussian();
      }
    }
    float[] user = new float[rows * USER_FEATURES];
    for (int i = 0; i < user.length; i++) {
      user[i] = (float) random.nextGaussian();
    }
    SequenceInput input =
        SequenceInput.builder(rows, length, ids, types, mask)
            .channels(List.of(actions, ranks), numeric)
            .userFeatures(user)
            .build();
    return new MultiTaskBatch(
        input,
        List.of(
            labels(random, rows, 1, 2, masked),
            labels(random, rows, 1, 3, masked),
            labels(random, rows, 3, 2, masked),
            labels(random, rows, 1, 9, masked),
            new TaskLabels(labels(random, cells, 1, 3, false).values(), mask)),
        java.util.stream.IntStream.range(0, rows).toArray());
  }

  private static TaskLabels labels(Random random, int rows, int width, int values, boolean masked) {
    float[] labels = new float[rows * width];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = random.nextInt(values);
    }
    float[] mask = new float[rows];
    for (int i = 0; i < rows; i++) {
      mask[i] = masked && random.nextInt(3) == 0 ? 0 : 1;
    }
    return new TaskLabels(labels, mask);
  }
}
