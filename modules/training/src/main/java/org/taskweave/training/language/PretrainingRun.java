package org.taskweave.training.language;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.taskweave.core.InvalidInputException;
import org.taskweave.core.batch.MultiTaskBatch;
import org.taskweave.core.encoder.PretrainedLanguageModel;
import org.taskweave.core.file.FolderLock;
import org.taskweave.core.recipe.Recipe;
import org.taskweave.core.recipe.RecipeReader;
import org.taskweave.core.recipe.TrainingRecipe;
import org.taskweave.core.tokenizer.TokenRoles;
import org.taskweave.nn.language.LanguageBatch;
import org.taskweave.nn.language.LanguageModel;
import org.taskweave.nn.model.StepResult;
import org.taskweave.nn.optimize.FlatUpdater;
import org.taskweave.nn.optimize.UpdateRule;
import org.taskweave.training.run.TrainingData;
import org.taskweave.zoo.LanguageModelFolder;

/**
 * Goes on training the encoder of a recipe as a language model on the recipe's own texts, from a
 * log to a Hugging Face folder that {@code encoder.model} takes. With the same seed and one thread
 * a pretraining repeats exactly, and so does one that went on after a kill.
 */
public final class PretrainingRun {

  private static final double WEIGHT_DECAY = 0.01;
  private static final double WARMUP_SHARE = 0.06;
  private static final double CLIP_NORM = 1;

  private final Recipe recipe;
  private final PretrainingSettings settings;
  private final PretrainingFolder folder;
  private final PretrainingListener listener;

  /**
   * A pretraining.
   *
   * @param folder that is written; none, or an empty one
   */
  public PretrainingRun(
      Recipe recipe, PretrainingSettings settings, Path folder, PretrainingListener listener) {
    this.recipe = recipe;
    this.settings = settings;
    this.folder = new PretrainingFolder(folder);
    this.listener = listener;
    if (recipe.encoder().isAttached()) {
      throw new InvalidInputException(
          "encoder.model: "
              + recipe.encoder().model()
              + " is a model of another program, which cannot be trained as a language model here:"
              + " name a model of the zoo, a Hugging Face folder or an ONNX file");
    }
  }

  /** Where the trained language model is, once it is. */
  public static Path model(Path folder) {
    return new PretrainingFolder(folder).model();
  }

  /** Reads the recipe's log and trains. */
  public PretrainingReport run() {
    return run(this::readLog);
  }

  /** As above, on data that were made elsewhere. */
  public PretrainingReport run(TrainingData data) {
    return run(() -> data);
  }

  private PretrainingReport run(Supplier<TrainingData> source) {
    try (FolderLock lock = FolderLock.of(folder.path(), "a pretraining")) {
      folder.requireNothingToLose();
      TrainingData data = source.get();
      folder.begin(new PretrainingFolder.Origin(RecipeReader.write(recipe), data.hash(), settings));
      return train(data);
    }
  }

  /**
   * Goes on with a pretraining that was interrupted, to the same result; one that has ended is
   * read.
   *
   * @throws InvalidInputException if the folder holds none, or the log has changed
   */
  public static PretrainingReport resume(Path path, PretrainingListener listener) {
    return resume(path, Optional.empty(), listener);
  }

  /** As above, on data that were made elsewhere. */
  public static PretrainingReport resume(
      Path path, TrainingData data, PretrainingListener listener) {
    return resume(path, Optional.of(data), listener);
  }

  private static PretrainingReport resume(
      Path path, Optional<TrainingData> given, PretrainingListener listener) {
    PretrainingFolder folder = new PretrainingFolder(path);
    PretrainingFolder.Origin origin = folder.readOrigin();
    Recipe recipe = RecipeReader.parse(origin.recipe(), folder.origin().toString(), List.of());
    PretrainingRun run = new PretrainingRun(recipe, origin.settings(), path, listener);
    try (FolderLock lock = FolderLock.of(path, "a pretraining")) {
      if (folder.hasReport()) {
        folder.clearCheckpoint();
        return folder.readReport();
      }
      TrainingData data = given.orElseGet(run::readLog);
      if (!data.hash().equals(origin.dataHash())) {
        throw new InvalidInputException(
            path
                + ": the pretraining began with the data "
                + origin.dataHash()
                + ", but now they are "
                + data.hash()
                + ", so it cannot end the same. Bring the old data back, or start anew.");
      }
      return run.train(data);
    }
  }

  private TrainingData readLog() {
    listener.stage("reading the log");
    return TrainingData.read(recipe, folder.quarantine(), listener);
  }

  private PretrainingReport train(TrainingData data) {
    listener.stage("loading the language model " + recipe.encoder().model());
    PretrainedLanguageModel origin =
        LanguageModelFolder.load(recipe.encoder().model(), Path.of(""));
    requirePositions(origin);
    String tokenizerJson = origin.encoder().tokenizerJson();
    listener.stage("tokenizing");
    TextCorpus corpus = TextCorpus.of(recipe, data, tokenizerJson, settings);
    GuessedWords guessed =
        GuessedWords.of(origin.encoder().config(), TokenRoles.of(tokenizerJson), settings);
    TextBatches batches = new TextBatches(corpus, guessed, settings, recipe.trainingSeed());
    List<LanguageBatch> heldOut = batches.heldOut();
    WordShares shares = WordShares.of(corpus.training(), origin.encoder().config().vocabSize());
    try (LanguageModel model =
        LanguageModel.of(origin, settings.dropout(), recipe.trainingSeed())) {
      if (origin.head().transformed() && origin.head().isFresh()) {
        model.setBias(shares.logs());
      }
      PretrainingFolder.Progress progress = train(model, batches, heldOut);
      PretrainingReport report =
          new PretrainingReport(
              recipe.encoder().model(),
              corpus.training().size(),
              corpus.heldOut().size(),
              heldOut.stream().mapToInt(LanguageBatch::guesses).sum(),
              origin.head().isFresh(),
              shares.loss(heldOut),
              progress.startLoss(),
              progress.epochs(),
              progress.bestEpoch());
      folder.finish(model.trained(recipe.encoder().model()), report);
      return report;
    }
  }

