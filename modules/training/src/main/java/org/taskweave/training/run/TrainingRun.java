package org.taskweave.training.run;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.taskweave.core.InvalidInputException;
import org.taskweave.core.batch.BatchScorer;
import org.taskweave.core.file.AtomicFiles;
import org.taskweave.core.file.FolderLock;
import org.taskweave.core.metric.TaskEvaluation;
import org.taskweave.core.recipe.Recipe;
import org.taskweave.core.recipe.RecipeReader;
import org.taskweave.core.run.RunRecord;
import org.taskweave.data.batch.EncodedStore;
import org.taskweave.data.batch.PaddingStatistics;
import org.taskweave.data.event.ItemCatalog;
import org.taskweave.data.event.SequenceStore;
import org.taskweave.data.example.Split;
import org.taskweave.nn.model.MultiTaskModel;
import org.taskweave.nn.model.ProductPrecision;
import org.taskweave.training.bundle.ModelBundle;
import org.taskweave.training.evaluate.EvaluationTable;
import org.taskweave.training.evaluate.SplitProtocol;
import org.taskweave.training.fit.Checkpoint;
import org.taskweave.training.fit.Trainer;
import org.taskweave.training.fit.TrainingResult;

/**
 * One training from a recipe to a bundle in a run folder. The dev split selects; the test split is
 * scored once, at the end.
 */
public final class TrainingRun {

  private final Recipe recipe;
  private final RunFolder folder;
  private final RunListener listener;
  private final List<String> commandLine;
  private final RunLog log;
  private final RunBeginning beginning;

  /**
   * A run.
   *
   * @param commandLine for the run record; empty from Java
   */
  public TrainingRun(
      Recipe recipe, RunFolder folder, RunListener listener, List<String> commandLine) {
    this.recipe = recipe;
    this.folder = folder;
    this.listener = listener;
    this.commandLine = List.copyOf(commandLine);
    this.log = new RunLog(folder.log());
    this.beginning = new RunBeginning(folder, log);
  }

  /**
   * Goes on with a run that was interrupted, by the recipe in its folder, to the same result. A run
   * that ended before its first checkpoint begins again.
   *
   * @throws InvalidInputException if the folder holds no run, another process is at it, or log or
   *     recipe have changed since the run began
   */
  public static RunOutcome resume(
      RunFolder folder, RunListener listener, List<String> commandLine) {
    Recipe recipe = RunBeginning.recipeToResume(folder);
    TrainingRun run = new TrainingRun(recipe, folder, listener, commandLine);
    return run.alone(
        () -> {
          recipe.data().requireFiles("data");
          RunLog.Start start = run.beginning.requireSameRecipe(run.recipe);
          LoadedEncoder encoder = run.loadEncoder();
          try (SequenceStore sequences = SequenceStore.create()) {
            return run.goOn(start, run.readLog(sequences), encoder);
          }
        });
  }

  /**
   * As above, for a run on data that was made elsewhere.
   *
   * @param data the same as when the run began
   */
  public static RunOutcome resume(
      RunFolder folder, TrainingData data, RunListener listener, List<String> commandLine) {
    TrainingRun run =
        new TrainingRun(RunBeginning.recipeToResume(folder), folder, listener, commandLine);
    return run.alone(
        () -> run.goOn(run.beginning.requireSameRecipe(run.recipe), data, run.loadEncoder()));
  }

  /** Reads the recipe's log, trains, evaluates and writes the bundle. */
  public RunOutcome train() {
    return alone(
        () -> {
          recipe.data().requireFiles("data");
          beginning.requireNothingToLose();
          LoadedEncoder encoder = loadEncoder();
          try (SequenceStore sequences = SequenceStore.create()) {
            return begin(readLog(sequences), encoder);
          }
        });
  }

  /** As {@link #train()}, on data that was made elsewhere. */
  public RunOutcome train(TrainingData data) {
    return alone(
        () -> {
          beginning.requireNothingToLose();
          return begin(data, loadEncoder());
        });
  }

  private RunOutcome alone(Supplier<RunOutcome> work) {
    try (FolderLock lock = FolderLock.of(folder.path(), "a training")) {
      return work.get();
    }
  }

  /** Before the log, which may take long: what does not fit the encoder is known without it. */
  private LoadedEncoder loadEncoder() {
    ProductPrecision.of(recipe.training().precision());
    listener.stage("loading the encoder " + recipe.encoder().model());
    return LoadedEncoder.of(recipe);
  }

  private TrainingData readLog(SequenceStore sequences) {
    listener.stage("reading the log");
    return TrainingData.read(recipe, folder.quarantine(), listener, sequences);
  }

