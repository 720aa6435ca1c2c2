package org.taskweave.benchmarks;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.stream.IntStream;
import org.taskweave.core.batch.MultiTaskBatch;
import org.taskweave.core.batch.SequenceInput;
import org.taskweave.core.batch.TaskLabels;
import org.taskweave.core.encoder.PretrainedEncoder;
import org.taskweave.core.encoder.WeightTensor;
import org.taskweave.core.metric.SeenItems;
import org.taskweave.core.recipe.EncoderRecipe;
import org.taskweave.core.recipe.TrainingRecipe;
import org.taskweave.core.task.HeadSpec;
import org.taskweave.core.task.LabelRule;
import org.taskweave.core.task.NextItemTask;
import org.taskweave.core.task.NextItemTask.ItemLoss;
import org.taskweave.nn.encoder.EncoderTraining;
import org.taskweave.nn.model.EncoderSettings;
import org.taskweave.nn.model.ItemModelSpec;
import org.taskweave.nn.model.ItemSettings;
import org.taskweave.nn.model.ModelSpec;
import org.taskweave.nn.model.MultiTaskModel;
import org.taskweave.nn.model.SequenceModelSettings;
import org.taskweave.nn.optimize.UpdateRule;

/**
 * The next-item model that is timed: a hierarchical one with random weights, two causal layers of
 * two heads, all items candidates, texts as wide as MiniLM's.
 */
final class ItemModel {

  private ItemModel() {}

  /**
   * A fresh model.
   *
   * @param items N
   * @param width W
   * @param dropout of the sequence model
   * @param longest events of the longest history
   */
  static MultiTaskModel create(int items, int width, double dropout, int longest, Random random) {
    int textWidth = BenchmarkModel.CONFIG.hiddenSize();
    float[] texts = new float[items * textWidth];
    for (int i = 0; i < texts.length; i++) {
      texts[i] = (float) random.nextGaussian();
    }
    double[] shares = new double[items];
    Arrays.fill(shares, 1.0 / items);
    return MultiTaskModel.create(
        ModelSpec.builder(
                BenchmarkModel.CONFIG,
                new EncoderSettings(
                    "random",
                    EncoderRecipe.Pooling.MEAN,
                    2e-5,
                    new EncoderTraining(0, false, 0, 0, true)),
                List.of(task(items)),
                new UpdateRule(
                    TrainingRecipe.Optimizer.ADAMW, 2e-5, 0.01, 0, TrainingRecipe.Decay.NONE, 1),
                0)
            .items(
                ItemModelSpec.builder(
                        ItemSettings.ofWidth(width),
                        new WeightTensor(new long[] {items, textWidth}, texts))
                    .sequenceModel(SequenceModelSettings.causal(2, 2, dropout, longest))
                    .shares(Map.of("next", shares))
                    .build())
            .build(),
        new PretrainedEncoder("none", BenchmarkModel.CONFIG, Map.of(), "{}", ""));
  }

  private static NextItemTask task(int items) {
    return new NextItemTask(
        "next",
        new LabelRule.NextItem(Optional.empty(), OptionalDouble.of(Double.POSITIVE_INFINITY)),
        1,
        HeadSpec.LINEAR,
        IntStream.range(0, items).mapToObj(i -> String.format("%08d", i)).toList(),
        ItemLoss.FULL_SOFTMAX,
        1,
        1,
        0,
        SeenItems.KEEP);
  }

  /**
   * A batch of histories whose lengths go evenly from half of the longest to the longest; no item
   * comes twice, each event has the one after it as its label.
   */
  static MultiTaskBatch batch(Shape shape, int items, Random random) {
    int cells = shape.batchSize() * shape.length();
    int[] ids = new int[cells];
    float[] mask = new float[cells];
    int[] rows = new int[cells];
    float[] labels = new float[cells];
    int count = 0;
    for (int b = 0; b < shape.batchSize(); b++) {
      int length = length(shape, b);
      int[] history = random.ints(0, items).distinct().limit(length + 1).toArray();
      for (int t = 0; t < length; t++) {
        int cell = b * shape.length() + t;
        ids[cell] = history[t];
        mask[cell] = 1;
        rows[count] = cell;
        labels[count++] = history[t + 1];
      }
    }
    float[] known = new float[count];
    Arrays.fill(known, 1);
    return new MultiTaskBatch(
        SequenceInput.builder(shape.batchSize(), shape.length(), ids, new int[cells], mask)
            .labelRows(Arrays.copyOf(rows, count))
            .build(),
        List.of(new TaskLabels(Arrays.copyOf(labels, count), known)),
        new int[count]);
  }

  private static int length(Shape shape, int row) {
    int shortest = shape.length() / 2;
    return shape.batchSize() == 1
        ? shape.length()
        : shortest + row * (shape.length() - shortest) / (shape.batchSize() - 1);
  }
}
