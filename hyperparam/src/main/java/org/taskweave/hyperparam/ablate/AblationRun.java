package org.taskweave.hyperparam.ablate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.taskweave.core.InvalidInputException;
import org.taskweave.core.file.FolderLock;
import org.taskweave.core.metric.Bootstrap;
import org.taskweave.core.recipe.Recipe;
import org.taskweave.core.recipe.RecipeReader;
import org.taskweave.core.recipe.RecipeTree;
import org.taskweave.data.example.Split;
import org.taskweave.hyperparam.kept.KeptTrainings;
import org.taskweave.training.fit.TrainerListener;
import org.taskweave.training.run.RunListener;
import org.taskweave.training.run.SharedTraining;
import org.taskweave.training.run.TrainedModel;

/**
 * Trains a recipe as it is and without each of some parts, by several seeds, and measures both on
 * the test split, or on dev where there is none. Finished trainings are kept: an ablation goes on
 * after a kill, and further parts or seeds are added to it.
 */
public final class AblationRun {

  private final RecipeTree recipe;
  private final AblationRequest request;
  private final Optional<Beside> beside;
  private final AblationFolder folder;

  /**
   * An ablation.
   *
   * @param trees what is measured beside the recipe, where the request asks for it
   */
  public AblationRun(AblationRequest request, Beside trees, AblationFolder folder) {
    this.recipe = request.tree();
    this.request = request;
    this.beside = request.trees() ? Optional.of(trees) : Optional.empty();
    this.folder = folder;
  }

  /**
   * Goes on with what was asked for in a folder last, or reads it where all is done.
   *
   * @throws InvalidInputException if there is none
   */
  public static AblationRun resumed(Beside trees, AblationFolder folder) {
    return new AblationRun(
        KeptTrainings.asked(folder.path(), AblationRequest.class, "ablation"), trees, folder);
  }

  /** The recipe as it is written. */
  public Recipe recipe() {
    return recipe.bind();
  }

  /**
   * Runs what is not done yet, and writes everything.
   *
   * @throws InvalidInputException a part that the recipe has not, before anything runs; or a folder
   *     of another ablation
   */
  public Ablation run(RunListener listener) {
    Recipe whole = recipe.bind();
    request.requireMetrics(whole.tasks());
    Map<String, RecipeTree> variants = new LinkedHashMap<>();
    variants.put(FinishedTraining.WHOLE, recipe);
    request.without().forEach(part -> variants.put(part.word(), part.leftOut(recipe, whole)));
    variants.values().forEach(RecipeTree::bind);
    try (FolderLock lock = FolderLock.of(folder.path(), "an ablation");
        SharedTraining shared = SharedTraining.ofLogs(folder.quarantine(), listener)) {
      KeptTrainings<FinishedTraining> kept = folder.kept();
      kept.begin(request);
      KeptTrainings.Origin origin =
          new KeptTrainings.Origin(RecipeReader.write(whole), shared.dataHash(whole));
      List<FinishedTraining> finished = new ArrayList<>(kept.finished(origin));
      kept.ask(request);
      int seeds = request.seeds();
      Split split = shared.has(whole, Split.TEST) ? Split.TEST : Split.DEV;
      List<FinishedTraining> asked = new ArrayList<>();
      variants.forEach(
          (variant, tree) -> {
            for (int i = 0; i < seeds; i++) {
              long seed = whole.trainingSeed() + i;
              Recipe seeded = tree.with("training.seed", seed).bind();
              asked.add(
                  known(finished, variant, seed)
                      .orElseGet(
                          () -> {
                            listener.stage("training: " + variant + ", seed " + seed);
                            FinishedTraining row = train(shared, seeded, variant, split);
                            finished.add(row);
                            kept.write(origin, finished);
                            return row;
                          }));
            }
          });
      beside.ifPresent(
          other -> {
            for (int i = 0; i < seeds; i++) {
              long seed = whole.trainingSeed() + i;
              asked.add(
                  known(finished, other.name(), seed)
                      .orElseGet(
                          () -> {
                            FinishedTraining row = train(shared, whole, other, split, seed);
                            finished.add(row);
                            kept.write(origin, finished);
                            return row;
                          }));
            }
          });
      Ablation ablation =
          new Ablation(
              split.name().toLowerCase(Locale.ROOT),
              seeds,
              Ablation.lines(
                  shared.tasks(whole),
                  asked,
                  request.metrics(),
                  new Bootstrap(whole.evaluation().bootstrapSamples(), whole.seed())),
              asked.stream()
                  .collect(
                      Collectors.groupingBy(
                          FinishedTraining::variant,
                          LinkedHashMap::new,
                          Collectors.averagingDouble(row -> row.seconds() / 60))));
      folder.write(ablation);
      return ablation;
    }
  }

  private static Optional<FinishedTraining> known(
      List<FinishedTraining> finished, String variant, long seed) {
    return finished.stream().filter(row -> row.isOf(variant, seed)).findFirst();
  }

  private static FinishedTraining train(
      SharedTraining shared, Recipe recipe, String variant, Split split) {
    long started = System.nanoTime();
    try (TrainedModel model = shared.train(recipe, TrainerListener.NONE)) {
      List<MeasuredRows> rows = new ArrayList<>();
      shared
          .predictions(model.bundle(), split)
          .forEach(
              (task, predictions) ->
                  rows.add(
                      MeasuredRows.of(task, predictions, shared.coldRows(recipe, split, task))));
      return new FinishedTraining(
          variant,
          recipe.trainingSeed(),
          (System.nanoTime() - started) / 1e9,
          model.result().epochs().size(),
          rows);
    }
  }

  private static FinishedTraining train(
      SharedTraining shared, Recipe recipe, Beside beside, Split split, long seed) {
    long started = System.nanoTime();
    List<MeasuredRows> rows = new ArrayList<>();
    beside
        .predictions(recipe, shared.data(recipe), split, seed)
        .forEach(
            (task, predictions) -> rows.add(MeasuredRows.of(task, predictions, new boolean[0])));
    return new FinishedTraining(beside.name(), seed, (System.nanoTime() - started) / 1e9, 0, rows);
  }
}
