package org.taskweave.training.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.taskweave.core.metric.TaskEvaluation;
import org.taskweave.core.recipe.Recipe;
import org.taskweave.core.run.RunRecord;
import org.taskweave.data.event.BehaviorEvent;
import org.taskweave.training.bundle.ModelBundle;

/** Each way of balancing from the recipe to the bundle. */
class BalancingRunTest {

  private static final String TASKS =
      PlantedLog.RED
          + PlantedLog.BOUGHT
          + "  events: {kind: regression, label: {given: {attribute: events}}}\n";
  private static final List<BehaviorEvent> EVENTS = PlantedLog.events(48, 6);

  @TempDir Path temporary;

  private static final class Killed extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  private static Recipe recipe(String balancing) {
    return PlantedLog.recipe(
        TASKS,
        "training.epochs=3",
        "training.batchSize=8",
        "encoder.dropout=0.1",
        "evaluation.bootstrapSamples=0",
        "balancing=" + balancing);
  }

  private RunOutcome train(Recipe recipe, String folder) {
    return new TrainingRun(
            recipe, new RunFolder(temporary.resolve(folder)), RunListener.NONE, List.of())
        .train(TrainingData.of(recipe, EVENTS, RunListener.NONE));
  }

  private RunOutcome killedAndResumed(Recipe recipe) {
    RunFolder killed = new RunFolder(temporary.resolve("killed"));
    RunListener killer =
        new RunListener() {
          @Override
          public void epochDone(
              RunRecord.Epoch epoch, List<TaskEvaluation> dev, boolean best, double seconds) {
            throw new Killed();
          }
        };
    TrainingData data = TrainingData.of(recipe, EVENTS, RunListener.NONE);
    assertThrows(
        Killed.class, () -> new TrainingRun(recipe, killed, killer, List.of()).train(data));
    return TrainingRun.resume(killed, data, RunListener.NONE, List.of());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{kind: fixed, measureConflicts: true, schedule: {events: {weights: [1, 0.2]}}}",
        "{kind: randomLossWeighting}",
        "{kind: dynamicWeightAverage, temperature: 0.5}",
        "{kind: uncertainty, learningRate: 0.1}",
        "{kind: gradNorm, learningRate: 0.1}",
        "{kind: mgda, normalize: lossAndNorm}",
        "{kind: pcgrad}",
        "{kind: cagrad, c: 0.4}",
        "{kind: imtl, learningRate: 0.1}",
        "{kind: nashMtl, updateEvery: 2}",
        "{kind: famo, learningRate: 0.1}",
        "{kind: alignedMtl, schedule: {red: {shares: [0, 0.5, 1], weights: [0, 1, 1]}}}",
      })
  void aKilledRunEndsTheSame(String balancing) throws Exception {
    Recipe recipe = recipe(balancing);
    RunOutcome whole = train(recipe, "whole");
    RunOutcome resumed = killedAndResumed(recipe);
    assertEquals(whole.training(), resumed.training());
    assertEquals(
        Files.readString(new RunFolder(temporary.resolve("whole")).evaluationJson()),
        Files.readString(new RunFolder(temporary.resolve("killed")).evaluationJson()));
    for (RunRecord.Epoch epoch : whole.training().epochs()) {
      assertEquals(3, epoch.taskWeights().size(), epoch.toString());
      for (double loss : epoch.taskLosses().values()) {
        assertTrue(Double.isFinite(loss) && loss > 0, epoch.toString());
      }
      assertEquals(
          recipe.balancing().readsGradients() ? 3 : 0,
          epoch.gradientCosines().size(),
          epoch.toString());
    }
    RunRecord.Epoch first = whole.training().epochs().get(0);
    RunRecord.Epoch last = whole.training().epochs().get(2);
    assertNotEquals(first.taskWeights(), last.taskWeights());
    double before = first.taskLosses().values().stream().mapToDouble(x -> x).sum();
    double after = last.taskLosses().values().stream().mapToDouble(x -> x).sum();
    assertTrue(after < before, before + " -> " + after);
  }

  @Test
  void theRunFolderTellsWeightsAndConflicts() throws Exception {
    Recipe recipe = recipe("{kind: pcgrad, schedule: {events: {weights: [1, 0]}}}");
    RunOutcome outcome = train(recipe, "whole");
    RunFolder run = new RunFolder(temporary.resolve("whole"));
    JsonNode epoch = new ObjectMapper().readTree(Files.readAllLines(run.log()).get(1));
    assertEquals(
        outcome.training().epochs().get(0).taskWeights().get("events"),
        epoch.get("taskWeights").get("events").doubleValue());
    double cosine = epoch.get("gradientCosines").get("red|bought").doubleValue();
    assertTrue(Math.abs(cosine) <= 1 && cosine != 0);
    assertTrue(Files.exists(run.curves().resolve("task-weights.png")));
    assertTrue(Files.exists(run.curves().resolve("gradient-cosines.png")));
    try (ModelBundle bundle = ModelBundle.load(outcome.bundle())) {
      assertEquals(recipe.balancing(), bundle.recipe().balancing());
      assertEquals(outcome.training().epochs(), bundle.run().epochs());
    }
  }

  @Test
  void aScheduleIsFollowed() {
    RunOutcome outcome =
        train(recipe("{kind: fixed, schedule: {events: {weights: [1, 0]}}}"), "whole");
    // 24 training examples in batches of 8: shares 0, 1/9, .. 8/9; means 8/9, 5/9 and 2/9.
    for (int i = 0; i < 3; i++) {
      RunRecord.Epoch epoch = outcome.training().epochs().get(i);
      assertEquals((8 - 3 * i) / 9.0, epoch.taskWeights().get("events"), 1e-9);
      assertEquals(1, epoch.taskWeights().get("red"), 1e-9);
      assertTrue(epoch.gradientCosines().isEmpty());
    }
    assertFalse(
        Files.exists(
            new RunFolder(temporary.resolve("whole")).curves().resolve("gradient-cosines.png")));
  }
}
