package org.taskweave.training.run;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.taskweave.core.batch.MultiTaskBatch;
import org.taskweave.core.encoder.EncoderConfig;
import org.taskweave.core.metric.Bootstrap;
import org.taskweave.core.metric.Evaluator;
import org.taskweave.core.recipe.Recipe;
import org.taskweave.data.batch.EncodedExample;
import org.taskweave.data.batch.ExampleEncoder;
import org.taskweave.data.example.Split;
import org.taskweave.data.feature.Preprocessing;
import org.taskweave.nn.model.ModelSpec;
import org.taskweave.training.evaluate.Floors;
import org.taskweave.training.evaluate.LabelledSplit;
import org.taskweave.training.evaluate.ModelInputs;
import org.taskweave.training.evaluate.SplitEvaluator;

/** Examples of all splits as model inputs; everything learned comes from the training split. */
final class PreparedExamples implements AutoCloseable {

  private final Recipe recipe;
  private final Preprocessing preprocessing;
  private final ModelInputs inputs;
  private final Map<Split, LabelledSplit> splits;
  private final Map<String, Integer> unknownClasses;
  private final List<String> trainingItems;
  private final List<EncodedExample> training;

  private PreparedExamples(
      Recipe recipe,
      Preprocessing preprocessing,
      ModelInputs inputs,
      Map<Split, LabelledSplit> splits,
      Map<String, Integer> unknownClasses,
      List<String> trainingItems) {
    this.recipe = recipe;
    this.preprocessing = preprocessing;
    this.inputs = inputs;
    this.splits = splits;
    this.unknownClasses = unknownClasses;
    this.trainingItems = trainingItems;
    double exponent = recipe.training().itemWeighting().exponent();
    List<EncodedExample> encoded = splits.get(Split.TRAIN).encoded();
    this.training =
        exponent == 0
            ? encoded
            : ItemWeights.weigh(encoded, ItemWeights.of(trainingItems, exponent));
  }

  static PreparedExamples of(Recipe recipe, TrainingData data, String tokenizerJson) {
    Preprocessing preprocessing =
        Preprocessing.fit(data.of(Split.TRAIN), recipe.tasks(), recipe.features());
    ModelInputs inputs = new ModelInputs(recipe, preprocessing, tokenizerJson);
    ExampleEncoder encoder = inputs.encoder();
    Map<Split, LabelledSplit> splits = new EnumMap<>(Split.class);
    for (Split split : Split.values()) {
      List<EncodedExample> encoded = data.of(split).stream().map(encoder::encode).toList();
      splits.put(
          split, new LabelledSplit(encoded, Floors.of(preprocessing.tasks(), data.of(split))));
    }
    return new PreparedExamples(
        recipe,
        preprocessing,
        inputs,
        splits,
        encoder.unknownClasses(),
        ItemWeights.newestItems(data.of(Split.TRAIN)));
  }

  /**
   * The same examples for another recipe, which may differ in what no example depends on: weights,
   * heads, encoder, training. The inputs are shared: close only the first.
   */
  PreparedExamples with(Recipe other) {
    return new PreparedExamples(
        other, preprocessing.with(other.tasks()), inputs, splits, unknownClasses, trainingItems);
  }

  Preprocessing preprocessing() {
    return preprocessing;
  }

  /** Labels of all splits that were left out, by "task: class". */
  Map<String, Integer> unknownClasses() {
    return unknownClasses;
  }

  LabelledSplit split(Split split) {
    return splits.get(split);
  }

  /** The training batches of an epoch (1-based), the same on every call. */
  List<MultiTaskBatch> trainingBatches(int epoch) {
    return inputs
        .batcher(recipe.training().batchSize())
        .training(training, recipe.trainingSeed(), epoch);
  }

  /** The training and dev examples in batches for scoring, always the same. */
  List<MultiTaskBatch> scoringBatches() {
    List<EncodedExample> both = new ArrayList<>(splits.get(Split.TRAIN).encoded());
    both.addAll(splits.get(Split.DEV).encoded());
    return inputs.batcher(recipe.evaluation().batchSize()).evaluation(both);
  }

  ModelSpec modelSpec(EncoderConfig config) {
    return new ModelSpec(
        config,
        preprocessing.channels(),
        preprocessing.userFeatureCount(),
        recipe.encoder(),
        recipe.shared(),
        preprocessing.tasks(),
        recipe.training(),
        (long) trainingBatches(1).size() * recipe.training().epochs(),
        recipe.trainingSeed(),
        recipe.balancing());
  }

  /**
   * An evaluator.
   *
   * @param bootstrapSamples 0 for no intervals
   */
  SplitEvaluator evaluator(int bootstrapSamples) {
    return new SplitEvaluator(
        preprocessing,
        inputs.scorer(recipe.evaluation().batchSize()),
        new Evaluator(new Bootstrap(bootstrapSamples, recipe.seed())));
  }

  @Override
  public void close() {
    inputs.close();
  }
}