  private void requirePositions(PretrainedLanguageModel origin) {
    int positions = origin.encoder().config().maxPositions();
    int longest = settings.maxTokens();
    if (longest > positions) {
      throw new InvalidInputException(
          "--max-tokens "
              + longest
              + ": "
              + origin.encoder().name()
              + " has positions for "
              + positions
              + " tokens: lower it");
    }
  }

  /** Leaves the model with the weights of its best epoch. */
  private PretrainingFolder.Progress train(
      LanguageModel model, TextBatches batches, List<LanguageBatch> heldOut) {
    FlatUpdater updater = updater(model, batches.steps());
    INDArray best = model.parameters().dup();
    PretrainingFolder.Progress progress;
    if (folder.hasCheckpoint()) {
      List<INDArray> arrays = List.of(model.parameters(), best, updater.state());
      PretrainingFolder.State state = folder.read(arrays.size());
      for (int i = 0; i < arrays.size(); i++) {
        arrays.get(i).assign(state.arrays().get(i).reshape(arrays.get(i).shape()));
        state.arrays().get(i).close();
      }
      progress = state.progress();
      listener.stage("going on after epoch " + progress.epochs().size());
    } else {
      listener.stage("measuring the start on held-out texts");
      progress = new PretrainingFolder.Progress(mean(model, heldOut), List.of(), 0, 0);
    }
    while (progress.epochs().size() < settings.epochs()
        && progress.epochs().size() - progress.bestEpoch() < settings.patience()) {
      progress = epoch(model, batches, heldOut, updater, progress);
      if (progress.bestEpoch() == progress.epochs().size()) {
        best.assign(model.parameters());
      }
      folder.save(progress, List.of(model.parameters(), best, updater.state()));
    }
    model.parameters().assign(best);
    best.close();
    return progress;
  }

  private FlatUpdater updater(LanguageModel model, int stepsPerEpoch) {
    UpdateRule rule =
        new UpdateRule(
            TrainingRecipe.Optimizer.ADAMW,
            settings.learningRate(),
            WEIGHT_DECAY,
            WARMUP_SHARE,
            TrainingRecipe.Decay.LINEAR,
            (long) stepsPerEpoch * settings.epochs());
    return new FlatUpdater(
        model.parameters(), rule.updater(settings.learningRate()), rule.biasPenalties());
  }

  private PretrainingFolder.Progress epoch(
      LanguageModel model,
      TextBatches batches,
      List<LanguageBatch> heldOut,
      FlatUpdater updater,
      PretrainingFolder.Progress before) {
    int number = before.epochs().size() + 1;
    List<MultiTaskBatch> texts = batches.training(number);
    listener.epochStarted(number, settings.epochs(), texts.size());
    int iteration = before.iteration();
    double sum = 0;
    int steps = 0;
    long started = System.nanoTime();
    for (int i = 0; i < texts.size(); i++, iteration++) {
      Optional<LanguageBatch> guessed = batches.guessed(texts.get(i), iteration);
      if (guessed.isPresent()) {
        StepResult result = step(model, guessed.get(), updater, iteration, number);
        sum += result.totalLoss();
        steps++;
        listener.stepDone(number, i + 1, result);
      }
    }
    double seconds = (System.nanoTime() - started) / 1e9;
    PretrainingReport.Epoch epoch =
        new PretrainingReport.Epoch(number, sum / steps, mean(model, heldOut), seconds);
    boolean better =
        before.bestEpoch() == 0
            || epoch.heldOutLoss() < before.epochs().get(before.bestEpoch() - 1).heldOutLoss();
    List<PretrainingReport.Epoch> epochs = new ArrayList<>(before.epochs());
    epochs.add(epoch);
    listener.epochGuessed(epoch, better);
    return new PretrainingFolder.Progress(
        before.startLoss(), epochs, better ? number : before.bestEpoch(), iteration);
  }

  private StepResult step(
      LanguageModel model, LanguageBatch batch, FlatUpdater updater, int iteration, int epoch) {
    Nd4j.getRandom().setSeed(recipe.trainingSeed() * 1_000_003L + iteration);
    double loss = model.gradients(batch);
    double norm = model.gradientVector().norm2Number().doubleValue();
    if (!Double.isFinite(loss) || !Double.isFinite(norm)) {
      throw new InvalidInputException(
          "the loss is "
              + loss
              + " and its gradient's norm "
              + norm
              + " at step "
              + iteration
              + ": lower --learning-rate, which is "
              + settings.learningRate());
    }
    if (norm > CLIP_NORM) {
      model.gradientVector().muli(CLIP_NORM / norm);
    }
    updater.update(model.gradientVector(), iteration, epoch - 1);
    return new StepResult(loss, new double[] {loss}, norm, Optional.empty());
  }

  private static double mean(LanguageModel model, List<LanguageBatch> batches) {
    double sum = 0;
    int guesses = 0;
    for (LanguageBatch batch : batches) {
      sum += model.loss(batch);
      guesses += batch.guesses();
    }
    return sum / guesses;
  }
}
