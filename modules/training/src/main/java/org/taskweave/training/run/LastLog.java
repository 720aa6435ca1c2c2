package org.taskweave.training.run;

import java.nio.file.Path;
import java.util.Set;
import org.taskweave.core.recipe.DataRecipe;
import org.taskweave.core.recipe.Recipe;
import org.taskweave.data.log.NumericAttributes;
import org.taskweave.data.log.ReadLog;

/** Reads logs and keeps the last one, which recipes with other examples may cut again. */
final class LastLog {

  private final Path quarantineFolder;
  private final RunListener listener;
  private Key key;
  private ReadLog log;

  private record Key(DataRecipe data, Set<String> numericAttributes) {}

  LastLog(Path quarantineFolder, RunListener listener) {
    this.quarantineFolder = quarantineFolder;
    this.listener = listener;
  }

  synchronized TrainingData data(Recipe recipe) {
    Key wanted = new Key(recipe.data(), NumericAttributes.of(recipe));
    if (!wanted.equals(key)) {
      log = TrainingData.log(recipe, quarantineFolder, listener);
      key = wanted;
    }
    return TrainingData.of(recipe, log, listener);
  }
}
