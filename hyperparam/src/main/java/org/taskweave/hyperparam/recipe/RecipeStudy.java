package org.taskweave.hyperparam.recipe;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.arbiter.optimize.api.CandidateGenerator;
import org.taskweave.core.InvalidInputException;
import org.taskweave.core.file.AtomicFiles;
import org.taskweave.core.file.FolderLock;
import org.taskweave.core.recipe.Recipe;
import org.taskweave.core.recipe.RecipeReader;
import org.taskweave.core.task.TaskSpec;
import org.taskweave.hyperparam.generate.Generators;
import org.taskweave.hyperparam.generate.TpeGenerator;
import org.taskweave.hyperparam.prune.Pruner;
import org.taskweave.hyperparam.prune.SuccessiveHalving;
import org.taskweave.hyperparam.report.HtmlReport;
import org.taskweave.hyperparam.run.BestArtifact;
import org.taskweave.hyperparam.run.StudyListener;
import org.taskweave.hyperparam.run.StudyRun;
import org.taskweave.hyperparam.run.StudySetup;
import org.taskweave.hyperparam.space.SearchSpace;
import org.taskweave.hyperparam.store.StudyDatabase;
import org.taskweave.hyperparam.study.GeneratorSpec;
import org.taskweave.hyperparam.study.PrunerSpec;
import org.taskweave.hyperparam.study.StudyDefinition;
import org.taskweave.hyperparam.study.StudyReader;
import org.taskweave.hyperparam.study.StudyText;
import org.taskweave.hyperparam.trial.Trial;
import org.taskweave.hyperparam.trial.TrialRanking;
import org.taskweave.training.run.RunListener;
import org.taskweave.training.run.SharedTraining;

/**
 * A study of a recipe in a folder: the search, then the test split once for the chosen trial beside
 * the default recipe, and, if asked for, each task alone.
 */
public final class RecipeStudy {

  private static final String DATA_HASH = "dataHash";

  private final StudyDefinition study;
  private final StudyFolder folder;
  private final StudyListener listener;
  private final RunListener training;

  /**
   * A study.
   *
   * @param training told about reading, tokenizing and frozen layers
   */
  public RecipeStudy(
      StudyDefinition study, StudyFolder folder, StudyListener listener, RunListener training) {
    this.study = study;
    this.folder = folder;
    this.listener = listener;
    this.training = training;
  }

  /**
   * The study in a folder, to go on with it or to show it.
   *
   * @param overrides "path=value" for the study file, after those it has
   * @throws InvalidInputException there is none
   */
  public static StudyDefinition definition(StudyFolder folder, List<String> overrides) {
    try (StudyDatabase database = StudyDatabase.existing(folder.database())) {
      StudyText text =
          StudyTextRecord.read(database)
              .orElseThrow(
                  () ->
                      new InvalidInputException(
                          folder.path() + ": the study's database names no study: start it anew"));
      List<String> all = new ArrayList<>(text.overrides());
      all.addAll(overrides);
      return StudyReader.read(
          new StudyText(text.yaml(), text.source(), all, text.recipeYaml(), text.recipeSource()));
    }
  }

  /** Refuses a folder with a study in it. */
  public static void requireNew(StudyFolder folder) {
    if (Files.exists(folder.database())) {
      throw new InvalidInputException(
          folder.path()
              + ": there is a study in this folder already: go on with it by --resume, or name"
              + " another folder");
    }
  }

  /** Runs what is not done yet, and writes everything. */
  public void run() {
    try (FolderLock lock = FolderLock.of(folder.path(), "a search");
        StudyDatabase database = database(folder);
        SharedTraining shared = SharedTraining.ofLogs(folder.quarantine(), training)) {
      AtomicFiles.write(folder.study(), study.text().yaml());
      study.text().recipeYaml().ifPresent(yaml -> AtomicFiles.write(folder.recipe(), yaml));
      StudyTextRecord.write(database, study.text());
      requireSameData(database, shared.dataHash(study.defaultRecipe()));
      Trial best = search(study, folder, database, shared);
      AtomicFiles.write(
          folder.bestRecipe(), RecipeReader.write(study.trialRecipe(best.values(), best.seed())));
      Verdict verdict = new Verdict(database, shared, listener);
      Path bundle = BestArtifact.of(folder.bundles(), best.number());
      verdict.found("found", best.number(), bundle);
      verdict.byDefault(study.defaultRecipe());
      report(study, folder, database);
      if (study.spec().singleTask()) {
        for (TaskSpec task : study.defaultRecipe().tasks()) {
          alone(task.name(), bundle, verdict, shared);
        }
        report(study, folder, database);
      }
    }
  }

