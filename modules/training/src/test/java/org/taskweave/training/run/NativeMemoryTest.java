package org.taskweave.training.run;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.taskweave.core.recipe.Recipe;
import org.taskweave.data.event.BehaviorEvent;
import org.taskweave.engine.plan.NativeBytes;
import org.taskweave.training.fit.TrainerListener;

/**
 * Trainings one after the other, as a study has them, hold no more memory outside the Java heap
 * than one: not the model, nor its best epoch's parameters.
 */
class NativeMemoryTest {

  private static final List<BehaviorEvent> EVENTS = PlantedLog.events(40, 4);
  private static final Recipe RECIPE =
      PlantedLog.recipe(
          "  red: {kind: binary, label: {given: {attribute: red}}, hidden: 600}\n",
          "representation.hidden=600",
          "training.epochs=2",
          "evaluation.bootstrapSamples=10");

  @TempDir Path folder;

  @Test
  void trialsOfAStudy() {
    long[] parameters = new long[1];
    try (SharedTraining shared =
        SharedTraining.of(
            recipe -> TrainingData.of(recipe, EVENTS, RunListener.NONE), RunListener.NONE)) {
      long growth =
          NativeBytes.growth(
              4,
              () -> {
                try (TrainedModel trained = shared.train(RECIPE, TrainerListener.NONE)) {
                  parameters[0] = 4 * trained.bundle().model().parameterCount();
                }
              });
      assertTrue(growth < parameters[0] / 2, growth + " bytes stay, of " + parameters[0]);
    }
  }

  @Test
  void runs() {
    int[] number = new int[1];
    long parameters = 4 * 600L * 600;
    long growth =
        NativeBytes.growth(
            3,
            () ->
                new TrainingRun(
                        RECIPE,
                        new RunFolder(folder.resolve("run" + number[0]++)),
                        RunListener.NONE,
                        List.of())
                    .train(TrainingData.of(RECIPE, EVENTS, RunListener.NONE)));
    assertTrue(growth < parameters / 2, growth + " bytes stay, of " + parameters);
  }
}
