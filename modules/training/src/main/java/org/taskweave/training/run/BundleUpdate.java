package org.taskweave.training.run;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.taskweave.core.InvalidInputException;
import org.taskweave.core.metric.Bootstrap;
import org.taskweave.core.metric.Evaluator;
import org.taskweave.core.metric.Metric;
import org.taskweave.core.metric.PairedDifference;
import org.taskweave.core.metric.TaskEvaluation;
import org.taskweave.core.recipe.Recipe;
import org.taskweave.core.recipe.RecipeTree;
import org.taskweave.core.recipe.TableRecipe;
import org.taskweave.core.task.TaskSpec;
import org.taskweave.data.batch.EncodedStore;
import org.taskweave.data.event.BehaviorEvent;
import org.taskweave.data.event.ItemCatalog;
import org.taskweave.data.example.Example;
import org.taskweave.data.example.Split;
import org.taskweave.data.log.ReadLog;
import org.taskweave.nn.model.MultiTaskModel;
import org.taskweave.training.bundle.ModelBundle;
import org.taskweave.training.evaluate.LabelledSplit;
import org.taskweave.training.evaluate.SplitEvaluator;
import org.taskweave.training.fit.Trainer;
import org.taskweave.training.fit.TrainingResult;

/**
 * Goes on training a bundle on a log that has grown. The weights are where they were; the optimizer
 * begins anew, since a bundle keeps none of its state. What was learned of the inputs
 * (vocabularies, scales, classes) stays, or the weights would no longer mean the same; new items
 * join by their texts. The recipe's cuts move on by the days that were added: the newest time is a
 * test, of the old model as of the new one, before a later update learns from it.
 */
public final class BundleUpdate {

  private final ModelBundle old;
  private final Recipe settings;
  private final double replayShare;
  private final RunListener listener;
  private final List<String> commandLine;

  /**
   * An update.
   *
   * @param old stays open and as it is
   * @param settings the bundle's recipe, maybe with other training and evaluation settings
   * @param replayShare of the training examples from before that are learned from again, 0 to 1
   * @throws InvalidInputException if the share is none, or no interval would be measured
   */
  public BundleUpdate(
      ModelBundle old,
      Recipe settings,
      double replayShare,
      RunListener listener,
      List<String> commandLine) {
    if (!(replayShare >= 0 && replayShare <= 1)) {
      throw new InvalidInputException(
          "--replay " + replayShare + ": must be a share from 0 to 1 (0.3 is the default)");
    }
    if (settings.evaluation().bootstrapSamples() == 0) {
      throw new InvalidInputException(
          "evaluation.bootstrapSamples: 0 gives no interval, by which an update is judged: set 1000");
    }
    this.old = old;
    this.settings = settings;
    this.replayShare = replayShare;
    this.listener = listener;
    this.commandLine = List.copyOf(commandLine);
  }

  /**
   * Trains and measures; nothing is written but bad rows.
   *
   * @param files of the new events, with the columns of the old ones
   * @throws InvalidInputException if less than a day is new in them, or the recipe has no moving
   *     cuts
   */
  public UpdatedBundle with(List<String> files, Path quarantineFolder) {
    return ifNews(files, quarantineFolder).orElseThrow(BundleUpdate::noNews);
  }

  /** The mistake of who has nothing new. */
  public static InvalidInputException noNews() {
    return new InvalidInputException(
        "--data: the newest event is less than a day after the newest one of the bundle's own log:"
            + " wait for more, and check that data.files of the bundle's recipe does not name the"
            + " new files already");
  }

