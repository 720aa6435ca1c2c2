package org.taskweave.training.run;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.taskweave.core.recipe.Recipe;
import org.taskweave.core.recipe.RecipeReader;
import org.taskweave.core.run.RunRecord;
import org.taskweave.data.example.Split;

/** Run records of trainings that end now. */
final class RunRecords {

  private RunRecords() {}

  static RunRecord of(
      Recipe recipe,
      TrainingData data,
      List<String> commandLine,
      String startedAt,
      List<RunRecord.Epoch> epochs) {
    return new RunRecord(
        recipe.trainingSeed(),
        RecipeReader.write(recipe),
        data.hash(),
        data.until().toString(),
        counts(data),
        Versions.all(),
        commandLine,
        startedAt,
        Instant.now().toString(),
        epochs);
  }

  /** Examples by split. */
  static Map<String, Integer> counts(TrainingData data) {
    Map<String, Integer> counts = new LinkedHashMap<>();
    for (Split split : Split.values()) {
      counts.put(split.name().toLowerCase(Locale.ROOT), data.of(split).size());
    }
    return counts;
  }
}
