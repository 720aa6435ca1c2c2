package org.taskweave.nn.model;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.taskweave.core.batch.MultiTaskBatch;
import org.taskweave.core.batch.SequenceInput;
import org.taskweave.core.batch.TaskLabels;
import org.taskweave.core.batch.TokenChannels;
import org.taskweave.core.encoder.WeightTensor;
import org.taskweave.core.metric.SeenItems;
import org.taskweave.core.recipe.EncoderRecipe;
import org.taskweave.core.recipe.RepresentationRecipe;
import org.taskweave.core.task.BinaryTask;
import org.taskweave.core.task.HeadSpec;
import org.taskweave.core.task.LabelRule;
import org.taskweave.core.task.NextItemTask;
import org.taskweave.core.task.NextItemTask.ItemLoss;
import org.taskweave.core.task.RegressionTask;
import org.taskweave.core.task.TaskSpec;
import org.taskweave.nn.encoder.EncoderTraining;

/** Small models with items' vectors: six items, of which the last is no label in training. */
final class ItemModels {

  static final int ITEMS = 6;
  static final int UNKNOWN = ITEMS;
  static final int USER_FEATURES = 2;
  static final TokenChannels CHANNELS =
      new TokenChannels(List.of(new TokenChannels.Categorical("action", 4)), List.of("price"));
  static final EncoderSettings ENCODER =
      new EncoderSettings(
          "tiny", EncoderRecipe.Pooling.MEAN, 1e-3, new EncoderTraining(0, false, 0, 0, false));

  private static final double[] SHARES = {.1, .3, .2, .25, .15, 0};
  private static final LabelRule NEXT =
      new LabelRule.NextItem(Optional.empty(), OptionalDouble.of(Double.POSITIVE_INFINITY));

  private ItemModels() {}

  static NextItemTask next(String name, ItemLoss loss, HeadSpec head) {
    return new NextItemTask(
        name,
        NEXT,
        .8,
        head,
        List.of("a", "b", "c", "d", "e", "f"),
        loss,
        2,
        .7,
        .5,
        SeenItems.KEEP);
  }

  static HeadSpec head(int hidden, double l2) {
    return HeadSpec.ofUser(hidden, 0, l2, Optional.empty());
  }

  /** A binary task, one of ranks and a regression. */
  static List<TaskSpec> tasks(ItemLoss loss) {
    LabelRule given = new LabelRule.Given("label");
    return List.of(
        new BinaryTask("click", given, .6, head(0, 0), Optional.empty(), 2),
        next("next", loss, head(3, 0)),
        new RegressionTask("spend", given, .4, head(0, 0), Optional.empty()));
  }

  static ModelSpec hierarchical(List<TaskSpec> tasks, double idDropout, int sharedHidden) {
    return ModelSpec.builder(TinyBert.CONFIG, ENCODER, tasks, TinyBert.rule(), 7)
        .channels(CHANNELS)
        .userFeatures(USER_FEATURES)
        .shared(new RepresentationRecipe(sharedHidden, 0, 0))
        .items(items(true, idDropout, tasks))
        .build();
  }

  /** Two layers of recurrent units read the history. */
  static ModelSpec recurrent(List<TaskSpec> tasks) {
    ItemModelSpec causal = items(true, 0, tasks);
    return ModelSpec.builder(TinyBert.CONFIG, ENCODER, tasks, TinyBert.rule(), 7)
        .channels(CHANNELS)
        .userFeatures(USER_FEATURES)
        .items(
            ItemModelSpec.builder(causal.settings(), texts())
                .sequenceModel(SequenceModelSettings.recurrent(2, 0, 8))
                .shares(causal.shares())
                .build())
        .build();
  }

  /**
   * The golden encoder reads the items' texts, once or in every step.
   *
   * @param texts [N,16] what it makes of them at first
   * @param learned the texts' tokens, where it learns
   */
  static ModelSpec hierarchical(
      List<TaskSpec> tasks,
      EncoderSettings encoder,
      WeightTensor texts,
      Optional<List<int[]>> learned) {
    ItemModelSpec fixed = items(true, 0, tasks);
    return ModelSpec.builder(TinyBert.CONFIG, encoder, tasks, TinyBert.rule(), 7)
        .channels(CHANNELS)
        .userFeatures(USER_FEATURES)
        .items(
            ItemModelSpec.builder(fixed.settings(), texts)
                .sequenceModel(fixed.sequenceModel().get())
                .shares(fixed.shares())
                .learnedTexts(learned)
                .build())
        .build();
  }

  /** The golden encoder reads texts; only the head knows items. */
  static ModelSpec flat(List<TaskSpec> tasks, EncoderSettings encoder) {
    return ModelSpec.builder(TinyBert.CONFIG, encoder, tasks, TinyBert.rule(), 7)
        .items(items(false, 0, tasks))
        .build();
  }