  /**
   * As {@link #with}; empty, before anything is trained, where the new events add less than a day.
   */
  public Optional<UpdatedBundle> ifNews(List<String> files, Path quarantineFolder) {
    long startNanos = System.nanoTime();
    String startedAt = Instant.now().toString();
    long oldEnd = oldEnd(quarantineFolder);
    List<String> all = new ArrayList<>(settings.data().files());
    all.addAll(files);
    Recipe longer = RecipeTree.of(settings).with("data.files", all).bind();
    listener.stage("reading the old and the new log");
    ReadLog log = TrainingData.log(longer, quarantineFolder, listener);
    long newEnd = end(log.events());
    Optional<MovedCuts> moved = MovedCuts.of(longer, oldEnd, newEnd);
    if (moved.isEmpty()) {
      return Optional.empty();
    }
    MovedCuts cuts = moved.get();
    Recipe recipe = cuts.in(longer);
    TrainingData read = TrainingData.of(recipe, log, listener);
    read.requireTrainAndDev();
    if (read.of(Split.TEST).isEmpty()) {
      throw new InvalidInputException(
          "examples: the test split of the moved cuts "
              + cuts.cuts().test()
              + " has no example, so that the old and the new model cannot be measured: give more"
              + " events");
    }
    listener.stage("loading the encoder " + recipe.encoder().model());
    LoadedEncoder encoder = LoadedEncoder.of(recipe);
    List<ItemCatalog.Item> unknown =
        read.catalog().items().stream()
            .filter(item -> old.catalog().find(item.id()).isEmpty())
            .toList();
    List<ItemCatalog.Item> added = unknown.stream().filter(this::joins).toList();
    Known known = known(added, recipe, encoder);
    try {
      TrainingData data =
          new TrainingData(read.hash(), known.catalog(), read.examples(), read.until());
      Learned learned = learned(recipe, cuts, data);
      Trained trained = train(recipe, learned.examples(), data, encoder, known.bundle(), startedAt);
      return Optional.of(
          new UpdatedBundle(
              trained.bundle(),
              trained.lines(),
              trained.test(),
              trained.result(),
              read.until(),
              learned.examples().size() - learned.replayed(),
              learned.replayed(),
              added.size(),
              unknown.size() - added.size(),
              (System.nanoTime() - startNanos) / 1e9));
    } finally {
      known.close(old);
    }
  }

  /** As the bundle's run tells it; bundles of before do not, and their log is read for it. */
  private long oldEnd(Path quarantineFolder) {
    String until = old.run().dataUntil();
    if (!until.isEmpty()) {
      return Instant.parse(until).toEpochMilli();
    }
    listener.stage("reading the old log");
    return end(TrainingData.log(settings, quarantineFolder, listener).events());
  }

  private static long end(List<BehaviorEvent> events) {
    return events.stream()
        .mapToLong(BehaviorEvent::timestampMillis)
        .max()
        .orElseThrow(() -> new InvalidInputException("the log has no event: name its files"));
  }

  /** A model that knows items by their texts cannot know one without; others only list it. */
  private boolean joins(ItemCatalog.Item item) {
    return !old.recipe().hasItems()
        || old.recipe().data().items().filter(TableRecipe::joinsVectors).isPresent()
        || item.text().filter(text -> !text.isBlank()).isPresent();
  }

  /** The old bundle's model for a catalog with the new items; the bundle itself without items. */
  private record Known(ModelBundle bundle, ItemCatalog catalog) {
    void close(ModelBundle old) {
      if (bundle != old) {
        bundle.close();
      }
    }
  }

  private Known known(List<ItemCatalog.Item> added, Recipe recipe, LoadedEncoder encoder) {
    if (added.isEmpty()) {
      return new Known(old, old.catalog());
    }
    if (!recipe.hasItems()) {
      List<ItemCatalog.Item> all = new ArrayList<>(old.catalog().items());
      all.addAll(added);
      return new Known(old, new ItemCatalog(all));
    }
    ModelBundle larger = CatalogAddition.to(old, added, encoder.pretrained(recipe));
    return new Known(larger, larger.catalog());
  }

  /**
   * What is learned from.
   *
   * @param replayed old examples among them
   */
  private record Learned(List<Example> examples, int replayed) {}

  private Learned learned(Recipe recipe, MovedCuts cuts, TrainingData data) {
    List<Example> learned = new ArrayList<>();
    Random random = new Random(recipe.trainingSeed());
    int replayed = 0;
    for (Example example : data.of(Split.TRAIN)) {
      boolean isOld = cuts.isOld(example);
      if (!isOld || random.nextDouble() < replayShare) {
        learned.add(example);
        replayed += isOld ? 1 : 0;
      }
    }
    if (learned.size() == replayed) {
      throw new InvalidInputException(
          "the training cuts "
              + cuts.added()
              + " that the new events add have no example to learn from: give more events");
    }
    return new Learned(learned, replayed);
  }

