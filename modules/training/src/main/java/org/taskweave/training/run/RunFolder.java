package org.taskweave.training.run;

import java.nio.file.Path;
import java.util.List;
import org.taskweave.core.input.BoundedFile;
import org.taskweave.core.recipe.Recipe;
import org.taskweave.core.recipe.RecipeReader;
import org.taskweave.training.fit.Checkpoint;

/**
 * Where a run's files are: recipe.yaml, log.jsonl, quarantine/, checkpoint/, curves/, bundle/,
 * evaluation.json, evaluation.txt, calibration.txt.
 */
public record RunFolder(Path path) {

  private static final int MOST_RECIPE_BYTES = 16 << 20;

  /** The recipe with every override and default, as run. */
  public Path recipe() {
    return path.resolve("recipe.yaml");
  }

  /** JSON lines: data, epochs, evaluation. */
  public Path log() {
    return path.resolve("log.jsonl");
  }

  /** Bad rows of the log. */
  public Path quarantine() {
    return path.resolve("quarantine");
  }

  /** State after the last epoch. */
  public Path checkpoint() {
    return path.resolve("checkpoint");
  }

  /** Whether a run has come as far as its first checkpoint. */
  boolean checkpointExists() {
    return new Checkpoint(checkpoint()).exists();
  }

  /** PNG pictures. */
  public Path curves() {
    return path.resolve("curves");
  }

  /** The trained model. */
  public Path bundle() {
    return path.resolve("bundle");
  }

  /** The test split's metrics as JSON. */
  public Path evaluationJson() {
    return path.resolve("evaluation.json");
  }

  /** The test split's metrics as a table. */
  public Path evaluationTable() {
    return path.resolve("evaluation.txt");
  }

  /** Calibration errors before and after, where a task asks for calibration. */
  public Path calibration() {
    return path.resolve("calibration.txt");
  }

  /** The recipe as it ran: its relative paths start from the working directory. */
  Recipe readRecipe() {
    String place = recipe().toString();
    return RecipeReader.parse(
        BoundedFile.text(recipe(), place, MOST_RECIPE_BYTES), place, List.of());
  }
}
