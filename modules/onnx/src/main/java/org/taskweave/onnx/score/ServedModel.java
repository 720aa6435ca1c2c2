package org.taskweave.onnx.score;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.taskweave.core.InvalidInputException;
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
import org.taskweave.training.bundle.CatalogFile;
import org.taskweave.training.evaluate.ModelInputs;
import org.taskweave.training.evaluate.TaskPredictions;

/**
 * An export folder that predicts: the ONNX file and beside it the recipe, the preprocessing, the
 * tokenizer and, for models that know items, the catalog. No bundle is needed. Not thread-safe,
 * like its tokenizer; open one per thread, or feed {@link #scorer()}, which is.
 */
public final class ServedModel implements AutoCloseable {

  /** Name of the tokenizer's file in an export folder. */
  public static final String TOKENIZER = "tokenizer.json";

  /** Name of the recipe's file. */
  public static final String RECIPE = "recipe.yaml";

  /** Name of the catalog's file, of models that know items. */
  public static final String CATALOG = "catalog.jsonl";

  /** Name of the preprocessing's file. */
  public static final String PREPROCESSING = "preprocessing.json";

  private final OnnxScorer scorer;
  private final Recipe recipe;
  private final Preprocessing preprocessing;
  private final ModelInputs inputs;

  private ServedModel(
      OnnxScorer scorer, Recipe recipe, Preprocessing preprocessing, ModelInputs inputs) {
    this.scorer = scorer;
    this.recipe = recipe;
    this.preprocessing = preprocessing;
    this.inputs = inputs;
  }

  /**
   * Opens an export folder.
   *
   * @param file the ONNX file in it
   * @throws InvalidInputException if a file is missing, damaged or of another export
   */
  public static ServedModel open(Path file, RuntimeOptions options) {
    Path recipeFile = sibling(file, RECIPE);
    Path preprocessingFile = sibling(file, PREPROCESSING);
    Path tokenizerFile = sibling(file, TOKENIZER);
    OnnxScorer scorer = OnnxScorer.open(file, options);
    try {
      Recipe recipe =
          RecipeReader.parse(Files.readString(recipeFile), recipeFile.toString(), List.of());
      Preprocessing preprocessing =
          Preprocessing.fromJson(
              Files.readString(preprocessingFile),
              recipe.tasks(),
              recipe.features(),
              recipe.sequence().kind(),
              preprocessingFile.toString());
      List<String> tasks = preprocessing.tasks().stream().map(TaskSpec::name).toList();
      List<String> own = scorer.metadata().tasks().stream().map(FileMetadata.Task::name).toList();
      if (!tasks.equals(own)) {
        throw new InvalidInputException(
            file
                + ": has the tasks "
                + own
                + ", but "
                + recipeFile
                + " has "
                + tasks
                + ". Keep the files of one export together.");
      }
      return new ServedModel(
          scorer,
          recipe,
          preprocessing,
          new ModelInputs(
              recipe,
              preprocessing,
              Files.readString(tokenizerFile),
              recipe.hasItems()
                  ? CatalogFile.read(sibling(file, CATALOG))
                  : new ItemCatalog(List.of())));
    } catch (IOException e) {
      scorer.close();
      throw new UncheckedIOException("cannot read the files beside " + file, e);
    } catch (RuntimeException e) {
      scorer.close();
      throw e;
    }
  }

  private static Path sibling(Path file, String name) {
    Path sibling = file.resolveSibling(name);
    if (!Files.isRegularFile(sibling)) {
      throw new InvalidInputException(
          sibling
              + ": is missing. A served model needs "
              + List.of(RECIPE, PREPROCESSING, TOKENIZER)
              + " (and "
              + CATALOG
              + ", if it knows items) beside its ONNX file: copy the whole export folder.");
    }
    return sibling;
  }

  /** The tasks with their classes, in the order of the predictions. */
  public List<TaskSpec> tasks() {
    return preprocessing.tasks();
  }

  /** Runs batches; thread-safe. */
  public OnnxScorer scorer() {
    return scorer;
  }

  /**
   * Every user of some events who has what the recipe requires, just after the user's newest event.
   *
   * @throws InvalidInputException when there is none
   */
  public List<Example> users(Iterable<BehaviorEvent> events) {
    return ExampleBuilder.of(recipe)
        .withoutLabels(
            BehaviorSequences.of(events, recipe.seed(), recipe.data().columns().order()),
            Optional.empty(),
            OptionalLong.empty());
  }

  /**
   * Predictions of every task, in task order: row i belongs to the i-th user. Probabilities, or
   * values in the label's unit; for token tagging the rows are the tokens of all users.
   */
  public List<TaskPredictions> predict(List<Example> users) {
    HistoryEncoder encoder = inputs.encoder();
    List<EncodedExample> encoded = encoder.encodeAll(users);
    return inputs.scorer(recipe.evaluation().batchSize()).score(scorer, encoded);
  }

  @Override
  public void close() {
    inputs.close();
    scorer.close();
  }
}