  private RunOutcome begin(TrainingData data, LoadedEncoder encoder) {
    return finish(data, encoder, Instant.now().toString(), false);
  }

  private RunOutcome goOn(RunLog.Start start, TrainingData data, LoadedEncoder encoder) {
    beginning.requireSameData(start, data.hash());
    return finish(data, encoder, start.time(), true);
  }

  private RunOutcome finish(
      TrainingData data, LoadedEncoder encoder, String startedAt, boolean resume) {
    data.requireTrainAndDev();
    listener.stage("tokenizing");
    Checkpoint checkpoint = new Checkpoint(folder.checkpoint());
    boolean goesOn = resume && checkpoint.exists();
    DataFacts facts = DataFacts.of(data);
    ItemCatalog catalog = data.catalog();
    // From the encoded examples on the data are not asked for: a log of events is let go.
    try (EncodedStore store = EncodedStore.create();
        PreparedExamples examples =
            PreparedExamples.of(recipe, data, encoder.tokenizerJson(), store);
        MultiTaskModel model =
            goesOn
                ? checkpoint.model(examples.preprocessing().tasks())
                : encoder.newModel(
                    examples.modelSpec(
                        encoder.config(), ItemVectors.of(recipe, catalog, encoder, listener)))) {
      if (resume) {
        model.remember(examples.memory());
      }
      PaddingStatistics padding = examples.trainingBatches(1).padding();
      listener.unknownClasses(examples.unknownClasses());
      listener.padding(padding.shareOfCells());
      String recipeText = RecipeReader.write(recipe);
      beginning.prepareFolder(resume);
      log.begin(
          resume,
          recipeText,
          facts.hash(),
          facts.examples(),
          examples.unknownClasses(),
          padding.shareOfCells());
      if (!resume) {
        AtomicFiles.write(folder.recipe(), recipeText);
      }
      if (model.sequenceEncoder().storesFrozenStates()) {
        FrozenLayers.store(model, examples, listener);
      }
      FrozenLayers.storeItems(model, listener);
      listener.stage("training");
      LoggingListener heard = new LoggingListener(listener, log, recipe);
      Trainer trainer =
          new Trainer(
              recipe.training(),
              recipe.balancing(),
              recipe.trainingSeed(),
              examples::trainingBatches,
              engine -> dev(examples, engine),
              heard);
      TrainingResult result =
          goesOn ? trainer.resume(model, checkpoint) : trainer.fit(model, Optional.of(checkpoint));
      ModelCalibration calibration = new ModelCalibration(examples, model);
      calibration.fit();
      RunRecord record = RunRecords.of(recipe, facts, commandLine, startedAt, result.epochs());
      try (ModelBundle bundle =
          new ModelBundle(
              recipe,
              examples.preprocessing(),
              encoder.tokenizerJson(),
              catalog,
              record,
              model,
              DevDistances.of(examples, model))) {
        bundle.save(folder.bundle());
        List<TaskEvaluation> test = test(examples, model);
        Curves.write(
            folder.curves(),
            result.epochs(),
            result.bestEpoch(),
            heard.dev().orElseGet(() -> dev(examples, model)));
        return new RunOutcome(folder.bundle(), result, test, report(calibration));
      }
    }
  }

  /** The picture is of the test split, where there is one: dev is what was fitted. */
  private List<CalibrationReport> report(ModelCalibration calibration) {
    List<CalibrationReport> reports = new ArrayList<>(calibration.measure(Split.DEV));
    List<CalibrationReport> test = calibration.measure(Split.TEST);
    ReliabilityPicture.write(folder.curves(), test.isEmpty() ? reports : test);
    reports.addAll(test);
    if (!reports.isEmpty()) {
      AtomicFiles.write(folder.calibration(), CalibrationReport.text(reports));
    }
    return reports;
  }

  private static List<TaskEvaluation> dev(PreparedExamples examples, BatchScorer engine) {
    return examples.evaluator(0).evaluate(engine, examples.split(Split.DEV));
  }

  private List<TaskEvaluation> test(PreparedExamples examples, MultiTaskModel model) {
    if (examples.split(Split.TEST).encoded().isEmpty()) {
      return List.of();
    }
    listener.stage("evaluating on the test split");
    List<TaskEvaluation> test =
        examples
            .evaluator(recipe.evaluation().bootstrapSamples())
            .evaluate(model, examples.split(Split.TEST));
    SplitProtocol split = SplitProtocol.of(recipe.examples(), Split.TEST);
    AtomicFiles.write(folder.evaluationJson(), EvaluationJson.of(split, test));
    AtomicFiles.write(folder.evaluationTable(), EvaluationTable.of(test) + split.text() + "\n");
    log.test(test);
    return test;
  }
}
