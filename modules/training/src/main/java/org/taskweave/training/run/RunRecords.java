package org.taskweave.training.run;

import java.time.Instant;
import java.util.List;
import org.taskweave.core.recipe.Recipe;
import org.taskweave.core.recipe.RecipeReader;
import org.taskweave.core.run.RunRecord;

/** Run records of trainings that end now. */
final class RunRecords {

  private RunRecords() {}

  static RunRecord of(
      Recipe recipe,
      DataFacts data,
      List<String> commandLine,
      String startedAt,
      List<RunRecord.Epoch> epochs) {
    return new RunRecord(
        recipe.trainingSeed(),
        RecipeReader.write(recipe),
        data.hash(),
        data.until().toString(),
        data.examples(),
        Versions.all(),
        commandLine,
        startedAt,
        Instant.now().toString(),
        epochs);
  }
}
