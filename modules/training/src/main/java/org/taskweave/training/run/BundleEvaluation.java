package org.taskweave.training.run;

import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.taskweave.core.InvalidInputException;
import org.taskweave.core.batch.BatchScorer;
import org.taskweave.core.metric.Bootstrap;
import org.taskweave.core.metric.CatalogRanking;
import org.taskweave.core.metric.Evaluator;
import org.taskweave.core.metric.SeenItems;
import org.taskweave.core.metric.TaskEvaluation;
import org.taskweave.core.recipe.Recipe;
import org.taskweave.core.task.TaskSpec;
import org.taskweave.data.batch.HistoryEncoder;
import org.taskweave.data.event.BehaviorEvent;
import org.taskweave.data.event.BehaviorSequences;
import org.taskweave.data.example.Example;
import org.taskweave.data.example.ExampleBuilder;
import org.taskweave.data.example.ExampleSummary;
import org.taskweave.data.example.Split;
import org.taskweave.data.feature.Preprocessing;
import org.taskweave.data.log.ReadLog;
import org.taskweave.data.side.SideTable;
import org.taskweave.training.bundle.ModelBundle;
import org.taskweave.training.evaluate.GateSummary;
import org.taskweave.training.evaluate.LabelledSplit;
import org.taskweave.training.evaluate.Regions;
import org.taskweave.training.evaluate.SplitEvaluator;
import org.taskweave.training.evaluate.TunedRules;

/** Measures a bundle on a log, beside the baselines of the data it was trained on. */
public final class BundleEvaluation {

  private final ModelBundle bundle;
  private final Preprocessing preprocessing;
  private final Optional<Regions> regions;

  /** An evaluation of a bundle. */
  public BundleEvaluation(ModelBundle bundle) {
    this(bundle, bundle.preprocessing(), Optional.empty());
  }

  private BundleEvaluation(
      ModelBundle bundle, Preprocessing preprocessing, Optional<Regions> regions) {
    this.bundle = bundle;
    this.preprocessing = preprocessing;
    this.regions = regions;
  }

  /**
   * The same with items of histories ranked or not, whatever the next-item tasks say themselves;
   * rules, too.
   *
   * @throws InvalidInputException the bundle has no next-item task
   */
  public BundleEvaluation ranking(SeenItems seen) {
    List<TaskSpec> tasks = preprocessing.tasks();
    if (tasks.stream()
        .flatMap(task -> task.ranking().stream())
        .allMatch(CatalogRanking::ofBaskets)) {
      throw new InvalidInputException(
          "whether seen items are ranked is for next-item tasks, and the bundle has only "
              + tasks.stream().map(TaskSpec::name).toList()
              + ": remove --seen");
    }
    return new BundleEvaluation(
        bundle,
        preprocessing.with(tasks.stream().map(task -> task.withSeen(seen)).toList()),
        regions);
  }

  /** The same with the regions of predictions measured, too. */
  public BundleEvaluation covering(Regions measured) {
    return new BundleEvaluation(bundle, preprocessing, Optional.of(measured));
  }

  /**
   * One evaluation per task, on the recipe's log.
   *
   * @param recipe the bundle's, maybe with other files, cuts or evaluation settings; only the cuts
   *     of the split need to lie in the log
   * @param engine runs the model
   * @param quarantineFolder bad rows are written there
   * @throws org.taskweave.core.InvalidInputException when the split has no example
   */
  public List<TaskEvaluation> evaluate(
      Recipe recipe, BatchScorer engine, Split split, Path quarantineFolder, RunListener listener) {
    ReadLog log = TrainingData.log(recipe, quarantineFolder, listener);
    return evaluate(recipe, engine, split, log.events(), log.tables().ofUsers(), listener);
  }

  /** Mean and spread of the gates of the bundle's architecture on the recipe's log. */
  public List<GateSummary> gates(
      Recipe recipe, Split split, Path quarantineFolder, RunListener listener) {
    HistoryEncoder encoder = bundle.inputs().encoder();
    ReadLog log = TrainingData.log(recipe, quarantineFolder, listener);
    return GateSummary.of(
        bundle.model(),
        bundle.inputs().batcher(recipe.evaluation().batchSize()),
        examples(recipe, split, sequences(recipe, log.events()), log.tables().ofUsers(), listener)
            .stream()
            .map(encoder::encode)
            .toList());
  }

  private static BehaviorSequences sequences(Recipe recipe, Iterable<BehaviorEvent> events) {
    return BehaviorSequences.of(events, recipe.seed(), recipe.data().columns().order());
  }

  private static List<Example> examples(
      Recipe recipe,
      Split split,
      BehaviorSequences sequences,
      SideTable users,
      RunListener listener) {
    List<Example> examples =
        ExampleBuilder.of(recipe).joining(users).build(sequences, EnumSet.of(split));
    listener.examplesCut(ExampleSummary.of(examples, recipe.tasks()));
    return examples;
  }

  /**
   * Rules counted on the log's own training split. A log that has none, or no dev split to choose
   * settings on, leaves the model beside what its preprocessing knows.
   */
  private List<Optional<TunedRules>> rules(Recipe recipe, BehaviorSequences sequences) {
    List<TaskSpec> tasks = preprocessing.tasks();
    Map<Split, List<Example>> examples =
        tasks.stream().anyMatch(task -> task.ranking().isPresent())
            ? trainingAndDev(recipe, sequences)
            : Map.of();
    return examples.size() == 2
        ? TunedRules.of(
            tasks, examples.get(Split.TRAIN), examples.get(Split.DEV), recipe.evaluation().floors())
        : tasks.stream().map(task -> Optional.<TunedRules>empty()).toList();
  }

  private static Map<Split, List<Example>> trainingAndDev(
      Recipe recipe, BehaviorSequences sequences) {
    try {
      return ExampleBuilder.of(recipe).build(sequences, EnumSet.of(Split.TRAIN, Split.DEV)).stream()
          .collect(Collectors.groupingBy(Example::split));
    } catch (InvalidInputException cutsOutsideTheLog) {
      return Map.of();
    }
  }

  /** As above, on events from any source. */
  public List<TaskEvaluation> evaluate(
      Recipe recipe,
      BatchScorer engine,
      Split split,
      Iterable<BehaviorEvent> events,
      RunListener listener) {
    return evaluate(recipe, engine, split, events, SideTable.EMPTY, listener);
  }

  /**
   * As above.
   *
   * @param users what a table says of users; what one says of items is in the bundle's catalog
   */
  public List<TaskEvaluation> evaluate(
      Recipe recipe,
      BatchScorer engine,
      Split split,
      Iterable<BehaviorEvent> events,
      SideTable users,
      RunListener listener) {
    BehaviorSequences sequences = sequences(recipe, events);
    List<Example> examples = examples(recipe, split, sequences, users, listener);
    HistoryEncoder encoder = bundle.inputs().encoder();
    LabelledSplit labelled =
        LabelledSplit.of(
            preprocessing, examples, encoder.encodeAll(examples), rules(recipe, sequences));
    listener.unknownClasses(encoder.unknownClasses());
    return new SplitEvaluator(
            preprocessing,
            bundle.inputs().scorer(recipe.evaluation().batchSize()),
            new Evaluator(new Bootstrap(recipe.evaluation().bootstrapSamples(), recipe.seed())))
        .evaluate(engine, labelled, regions);
  }
}