  /** The new model, and it beside the old one. */
  private record Trained(
      ModelBundle bundle,
      List<UpdateLine> lines,
      List<TaskEvaluation> test,
      TrainingResult result) {}

  private Trained train(
      Recipe recipe,
      List<Example> learned,
      TrainingData data,
      LoadedEncoder encoder,
      ModelBundle before,
      String startedAt) {
    listener.stage("tokenizing");
    try (EncodedStore store = EncodedStore.create();
        PreparedExamples examples =
            PreparedExamples.of(
                recipe, data, before.tokenizerJson(), before.preprocessing(), learned, store)) {
      listener.unknownClasses(examples.unknownClasses());
      MultiTaskModel model = warm(examples, recipe, data, encoder, before);
      try {
        TrainingResult result = fit(recipe, examples, model);
        new ModelCalibration(examples, model).fit();
        listener.stage("measuring the old and the new model");
        LabelledSplit split = examples.split(Split.TEST);
        SplitEvaluator evaluator = examples.evaluator(recipe.evaluation().bootstrapSamples());
        List<TaskEvaluation> test = evaluator.evaluate(model, split);
        List<UpdateLine> lines =
            lines(
                recipe,
                examples.preprocessing().tasks(),
                evaluator.predictions(model, split),
                evaluator.predictions(before.model(), split));
        ModelBundle bundle =
            new ModelBundle(
                recipe,
                examples.preprocessing(),
                before.tokenizerJson(),
                data.catalog(),
                RunRecords.of(recipe, DataFacts.of(data), commandLine, startedAt, result.epochs()),
                model,
                DevDistances.of(examples, model));
        return new Trained(bundle, lines, test, result);
      } catch (RuntimeException | Error e) {
        model.close();
        throw e;
      }
    }
  }

  /** A model for the update's own learning rates and steps, with the weights of before. */
  private MultiTaskModel warm(
      PreparedExamples examples,
      Recipe recipe,
      TrainingData data,
      LoadedEncoder encoder,
      ModelBundle before) {
    MultiTaskModel model =
        encoder.newModel(
            examples.modelSpec(
                encoder.config(), ItemVectors.of(recipe, data.catalog(), encoder, listener)));
    try (INDArray weights = before.model().copyParameters()) {
      model.restoreParameters(weights);
    } catch (RuntimeException e) {
      model.close();
      throw new InvalidInputException(
          "the bundle's weights do not fit a model of its recipe: was encoder.model, "
              + recipe.encoder().model()
              + ", changed since it was trained? Train anew. ("
              + e.getMessage()
              + ")",
          e);
    }
    model.remember(examples.memory());
    return model;
  }

  private TrainingResult fit(Recipe recipe, PreparedExamples examples, MultiTaskModel model) {
    if (model.sequenceEncoder().storesFrozenStates()) {
      FrozenLayers.store(model, examples, listener);
    }
    FrozenLayers.storeItems(model, listener);
    listener.stage("training from the weights of before; the optimizer begins anew");
    return new Trainer(
            recipe.training(),
            recipe.balancing(),
            recipe.trainingSeed(),
            examples::trainingBatches,
            engine -> examples.evaluator(0).evaluate(engine, examples.split(Split.DEV)),
            listener)
        .fit(model, Optional.empty());
  }

  private static List<UpdateLine> lines(
      Recipe recipe,
      List<TaskSpec> tasks,
      Map<String, Evaluator.Predictions> updated,
      Map<String, Evaluator.Predictions> before) {
    Bootstrap bootstrap = new Bootstrap(recipe.evaluation().bootstrapSamples(), recipe.seed());
    List<UpdateLine> lines = new ArrayList<>();
    for (TaskSpec task : tasks) {
      Set<String> seen = new HashSet<>();
      for (Metric metric : task.metrics()) {
        boolean first = seen.isEmpty();
        if (seen.add(metric.name())) {
          lines.add(
              new UpdateLine(
                  task.name(),
                  metric.name(),
                  first,
                  metric.direction(),
                  PairedDifference.of(
                      task, metric, updated.get(task.name()), before.get(task.name()), bootstrap)));
        }
      }
    }
    return lines;
  }
}
