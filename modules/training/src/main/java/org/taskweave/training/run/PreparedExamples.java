package org.taskweave.training.run;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.taskweave.core.batch.MultiTaskBatch;
import org.taskweave.core.batch.TaskLabels;
import org.taskweave.core.encoder.EncoderConfig;
import org.taskweave.core.metric.Bootstrap;
import org.taskweave.core.metric.Evaluator;
import org.taskweave.core.recipe.Recipe;
import org.taskweave.core.recipe.SequenceRecipe;
import org.taskweave.core.task.TaskSpec;
import org.taskweave.data.batch.Batches;
import org.taskweave.data.batch.EncodedExample;
import org.taskweave.data.batch.EncodedList;
import org.taskweave.data.batch.ExampleKeeper;
import org.taskweave.data.batch.HistoryEncoder;
import org.taskweave.data.example.Example;
import org.taskweave.data.example.Split;
import org.taskweave.data.feature.Preprocessing;
import org.taskweave.nn.item.ItemMemoryTables;
import org.taskweave.nn.model.EncoderSettings;
import org.taskweave.nn.model.ItemModelSpec;
import org.taskweave.nn.model.ItemSettings;
import org.taskweave.nn.model.ModelSpec;
import org.taskweave.nn.model.MultiTaskModel;
import org.taskweave.nn.model.SequenceModelSettings;
import org.taskweave.nn.optimize.UpdateRule;
import org.taskweave.nn.share.DomainColumns;
import org.taskweave.nn.share.Sharing;
import org.taskweave.training.evaluate.LabelledSplit;
import org.taskweave.training.evaluate.ModelInputs;
import org.taskweave.training.evaluate.SplitEvaluator;
import org.taskweave.training.evaluate.TunedRules;

/** Examples of all splits as model inputs; everything learned comes from the training split. */
final class PreparedExamples implements AutoCloseable {

  private static final int TIMED_BATCHES = 8;
  private static final int TIMED_PASSES = 3;

  private final Recipe recipe;
  private final Preprocessing preprocessing;
  private final ModelInputs inputs;
  private final Map<Split, LabelledSplit> splits;
  private final Map<String, Integer> unknownClasses;
  private final List<String> trainingItems;
  private final List<EncodedExample> sequences;
  private final List<EncodedExample> training;
  private final CountedMemory memory;

  private PreparedExamples(
      Recipe recipe,
      Preprocessing preprocessing,
      ModelInputs inputs,
      List<EncodedExample> sequences,
      Map<Split, LabelledSplit> splits,
      Map<String, Integer> unknownClasses,
      List<String> trainingItems,
      CountedMemory memory) {
    this.recipe = recipe;
    this.preprocessing = preprocessing;
    this.inputs = inputs;
    this.sequences = sequences;
    this.splits = splits;
    this.unknownClasses = unknownClasses;
    this.trainingItems = trainingItems;
    this.memory = memory;
    double exponent = recipe.training().popularityDiscount();
    this.training =
        exponent == 0
            ? sequences
            : EncodedList.weighed(sequences, PopularityDiscount.of(trainingItems, exponent));
  }

  /**
   * Encodes a log's examples.
   *
   * @param keeper of the encoded examples, open as long as they are used
   */
  static PreparedExamples of(
      Recipe recipe, TrainingData data, String tokenizerJson, ExampleKeeper keeper) {
    return of(
        recipe,
        data,
        tokenizerJson,
        Preprocessing.fit(data.of(Split.TRAIN), recipe, data.catalog()),
        data.of(Split.TRAIN),
        keeper);
  }

  /**
   * As above, for a model that was trained before.
   *
   * @param preprocessing what was learned then, for the catalog of the data
   * @param learned those of the training examples that the model goes on with; what is counted
   *     (rules, memory) is of all of them
   */
  static PreparedExamples of(
      Recipe recipe,
      TrainingData data,
      String tokenizerJson,
      Preprocessing preprocessing,
      List<Example> learned,
      ExampleKeeper keeper) {
    ModelInputs inputs = new ModelInputs(recipe, preprocessing, tokenizerJson, data.catalog());
    HistoryEncoder encoder = inputs.encoder();
    List<EncodedExample> training = keeper.keep(sink -> encoder.encodeTraining(learned, sink));
    List<Optional<TunedRules>> rules =
        TunedRules.of(
            preprocessing.tasks(),
            data.of(Split.TRAIN),
            data.of(Split.DEV),
            recipe.evaluation().floors());
    Map<Split, LabelledSplit> splits = new EnumMap<>(Split.class);
    for (Split split : List.of(Split.DEV, Split.TEST)) {
      List<EncodedExample> encoded = keeper.keep(sink -> encoder.encodeAll(data.of(split), sink));
      splits.put(split, LabelledSplit.of(preprocessing, data.of(split), encoded, rules));
    }
    return new PreparedExamples(
        recipe,
        preprocessing,
        inputs,
        training,
        splits,
        encoder.unknownClasses(),
        PopularityDiscount.newestItems(data.of(Split.TRAIN)),
        new CountedMemory(preprocessing.tasks(), data.of(Split.TRAIN)));
  }

