package org.taskweave.training.bundle;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.taskweave.core.recipe.Recipe;
import org.taskweave.core.recipe.RecipeReader;
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
  private static final String RECIPE = "recipe.yaml";
  private static final String PREPROCESSING = "preprocessing.json";
  private static final String TOKENIZER = "tokenizer.json";
  private static final String CATALOG = "catalog.jsonl";
  private static final String RUN = "run.json";

  private final Recipe recipe;
  private final Preprocessing preprocessing;
  private final String tokenizerJson;
  private final ItemCatalog catalog;
  private final RunRecord run;
  private final MultiTaskModel model;
  private final ModelInputs inputs;

  /** A bundle of its parts; it closes the model. */
  public ModelBundle(
      Recipe recipe,
      Preprocessing preprocessing,
      String tokenizerJson,
      ItemCatalog catalog,
      RunRecord run,
      MultiTaskModel model) {
    this.recipe = recipe;
    this.preprocessing = preprocessing;
    this.tokenizerJson = tokenizerJson;
    this.catalog = catalog;
    this.run = run;
    this.model = model;
    this.inputs = new ModelInputs(recipe, preprocessing, tokenizerJson, catalog);
  }

  /**
   * Reads a bundle.
   *
   * @param path a folder, or a zip file
   * @throws org.taskweave.core.InvalidInputException if it is none, of another format version, or
   *     damaged
   */
  public static ModelBundle load(Path path) {
    return FORMAT.read(path, folder -> read(path, folder));
  }

  private static ModelBundle read(Path path, Path folder) {
    try {
      Recipe recipe =
          RecipeReader.parse(
              Files.readString(folder.resolve(RECIPE)), path + "/" + RECIPE, java.util.List.of());
      Preprocessing preprocessing =
          Preprocessing.fromJson(
              Files.readString(folder.resolve(PREPROCESSING)),
              recipe.tasks(),
              recipe.features(),
              recipe.sequence().kind(),
              path + "/" + PREPROCESSING);
      return new ModelBundle(
          recipe,
          preprocessing,
          Files.readString(folder.resolve(TOKENIZER)),
          CatalogFile.read(folder.resolve(CATALOG)),
          RunRecord.fromJson(Files.readString(folder.resolve(RUN)), path + "/" + RUN),
          MultiTaskModel.restore(folder.resolve(MODEL), preprocessing.tasks(), false));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the bundle " + path, e);
    }
  }

  /** Writes the bundle as a whole; a path ending in ".zip" becomes a zip file. */
  public void save(Path path) {
    FORMAT.write(
        path,
        folder -> {
          try {
            model.save(folder.resolve(MODEL), false);
            Files.writeString(folder.resolve(RECIPE), RecipeReader.write(recipe));
            Files.writeString(folder.resolve(PREPROCESSING), preprocessing.toJson());
            Files.writeString(folder.resolve(TOKENIZER), tokenizerJson);
            CatalogFile.write(catalog, folder.resolve(CATALOG));
            Files.writeString(folder.resolve(RUN), run.toJson());
          } catch (IOException e) {
            throw new UncheckedIOException("cannot write the bundle " + path, e);
          }
        });
  }

  /** The recipe it was trained by. */
  public Recipe recipe() {
    return recipe;
  }

  /** What was learned from the training split besides weights. */
  public Preprocessing preprocessing() {
    return preprocessing;
  }

  /** The items of the log it was trained on. */
  public ItemCatalog catalog() {
    return catalog;
  }

  /** What it came from. */
  public RunRecord run() {
    return run;
  }

  /** The network. */
  public MultiTaskModel model() {
    return model;
  }

  /** Content of the tokenizer's file. */
  public String tokenizerJson() {
    return tokenizerJson;
  }

  /** Turns examples into model inputs and scores, as in training. */
  public ModelInputs inputs() {
    return inputs;
  }

  @Override
  public void close() {
    inputs.close();
    model.close();
  }
}
