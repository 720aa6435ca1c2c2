package org.taskweave.training.run;

import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.taskweave.core.InvalidInputException;
import org.taskweave.core.metric.Evaluator;
import org.taskweave.core.metric.TaskEvaluation;
import org.taskweave.core.recipe.AttachedRecipe;
import org.taskweave.core.recipe.EncoderRecipe;
import org.taskweave.core.recipe.Recipe;
import org.taskweave.core.task.TaskSpec;
import org.taskweave.data.batch.ExampleKeeper;
import org.taskweave.data.example.Split;
import org.taskweave.nn.model.MultiTaskModel;
import org.taskweave.nn.model.Teacher;
import org.taskweave.training.bundle.ModelBundle;
import org.taskweave.training.fit.Trainer;
import org.taskweave.training.fit.TrainerListener;
import org.taskweave.training.fit.TrainingResult;

/**
 * Many trainings in one process, without run folders, that share what is the same: the log is read
 * and its examples are cut, tokenized and encoded once for recipes that agree on them, pretrained
 * weights are read once, and frozen layers' outputs are computed once.
 *
 * <p>Thread-safe; each training runs on the thread that asks for it.
 */
public final class SharedTraining implements AutoCloseable {

  private static final int MOST_PREPARED = 2;

  private final Function<Recipe, TrainingData> source;
  private final RunListener listener;
  private final Map<ExampleKey.Cut, TrainingData> data = leastRecentlyUsed();
  private final Map<ExampleKey, PreparedExamples> prepared = leastRecentlyUsed();
  private final Map<EncoderKey, LoadedEncoder> encoders = leastRecentlyUsed();
  private final Map<ItemKey, ItemVectors> itemVectors = leastRecentlyUsed();
  private final SharedFrozenStates frozenStates = new SharedFrozenStates();

  private SharedTraining(Function<Recipe, TrainingData> source, RunListener listener) {
    this.source = source;
    this.listener = listener;
  }

  /** Trainings on the logs that their recipes name; bad rows are written to a folder. */
  public static SharedTraining ofLogs(Path quarantineFolder, RunListener listener) {
    return new SharedTraining(new LastLog(quarantineFolder, listener)::data, listener);
  }

  /**
   * Trainings on data that were made elsewhere.
   *
   * @param source the data of a recipe, called once for recipes that agree on them
   */
  public static SharedTraining of(Function<Recipe, TrainingData> source, RunListener listener) {
    return new SharedTraining(source, listener);
  }

