package org.taskweave.training.bundle;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.taskweave.core.InvalidInputException;
import org.taskweave.core.batch.BatchScorer;
import org.taskweave.core.calibration.PriorCorrection;
import org.taskweave.core.input.BoundedFile;
import org.taskweave.core.recipe.Recipe;
import org.taskweave.core.recipe.RecipeReader;
import org.taskweave.core.task.TaskSpec;
import org.taskweave.data.batch.EncodedExample;
import org.taskweave.data.batch.HistoryEncoder;
import org.taskweave.data.event.BehaviorEvent;
import org.taskweave.data.event.BehaviorSequences;
import org.taskweave.data.event.ItemCatalog;
import org.taskweave.data.example.Example;
import org.taskweave.data.example.ExampleBuilder;
import org.taskweave.data.feature.Preprocessing;
import org.taskweave.data.side.SideTable;
import org.taskweave.training.evaluate.ModelInputs;
import org.taskweave.training.evaluate.TaskPredictions;

/**
 * What turns a log into a model's inputs and its outputs into predictions: recipe, preprocessing,
 * tokenizer and catalog, as files of the same names in a bundle and beside an exported model.
 * Thread-safe.
 */
public final class ModelContext implements AutoCloseable {

  private static final String RECIPE = "recipe.yaml";
  private static final String PREPROCESSING = "preprocessing.json";
  private static final String TOKENIZER = "tokenizer.json";
  private static final String CATALOG = "catalog.jsonl";

  /** The files that a context consists of. */
  public static final List<String> FILES = List.of(RECIPE, PREPROCESSING, TOKENIZER, CATALOG);

  private static final int MOST_RECIPE_BYTES = 1 << 20;
  private static final int MOST_PREPROCESSING_BYTES = 1 << 30;
  private static final int MOST_TOKENIZER_BYTES = 64 << 20;

  private final Recipe recipe;
  private final Preprocessing preprocessing;
  private final String tokenizerJson;
  private final ItemCatalog catalog;
  private final ModelInputs inputs;
  private final Map<String, PriorCorrection> corrections;

  /**
   * A context of its parts.
   *
   * @throws InvalidInputException if the tokenizer's file is damaged
   */
  public ModelContext(
      Recipe recipe, Preprocessing preprocessing, String tokenizerJson, ItemCatalog catalog) {
    this.recipe = recipe;
    this.preprocessing = preprocessing;
    this.tokenizerJson = tokenizerJson;
    this.catalog = catalog;
    this.inputs = new ModelInputs(recipe, preprocessing, tokenizerJson, catalog);
    this.corrections = DrawnOdds.corrections(recipe, catalog.size());
  }

  /**
   * Reads the files of a folder.
   *
   * @param place what to call the folder in errors
   * @throws InvalidInputException if one is missing or damaged, or they do not belong together
   */
  public static ModelContext read(Path folder, String place) {
    Recipe recipe =
        RecipeReader.parse(
            text(folder, place, RECIPE, MOST_RECIPE_BYTES), at(place, RECIPE), List.of());
    Preprocessing preprocessing =
        Preprocessing.fromJson(
            text(folder, place, PREPROCESSING, MOST_PREPROCESSING_BYTES),
            recipe,
            at(place, PREPROCESSING));
    String tokenizer = text(folder, place, TOKENIZER, MOST_TOKENIZER_BYTES);
    ItemCatalog catalog = CatalogFile.read(folder.resolve(CATALOG), at(place, CATALOG));
    try {
      return new ModelContext(recipe, preprocessing, tokenizer, catalog);
    } catch (InvalidInputException e) {
      throw new InvalidInputException(at(place, TOKENIZER) + ": " + e.getMessage(), e);
    }
  }

  private static String text(Path folder, String place, String name, int mostBytes) {
    return BoundedFile.text(folder.resolve(name), at(place, name), mostBytes);
  }

  private static String at(String place, String name) {
    return place + "/" + name;
  }

  /** Writes the files into a folder. */
  public void write(Path folder) throws IOException {
    Files.writeString(folder.resolve(RECIPE), RecipeReader.write(recipe));
    Files.writeString(folder.resolve(PREPROCESSING), preprocessing.toJson());
    Files.writeString(folder.resolve(TOKENIZER), tokenizerJson);
    CatalogFile.write(catalog, folder.resolve(CATALOG));
  }

  /** The recipe that the model was trained by. */
  public Recipe recipe() {
    return recipe;
  }

  /** What was learned from the training split besides weights. */
  public Preprocessing preprocessing() {
    return preprocessing;
  }

  /** Content of the tokenizer's file. */
  public String tokenizerJson() {
    return tokenizerJson;
  }

  /** The items of the log that the model was trained on. */
  public ItemCatalog catalog() {
    return catalog;
  }

  /** Turns examples into model inputs and scores, as in training. */
  public ModelInputs inputs() {
    return inputs;
  }

  /**
   * What corrects probabilities where examples have drawn items beside what came up: from their
   * odds to the odds among all items of the catalog. Empty without such tasks.
   */
  public Map<String, PriorCorrection> corrections() {
    return corrections;
  }

  /** The tasks with their classes, in the order of the predictions. */
  public List<TaskSpec> tasks() {
    return preprocessing.tasks();
  }

  /**
   * Every user of some events who has what the recipe requires, just after the newest event; of no
   * user a table says anything.
   *
   * @throws InvalidInputException when there is none
   */
  public List<Example> users(Iterable<BehaviorEvent> events) {
    return users(events, SideTable.EMPTY);
  }

  /**
   * As above.
   *
   * @param known what a table says of users
   */
  public List<Example> users(Iterable<BehaviorEvent> events, SideTable known) {
    return ExampleBuilder.of(recipe)
        .joining(known)
        .withoutLabels(
            BehaviorSequences.of(events, recipe.seed(), recipe.data().columns().order()),
            Optional.empty(),
            OptionalLong.empty());
  }

  /**
   * Predictions of every task, in task order: row i belongs to the i-th example. Probabilities, or
   * values in the label's unit; for token tagging the rows are the tokens of all examples.
   *
   * @param engine runs the model that this is the context of
   */
  public List<TaskPredictions> predict(BatchScorer engine, List<Example> examples) {
    HistoryEncoder encoder = inputs.encoder();
    List<EncodedExample> encoded = encoder.encodeAll(examples);
    return inputs.scorer(recipe.evaluation().batchSize()).score(engine, encoded);
  }

  @Override
  public void close() {
    inputs.close();
  }
}