  /** From its first moment on a database names its study, so that a killed one can go on. */
  private StudyDatabase database(StudyFolder where) {
    return StudyDatabase.open(
        where.database(), database -> StudyTextRecord.write(database, study.text()));
  }

  /** Trials on other data could not be compared with those that are there. */
  private void requireSameData(StudyDatabase database, String hash) {
    String before = database.setting(DATA_HASH).orElse(hash);
    if (!before.equals(hash)) {
      throw new InvalidInputException(
          folder.path()
              + ": the study began with the data "
              + before
              + ", but now they are "
              + hash
              + ": bring the old data back, or start a study in another folder");
    }
    database.setting(DATA_HASH, hash);
  }

  private static void report(
      StudyDefinition definition, StudyFolder where, StudyDatabase database) {
    AtomicFiles.write(
        where.report(), HtmlReport.of(definition.spec().searchSpace().dimensions(), database));
  }

  private void alone(String task, Path multi, Verdict verdict, SharedTraining shared) {
    listener.stage("task " + task + " alone");
    StudyFolder own = folder.single(task);
    StudyDefinition alone = study.alone(task).orElseThrow();
    AtomicFiles.write(own.study(), study.text().yaml());
    try (StudyDatabase database = database(own)) {
      StudyTextRecord.write(database, study.text());
      Trial best = search(alone, own, database, shared);
      Path single = BestArtifact.of(own.bundles(), best.number());
      verdict.found("single:" + task, best.number(), single);
      verdict.difference(alone.terms().get(0), multi, single);
      report(alone, own, database);
    }
  }

  private Trial search(
      StudyDefinition definition,
      StudyFolder where,
      StudyDatabase database,
      SharedTraining shared) {
    StudySetup setup =
        new StudySetup(
                new RecipeTrials(definition, shared),
                definition.objectives(),
                generator(definition))
            .budget(definition.spec().budget())
            .pruner(pruner(definition.spec().pruner()))
            .trainingsPerTrial(definition.spec().trainingsPerTrial())
            .workers(definition.spec().workers())
            .seed(definition.spec().seed())
            .listener(listener)
            .keepBestIn(where.bundles());
    List<Trial> trials = new StudyRun(setup, database).execute();
    return TrialRanking.best(trials)
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "no trial of "
                        + trials.size()
                        + " was completed; search --show "
                        + where.path()
                        + " tells why"));
  }

  private static CandidateGenerator generator(StudyDefinition definition) {
    SearchSpace space = definition.spec().searchSpace();
    long seed = definition.spec().seed();
    GeneratorSpec spec = definition.spec().generator();
    if (spec instanceof GeneratorSpec.Grid grid) {
      return Generators.grid(
          space, grid.points(), grid.order() == GeneratorSpec.Grid.Order.RANDOM, seed);
    }
    if (spec instanceof GeneratorSpec.Genetic genetic) {
      return Generators.genetic(space, genetic.populationSize(), genetic.mutationRate(), seed);
    }
    if (spec instanceof GeneratorSpec.Tpe tpe) {
      return Generators.tpe(
          space,
          definition.objectives(),
          new TpeGenerator.Settings(tpe.startupTrials(), tpe.candidates(), tpe.goodShare()),
          space.point(definition::defaultValue),
          seed);
    }
    return Generators.random(space, seed);
  }

  private static Pruner pruner(PrunerSpec spec) {
    return spec instanceof PrunerSpec.Asha asha
        ? new SuccessiveHalving(asha.reduction(), asha.minEpochs())
        : Pruner.NONE;
  }

  /** The recipe of a trial, as it can be trained. */
  public static String recipeText(StudyDefinition study, Trial trial) {
    Recipe recipe = study.trialRecipe(trial.values(), trial.seed());
    return RecipeReader.write(recipe);
  }
}
