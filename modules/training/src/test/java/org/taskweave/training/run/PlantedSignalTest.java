package org.taskweave.training.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.taskweave.core.metric.MetricResult;
import org.taskweave.core.metric.TaskEvaluation;
import org.taskweave.core.recipe.Recipe;
import org.taskweave.data.event.BehaviorEvent;

class PlantedSignalTest {

  @TempDir Path folder;

  @Test
  void aWordAndAnActionAreLearned() {
    List<TaskEvaluation> test = train("planted", PlantedLog.events(600, 1));
    for (TaskEvaluation task : test) {
      double auc = task.metric("auc").value();
      assertTrue(auc > 0.95, task.task() + ": " + auc);
    }
  }

  @Test
  void shuffledLabelsFallToChance() {
    List<BehaviorEvent> shuffled =
        PlantedLog.shuffled(PlantedLog.shuffled(PlantedLog.events(600, 1), "red", 2), "bought", 3);
    for (TaskEvaluation task : train("shuffled", shuffled)) {
      MetricResult auc = task.metric("auc");
      // 150 test labels: by chance the deviation is about .047.
      assertEquals(150, auc.labelCount());
      assertEquals(0.5, auc.value(), 0.12, task.task());
    }
  }

  private List<TaskEvaluation> train(String name, List<BehaviorEvent> events) {
    Recipe recipe = PlantedLog.recipe(PlantedLog.RED + PlantedLog.BOUGHT);
    TrainingData data = TrainingData.of(recipe, events, RunListener.NONE);
    return new TrainingRun(recipe, new RunFolder(folder.resolve(name)), RunListener.NONE, List.of())
        .train(data)
        .test();
  }
}
