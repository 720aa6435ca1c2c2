package org.taskweave.training.bundle;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.taskweave.core.InvalidInputException;
import org.taskweave.core.batch.BatchScorer;
import org.taskweave.core.batch.CorrectedScorer;
import org.taskweave.core.calibration.ConformalFit;
import org.taskweave.core.input.BoundedFile;
import org.taskweave.core.recipe.Recipe;
import org.taskweave.core.run.RunRecord;
import org.taskweave.data.event.ItemCatalog;
import org.taskweave.data.feature.Preprocessing;
import org.taskweave.nn.model.MultiTaskModel;
import org.taskweave.training.evaluate.ModelInputs;
import org.taskweave.training.store.SealedFolder;

/**
 * A trained model with everything that turns a log into its inputs and its outputs into
 * predictions. Loaded in a fresh JVM it predicts the same. Not thread-safe, like its model.
 */
public final class ModelBundle implements AutoCloseable {

  private static final SealedFolder FORMAT = new SealedFolder("taskweave-bundle", 2);
  private static final String MODEL = "model.zip";
  private static final String RUN = "run.json";
  private static final int MOST_RUN_BYTES = 16 << 20;

  private final ModelContext context;
  private final RunRecord run;
  private final MultiTaskModel model;
  private final Map<String, ConformalFit> conformal;

  /** A bundle of its parts, without what regions are made of; it closes the model. */
  public ModelBundle(
      Recipe recipe,
      Preprocessing preprocessing,
      String tokenizerJson,
      ItemCatalog catalog,
      RunRecord run,
      MultiTaskModel model) {
    this(recipe, preprocessing, tokenizerJson, catalog, run, model, Map.of());
  }

  /**
   * A bundle of its parts; it closes the model.
   *
   * @param conformal what the regions of tasks are made of, by task
   */
  public ModelBundle(
      Recipe recipe,
      Preprocessing preprocessing,
      String tokenizerJson,
      ItemCatalog catalog,
      RunRecord run,
      MultiTaskModel model,
      Map<String, ConformalFit> conformal) {
    this(new ModelContext(recipe, preprocessing, tokenizerJson, catalog), run, model, conformal);
  }

  private ModelBundle(
      ModelContext context,
      RunRecord run,
      MultiTaskModel model,
      Map<String, ConformalFit> conformal) {
    this.context = context;
    this.run = run;
    this.model = model;
    this.conformal = Map.copyOf(conformal);
  }

  /**
   * Reads a bundle.
   *
   * @param path a folder, or a zip file
   * @throws InvalidInputException if it is none, of another format version, or damaged
   */
  public static ModelBundle load(Path path) {
    return FORMAT.read(path, folder -> read(path.toString(), folder));
  }

  /** The file that seals a bundle, so that who signs it signs the whole. */
  public static Path seal(Path bundle) {
    return SealedFolder.seal(bundle);
  }

  /**
   * What a bundle came from, without its model.
   *
   * @throws InvalidInputException as {@link #load}
   */
  public static RunRecord runOf(Path path) {
    return FORMAT.read(path, folder -> run(path.toString(), folder));
  }

  private static RunRecord run(String place, Path folder) {
    return RunRecord.fromJson(
        BoundedFile.text(folder.resolve(RUN), place + "/" + RUN, MOST_RUN_BYTES),
        place + "/" + RUN);
  }

  private static ModelBundle read(String place, Path folder) {
    RunRecord run = run(place, folder);
    ModelContext context = ModelContext.read(folder, place);
    try {
      Map<String, ConformalFit> conformal = ConformalFile.read(context, folder, place);
      return new ModelBundle(context, run, model(folder, place, context), conformal);
    } catch (RuntimeException e) {
      context.close();
      throw e;
    }
  }

  private static MultiTaskModel model(Path folder, String place, ModelContext context) {
    MultiTaskModel model =
        MultiTaskModel.restore(folder.resolve(MODEL), place + "/" + MODEL, context.tasks(), false);
    try {
      CalibrationFile.read(model, folder, place);
      model.requireReads(
          context.preprocessing().channels(),
          context.inputs().tokens(),
          context.recipe().sequence().longest(),
          context.catalog().size());
      return model;
    } catch (InvalidInputException e) {
      model.close();
      throw e;
    } catch (IllegalArgumentException e) {
      model.close();
      throw new InvalidInputException(
          place + "/" + MODEL + ": does not belong to the files beside it: " + e.getMessage(), e);
    }
  }

  /** Writes the bundle as a whole; a path ending in ".zip" becomes a zip file. */
  public void save(Path path) {
    FORMAT.write(
        path,
        folder -> {
          try {
            model.save(folder.resolve(MODEL), false);
            CalibrationFile.write(model, folder);
            ConformalFile.write(conformal, folder);
            context.write(folder);
            Files.writeString(folder.resolve(RUN), run.toJson());
          } catch (IOException e) {
            throw new UncheckedIOException("cannot write the bundle " + path, e);
          }
        });
  }

  /** What turns a log into the model's inputs and its outputs into predictions. */
  public ModelContext context() {
    return context;
  }

  /** The recipe it was trained by. */
  public Recipe recipe() {
    return context.recipe();
  }

  /** What was learned from the training split besides weights. */
  public Preprocessing preprocessing() {
    return context.preprocessing();
  }

  /** The items of the log it was trained on. */
  public ItemCatalog catalog() {
    return context.catalog();
  }

  /** What it came from. */
  public RunRecord run() {
    return run;
  }

  /**
   * What regions of predictions are made of, by task; nothing for tasks without known dev labels,
   * and in bundles of earlier builds.
   */
  public Map<String, ConformalFit> conformal() {
    return conformal;
  }

  /**
   * The network as predictions are made of it: its scores, corrected where examples had other odds
   * than what it is asked for. An exported file says the same.
   */
  public BatchScorer served() {
    return CorrectedScorer.of(model, model.tasks(), context.corrections());
  }

  /** The network, which scores as its examples are: what training and evaluation compare. */
  public MultiTaskModel model() {
    return model;
  }

  /** Content of the tokenizer's file. */
  public String tokenizerJson() {
    return context.tokenizerJson();
  }

  /** Turns examples into model inputs and scores, as in training. */
  public ModelInputs inputs() {
    return context.inputs();
  }

  @Override
  public void close() {
    context.close();
    model.close();
  }
}