  private static ItemModelSpec items(boolean hierarchical, double idDropout, List<TaskSpec> tasks) {
    Map<String, double[]> shares = new java.util.HashMap<>();
    for (TaskSpec task : tasks) {
      if (task instanceof NextItemTask) {
        shares.put(task.name(), SHARES);
      }
    }
    ItemModelSpec.Builder spec =
        ItemModelSpec.builder(new ItemSettings(8, true, idDropout, true, Optional.empty()), texts())
            .shares(shares);
    if (hierarchical) {
      spec.sequenceModel(SequenceModelSettings.causal(2, 2, 0, 8));
    }
    return spec.build();
  }

  static WeightTensor texts() {
    Random random = new Random(3);
    float[] values = new float[ITEMS * 5];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return new WeightTensor(new long[] {ITEMS, 5}, values);
  }

  /** A model whose every trainable parameter that begins at zero has moved from there. */
  static MultiTaskModel model(ModelSpec spec, DataType type) {
    MultiTaskModel model = MultiTaskModel.create(spec, TinyBert.encoder(), type);
    Random random = new Random(11);
    model
        .graph()
        .paramTable()
        .forEach(
            (name, value) -> {
              boolean fixed =
                  name.contains("texts")
                      || name.contains("shares")
                      || name.equals("items_features");
              boolean pretrained =
                  name.startsWith("itemTexts")
                      || (!spec.hierarchical() && name.startsWith("encoder"));
              if (!fixed && !pretrained && !name.contains("norm.weight")) {
                for (long i = 0; i < value.length(); i++) {
                  value.putScalar(i, .3 * random.nextGaussian());
                }
              }
              if (name.contains("channels.categorical")) {
                value.getRow(0).assign(0);
              }
            });
    model.items().orElseThrow().parametersChanged();
    return model;
  }

  /**
   * A sequence of five events, one of three, and a row that fills up. Items repeat, one event's is
   * unknown, two labels belong to one event, one is missing.
   */
  static MultiTaskBatch batch() {
    return batch(0);
  }

  /**
   * As above.
   *
   * @param first mask of the first token of the row that fills up: SameDiff's softmax, which double
   *     precision uses, is NaN where all of a row is masked
   */
  static MultiTaskBatch batch(float first) {
    int[] ids = {1, 4, 1, UNKNOWN, 2, /**/ 3, 3, 0, 0, 0, /**/ 0, 0, 0, 0, 0};
    float[] mask = {1, 1, 1, 1, 1, /**/ 1, 1, 1, 0, 0, /**/ first, 0, 0, 0, 0};
    int[] rows = {1, 3, 4, 6, 7, 7};
    return new MultiTaskBatch(
        SequenceInput.builder(3, 5, ids, new int[15], mask)
            .channels(
                List.of(new int[] {1, 2, 3, 1, 2, 3, 3, 1, 0, 0, 0, 0, 0, 0, 0}),
                new float[] {.5f, -1, 2, .1f, 0, 1, -2, .3f, 0, 0, 0, 0, 0, 0, 0})
            .labelRows(rows)
            .userFeatures(new float[] {1, 0, -1, .5f, .2f, .3f, 2, -2, 0, 1, .7f, -.4f})
            .build(),
        List.of(
            new TaskLabels(new float[] {1, 0, 0, 1, Float.NaN, 1}, new float[] {1, 1, 1, 1, 0, 1}),
            new TaskLabels(new float[] {1, 2, 4, 0, 3, Float.NaN}, new float[] {1, 1, 1, 1, 1, 0}),
            new TaskLabels(new float[] {2, 0, 0, -1, 0, 1}, new float[] {1, 0, 0, 1, 0, 1})),
        new int[] {0, 0, 0, 1, 1, 1});
  }

  /** A history alone, read at its last event. */
  static SequenceInput alone(SequenceInput all, int row, int events, int label) {
    int from = row * all.length();
    int to = from + events;
    int features = all.userFeatures().length / all.rows();
    return SequenceInput.builder(
            1,
            events,
            Arrays.copyOfRange(all.tokenIds(), from, to),
            new int[events],
            Arrays.copyOfRange(all.mask(), from, to))
        .channels(
            all.categoricalChannels().stream().map(c -> Arrays.copyOfRange(c, from, to)).toList(),
            Arrays.copyOfRange(all.numericChannels(), from, to))
        .labelRows(new int[] {events - 1})
        .userFeatures(
            Arrays.copyOfRange(all.userFeatures(), label * features, (label + 1) * features))
        .build();
  }

  /** The golden encoder's four sequences with a label each. */
  static MultiTaskBatch flatBatch() {
    return new MultiTaskBatch(
        TinyBert.input(),
        List.of(
            new TaskLabels(new float[] {1, 0, 1, 0}, new float[] {1, 1, 0, 1}),
            new TaskLabels(new float[] {0, 3, 1, 4}, new float[] {1, 1, 1, 0}),
            new TaskLabels(new float[] {1, -1, 0, .5f}, new float[] {1, 1, 1, 1})),
        IntStream.range(0, 4).toArray());
  }

  static INDArray row(double... values) {
    return Nd4j.createFromArray(values).reshape(1, values.length);
  }
}
