package org.taskweave.training.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.taskweave.core.InvalidInputException;
import org.taskweave.core.calibration.ConformalFit;
import org.taskweave.core.metric.MetricResult;
import org.taskweave.core.metric.TaskEvaluation;
import org.taskweave.core.recipe.Recipe;
import org.taskweave.data.event.BehaviorEvent;
import org.taskweave.data.example.Split;
import org.taskweave.training.bundle.ModelBundle;
import org.taskweave.training.evaluate.Regions;

class ConformalRunTest {

  private static final String TASKS =
      """
        events: {kind: regression, label: {given: {attribute: events}}}
        size: {kind: multiclass, label: {given: {attribute: size}}}
        letters: {kind: multilabel, label: {given: {attribute: letters}}}
      """;

  @TempDir static Path folder;

  private static Recipe recipe;
  private static List<BehaviorEvent> events;
  private static Path bundle;

  @BeforeAll
  static void train() {
    recipe = PlantedLog.recipe(TASKS, "evaluation.bootstrapSamples=0");
    events = PlantedLog.events(480, 4);
    bundle =
        new TrainingRun(recipe, new RunFolder(folder.resolve("run")), RunListener.NONE, List.of())
            .train(TrainingData.of(recipe, events, RunListener.NONE))
            .bundle();
  }

  private static Regions regions(ModelBundle of, double coverage) {
    return new Regions(coverage, of.preprocessing().tasks(), of.conformal());
  }

  private static List<TaskEvaluation> measured(ModelBundle loaded, Split split, double coverage) {
    return new BundleEvaluation(loaded)
        .covering(regions(loaded, coverage))
        .evaluate(recipe, loaded.model(), split, events, RunListener.NONE);
  }

  @Test
  void regionsCoverTheTestSplitAsAskedAndAreSmallerThanConstantOnes() {
    try (ModelBundle loaded = ModelBundle.load(bundle)) {
      assertEquals(Set.of("events", "size"), loaded.conformal().keySet());
      List<TaskEvaluation> test = measured(loaded, Split.TEST, 0.8);
      for (TaskEvaluation task : test.subList(0, 2)) {
        MetricResult covered = task.metric("covered@0.8");
        MetricResult size = task.metric("regionSize@0.8");
        assertEquals(120, covered.labelCount());
        // Three deviations that 120 dev and 120 test labels give: 3 sqrt(2 * .16 / 120) = .155.
        // The classes are known so well that sets of one cover more.
        assertTrue(covered.value() > 0.8 - 0.155, task.toString());
        assertTrue(size.value() < 0.9 * size.trivialBaseline(), task.toString());
      }
      assertEquals(0.8, test.get(0).metric("covered@0.8").value(), 0.155);
      assertThrows(
          IllegalArgumentException.class, () -> test.get(2).metric("covered@0.8"), "multilabel");
      // On dev itself the ceil(121 * .8) = 97th of 120 distances covers 97 of 120 or more.
      TaskEvaluation dev = measured(loaded, Split.DEV, 0.8).get(0);
      assertTrue(dev.metric("covered@0.8").value() >= 97 / 120., dev.toString());
      assertTrue(dev.metric("covered@0.8").value() <= 99 / 120., dev.toString());
      MetricResult wider = measured(loaded, Split.TEST, 0.95).get(0).metric("regionSize@0.95");
      assertTrue(wider.value() > test.get(0).metric("regionSize@0.8").value());
    }
  }

  @Test
  void whatCannotBeCoveredIsRefused() throws Exception {
    try (ModelBundle loaded = ModelBundle.load(bundle)) {
      assertMistake("is no probability", () -> regions(loaded, 1));
      assertMistake("199 or more", () -> regions(loaded, 0.995));
      assertMistake(
          "does not know how far dev labels",
          () -> new Regions(0.8, loaded.preprocessing().tasks(), Map.of()));
      assertMistake(
          "has none of them",
          () -> new Regions(0.8, loaded.preprocessing().tasks().subList(2, 3), Map.of()));
      Map<String, ConformalFit> kept = loaded.conformal();
      Path copy = folder.resolve("copy");
      loaded.save(copy);
      try (ModelBundle again = ModelBundle.load(copy)) {
        assertEquals(kept, again.conformal());
      }
      Path json = copy.resolve("conformal.json");
      assertTrue(Files.readString(json).contains("\"ofTrivial\""));
      Files.writeString(json, Files.readString(json).replace("\"labels\":120", "\"labels\":7"));
      assertThrows(InvalidInputException.class, () -> ModelBundle.load(copy));
    }
  }

  private static void assertMistake(String words, org.junit.jupiter.api.function.Executable asked) {
    String message = assertThrows(InvalidInputException.class, asked).getMessage();
    assertTrue(message.contains(words), message);
  }
}