  private static <K, V> Map<K, V> leastRecentlyUsed() {
    return new LinkedHashMap<>(16, 0.75f, true) {
      @Override
      protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
        return size() > MOST_PREPARED;
      }
    };
  }

  /**
   * Trains a recipe's model; nothing is written.
   *
   * @param training may end it after an epoch
   * @return the model with the weights of its best epoch, to be closed
   * @throws org.taskweave.nn.model.NonFiniteStepException if a loss or gradient is not finite
   */
  public TrainedModel train(Recipe recipe, TrainerListener training) {
    return train(recipe, encoder(recipe), items(recipe), Optional.empty(), training);
  }

  /**
   * Trains a student: it begins as its teacher, with those of the encoder's layers that its recipe
   * keeps if that names the same encoder, and learns the labels and the teacher's outputs.
   *
   * @param recipe the teacher's with a smaller model, and fixed task weights
   * @param teacher a bundle of the same examples
   * @throws InvalidInputException if the two do not ask or read the same
   */
  public TrainedModel teach(
      Recipe recipe, ModelBundle teacher, Teaching teaching, TrainerListener training) {
    PreparedExamples examples = examples(recipe);
    teaching.requireSamePreparation(
        teacher, examples.preprocessing(), encoder(recipe).tokenizerJson(), recipe);
    MultiTaskModel taught = teacher.model();
    if (taught.sequenceEncoder().storesFrozenStates()) {
      FrozenLayers.store(taught, examples, listener);
    }
    return train(
        recipe,
        teaching.beginning(recipe, teacher, encoder(recipe)),
        items(recipe),
        Optional.of(new Lessons(taught, teaching.teacher(taught))),
        training);
  }

  /** What a student begins as, and what it hears. */
  private record Lessons(MultiTaskModel begin, Teacher teacher) {}

  private TrainedModel train(
      Recipe recipe,
      LoadedEncoder encoder,
      Optional<ItemVectors> items,
      Optional<Lessons> lessons,
      TrainerListener training) {
    String startedAt = Instant.now().toString();
    PreparedExamples examples = examples(recipe);
    Optional<SharedFrozenStates.Lease> lease = Optional.empty();
    MultiTaskModel model = encoder.newModel(examples.modelSpec(encoder.config(), items));
    try {
      lessons.ifPresent(heard -> model.beginAs(heard.begin()));
      if (model.sequenceEncoder().storesFrozenStates() && lessons.isEmpty()) {
        lease = Optional.of(frozenStates.lease(recipe));
        model.sequenceEncoder().shareFrozenStates(lease.get().states());
        lease.get().fill(() -> FrozenLayers.store(model, examples, listener));
      } else if (model.sequenceEncoder().storesFrozenStates()) {
        FrozenLayers.store(model, examples, listener);
      }
      FrozenLayers.storeItems(model, listener);
      DevHistory history = new DevHistory(training);
      TrainingResult result =
          new Trainer(
                  recipe.training(),
                  recipe.balancing(),
                  recipe.trainingSeed(),
                  examples::trainingBatches,
                  engine -> examples.evaluator(0).evaluate(engine, examples.split(Split.DEV)),
                  history,
                  lessons.map(Lessons::teacher))
              .fit(model, Optional.empty());
      new ModelCalibration(examples, model).fit();
      ModelBundle bundle =
          new ModelBundle(
              recipe,
              examples.preprocessing(),
              encoder.tokenizerJson(),
              data(recipe).catalog(),
              RunRecords.of(
                  recipe, DataFacts.of(data(recipe)), List.of(), startedAt, result.epochs()),
              model,
              DevDistances.of(examples, model));
      return new TrainedModel(bundle, result, history.of(result.bestEpoch()), lease);
    } catch (RuntimeException | Error e) {
      model.close();
      lease.ifPresent(SharedFrozenStates.Lease::close);
      throw e;
    }
  }

  /**
   * Measures a bundle on a split of its recipe's examples.
   *
   * @param bootstrapSamples 0 for no intervals
   */
  public List<TaskEvaluation> evaluate(ModelBundle bundle, Split split, int bootstrapSamples) {
    PreparedExamples examples = examples(bundle.recipe());
    return examples.evaluator(bootstrapSamples).evaluate(bundle.model(), examples.split(split));
  }

  /** Measures a model on a split of a recipe's examples, without intervals. */
  public List<TaskEvaluation> evaluate(Recipe recipe, MultiTaskModel model, Split split) {
    PreparedExamples examples = examples(recipe);
    return examples.evaluator(0).evaluate(model, examples.split(split));
  }

  /** Labels and a model's predictions on a split of a recipe's examples, by task. */
  public Map<String, Evaluator.Predictions> predictions(
      Recipe recipe, MultiTaskModel model, Split split) {
    PreparedExamples examples = examples(recipe);
    return examples.evaluator(0).predictions(model, examples.split(split));
  }

  /** Labels and predictions of a bundle on a split of its recipe's examples, by task. */
  public Map<String, Evaluator.Predictions> predictions(ModelBundle bundle, Split split) {
    return predictions(bundle.recipe(), bundle.model(), split);
  }

  /**
   * How long a model takes for a row of a split of a recipe's examples, in batches of {@code
   * evaluation.batchSize}: the least of three passes over some of them.
   */
  public double millisecondsPerRow(Recipe recipe, MultiTaskModel model, Split split) {
    return examples(recipe).millisecondsPerRow(model, split);
  }

  /** Hash of the events that a recipe's examples come from, as in "sha256:...". */
  public String dataHash(Recipe recipe) {
    return data(recipe).hash();
  }

  /** Whether a recipe's examples have any in a split. */
  public boolean has(Recipe recipe, Split split) {
    return !examples(recipe).split(split).encoded().isEmpty();
  }

  /** What an encoder's file is read by. */
  private record EncoderKey(
      String model,
      EncoderRecipe.Weights weights,
      int layers,
      long seed,
      AttachedRecipe attached) {}

  private synchronized LoadedEncoder encoder(Recipe recipe) {
    EncoderKey key =
        new EncoderKey(
            recipe.encoder().model(),
            recipe.encoder().weights(),
            recipe.encoder().layers(),
            recipe.seed(),
            recipe.encoder().attachedOrDefault());
    LoadedEncoder known = encoders.get(key);
    if (known == null) {
      listener.stage("loading the encoder " + key.model());
      known = LoadedEncoder.of(recipe);
      encoders.put(key, known);
    }
    known.requirePositions(recipe);
    return known;
  }

  private synchronized Optional<ItemVectors> items(Recipe recipe) {
    if (!recipe.hasItems()) {
      return Optional.empty();
    }
    return Optional.of(
        itemVectors.computeIfAbsent(
            ItemKey.of(recipe),
            key ->
                ItemVectors.of(recipe, data(recipe).catalog(), encoder(recipe), listener)
                    .orElseThrow()));
  }

  /** What items' texts and their vectors depend on. */
  private record ItemKey(
      ExampleKey.Cut cut,
      String model,
      EncoderRecipe.Weights weights,
      int layers,
      EncoderRecipe.Pooling pooling,
      String template,
      int maxTokens) {
    static ItemKey of(Recipe recipe) {
      return new ItemKey(
          ExampleKey.Cut.of(recipe),
          recipe.encoder().model(),
          recipe.encoder().weights(),
          recipe.encoder().layers(),
          recipe.encoder().pooling(),
          recipe.items().template(),
          recipe.items().maxTokens());
    }
  }

  /** The tasks of a recipe with what its training split taught of them: classes, scales. */
  public List<TaskSpec> tasks(Recipe recipe) {
    return examples(recipe).preprocessing().tasks();
  }

  /**
   * Which rows of {@link #predictions} are of an item that never came in training; empty for a task
   * that asks for no next item.
   */
  public boolean[] coldRows(Recipe recipe, Split split, String task) {
    return examples(recipe).split(split).coldRows(names(recipe).indexOf(task));
  }

  private static List<String> names(Recipe recipe) {
    return recipe.tasks().stream().map(TaskSpec::name).toList();
  }

  /** A recipe's examples. */
  public synchronized TrainingData data(Recipe recipe) {
    ExampleKey.Cut key = ExampleKey.Cut.of(recipe);
    TrainingData known = data.get(key);
    if (known == null) {
      listener.stage("reading the log");
      known = source.apply(recipe);
      known.requireTrainAndDev();
      data.put(key, known);
    }
    return known;
  }

  /** The tokenizer is closed at once: what is shared is encoded already. */
  private synchronized PreparedExamples examples(Recipe recipe) {
    ExampleKey key = ExampleKey.of(recipe);
    PreparedExamples known = prepared.get(key);
    if (known == null) {
      TrainingData examples = data(recipe);
      String tokenizerJson = encoder(recipe).tokenizerJson();
      listener.stage("tokenizing");
      known = PreparedExamples.of(recipe, examples, tokenizerJson, ExampleKeeper.IN_HEAP);
      known.close();
      listener.unknownClasses(known.unknownClasses());
      prepared.put(key, known);
    }
    return known.with(recipe);
  }

  @Override
  public void close() {
    frozenStates.close();
  }
}
