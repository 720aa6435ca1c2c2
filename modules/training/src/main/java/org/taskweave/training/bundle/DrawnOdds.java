package org.taskweave.training.bundle;

import java.util.LinkedHashMap;
import java.util.Map;
import org.taskweave.core.calibration.PriorCorrection;
import org.taskweave.core.recipe.Recipe;
import org.taskweave.core.task.TaskSpec;

/** The odds of drawn items and those of the catalog that they were drawn from. */
final class DrawnOdds {

  private DrawnOdds() {}

  /**
   * By task: beside what came up lie {@code count} items of an example, and all others of the
   * catalog where predictions are used.
   */
  static Map<String, PriorCorrection> corrections(Recipe recipe, int catalogSize) {
    Map<String, PriorCorrection> byTask = new LinkedHashMap<>();
    for (TaskSpec task : recipe.tasks()) {
      if (recipe.examples().drawsFor(task) && catalogSize > 1) {
        int count = recipe.examples().perImpression().orElseThrow().drawn().orElseThrow().count();
        byTask.put(task.name(), new PriorCorrection(count / (catalogSize - 1.0)));
      }
    }
    return byTask;
  }
}