  /**
   * The same examples for another recipe, which may differ in what no example depends on: weights,
   * heads, encoder, training. The inputs are shared: close only the first.
   */
  PreparedExamples with(Recipe other) {
    return new PreparedExamples(
        other,
        preprocessing.with(other.tasks()),
        inputs,
        sequences,
        splits,
        unknownClasses,
        trainingItems,
        memory);
  }

  Recipe recipe() {
    return recipe;
  }

  /** What counting knows of the items, by task; nothing for a recipe without memory. */
  Map<String, ItemMemoryTables> memory() {
    return CountedMemory.isOf(recipe) ? memory.tables() : Map.of();
  }

  Preprocessing preprocessing() {
    return preprocessing;
  }

  /** Labels of all splits that were left out, by "task: class". */
  Map<String, Integer> unknownClasses() {
    return unknownClasses;
  }

  /** The dev or the test split. */
  LabelledSplit split(Split split) {
    return splits.get(split);
  }

  /** The training batches of an epoch (1-based), the same on every call. */
  Batches trainingBatches(int epoch) {
    return inputs
        .batcher(recipe.training().batchSize())
        .training(training, recipe.trainingSeed(), epoch);
  }

  /** The training and dev examples in batches for scoring, always the same. */
  Batches scoringBatches() {
    return inputs
        .batcher(recipe.evaluation().batchSize())
        .evaluation(EncodedList.joined(training, splits.get(Split.DEV).encoded()));
  }

  /** The least time of three passes over a split's first batches, divided by their rows. */
  double millisecondsPerRow(MultiTaskModel model, Split split) {
    Batches all =
        inputs.batcher(recipe.evaluation().batchSize()).evaluation(splits.get(split).encoded());
    List<MultiTaskBatch> batches = List.copyOf(all.subList(0, Math.min(TIMED_BATCHES, all.size())));
    int rows = batches.stream().mapToInt(batch -> batch.input().rows()).sum();
    long least = Long.MAX_VALUE;
    for (int pass = 0; pass <= TIMED_PASSES; pass++) {
      long start = System.nanoTime();
      batches.forEach(batch -> model.score(batch.input()));
      // The first one builds plans.
      least = pass == 0 ? least : Math.min(least, System.nanoTime() - start);
    }
    return least / 1e6 / rows;
  }

  /**
   * What the model is built from.
   *
   * @param texts of the catalog's items, if the recipe needs them
   */
  ModelSpec modelSpec(EncoderConfig config, Optional<ItemVectors> texts) {
    long steps = (long) trainingBatches(1).size() * recipe.training().epochs();
    ModelSpec.Builder spec =
        ModelSpec.builder(
                config,
                EncoderSettings.of(recipe.encoder()),
                preprocessing.tasks(),
                UpdateRule.of(recipe.training(), steps),
                recipe.trainingSeed())
            .channels(preprocessing.channels())
            .userFeatures(preprocessing.userFeatureCount())
            .shared(recipe.representation())
            .sharing(sharing())
            .balancing(recipe.balancing());
    texts.map(this::items).ifPresent(spec::items);
    return spec.build();
  }

  private ItemModelSpec items(ItemVectors texts) {
    Map<String, double[]> shares = new HashMap<>();
    for (int k = 0; k < preprocessing.tasks().size(); k++) {
      TaskSpec task = preprocessing.tasks().get(k);
      if (task.ranking().isPresent()) {
        shares.put(task.name(), shares(k, task.outputWidth()));
      }
    }
    ItemModelSpec.Builder spec =
        ItemModelSpec.builder(
                ItemSettings.of(recipe.items(), recipe.sequenceModel().learningRate()),
                texts.vectors())
            .shares(shares)
            .targetColumns(preprocessing.targetColumns())
            .learnedTexts(
                recipe.items().frozenEncoder() ? Optional.empty() : Optional.of(texts.tokens()))
            .memory(memory())
            .features(preprocessing.itemFeatures(inputs.catalog()));
    if (recipe.sequence().kind() == SequenceRecipe.Kind.HIERARCHICAL) {
      spec.sequenceModel(
          SequenceModelSettings.of(recipe.sequenceModel(), recipe.sequence().longest()));
    }
    return spec.build();
  }

  /** The share of a next-item task's training labels that each item is [N]. */
  private double[] shares(int task, int items) {
    double[] shares = new double[items];
    double known = 0;
    for (EncodedExample sequence : training) {
      TaskLabels labels = sequence.labels().get(task);
      for (int r = 0; r < labels.mask().length; r++) {
        if (labels.mask()[r] != 0) {
          shares[(int) labels.values()[r]]++;
          known++;
        }
      }
    }
    for (int item = 0; item < items; item++) {
      shares[item] /= known;
    }
    return shares;
  }

  private Sharing sharing() {
    return new Sharing(
        recipe.sharing(),
        recipe
            .sharing()
            .domainFeature()
            .map(
                feature ->
                    new DomainColumns(
                        preprocessing.firstColumn(feature), preprocessing.columnCount(feature))));
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
