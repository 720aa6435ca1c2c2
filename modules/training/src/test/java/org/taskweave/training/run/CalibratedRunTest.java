package org.taskweave.training.run;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.taskweave.core.InvalidInputException;
import org.taskweave.core.calibration.Calibration;
import org.taskweave.core.recipe.Recipe;
import org.taskweave.data.batch.EncodedExample;
import org.taskweave.data.event.BehaviorEvent;
import org.taskweave.data.example.Split;
import org.taskweave.nn.model.MultiTaskModel;
import org.taskweave.training.bundle.ModelBundle;

/** Positive labels that weigh five times make probabilities too high, which dev labels mend. */
class CalibratedRunTest {

  private static final String TASKS =
      "  bought: {kind: binary, label: {given: {attribute: bought}}, positiveWeight: 5,"
          + " calibration: isotonic}\n"
          + "  red: {kind: binary, label: {given: {attribute: red}}}\n"
          + "  size: {kind: multiclass, label: {given: {attribute: size}}, calibration: temperature}\n";

  @TempDir static Path folder;

  private static Recipe recipe;
  private static List<BehaviorEvent> events;
  private static RunFolder run;
  private static RunOutcome outcome;

  @BeforeAll
  static void train() {
    recipe =
        PlantedLog.recipe(
            TASKS, "training.epochs=2", "features.user={}", "evaluation.bootstrapSamples=0");
    events = noisy(PlantedLog.events(480, 4));
    run = new RunFolder(folder.resolve("run"));
    outcome = trained(run, events);
  }

  private static RunOutcome trained(RunFolder run, List<BehaviorEvent> events) {
    return new TrainingRun(recipe, run, RunListener.NONE, List.of())
        .train(TrainingData.of(recipe, events, RunListener.NONE));
  }

  /** Nothing tells the labels of "bought" any more. */
  private static List<BehaviorEvent> noisy(List<BehaviorEvent> events) {
    return PlantedLog.shuffled(events, "bought", 8);
  }

  /** The same events with other labels of the test split. */
  private static List<BehaviorEvent> otherTestLabels() {
    Random random = new Random(1);
    List<BehaviorEvent> changed = new ArrayList<>();
    for (BehaviorEvent event : events) {
      Map<String, Object> attributes = new HashMap<>(event.attributes());
      if ("test".equals(attributes.get("split"))) {
        attributes.put("bought", (double) random.nextInt(2));
        attributes.put("size", List.of("mug", "set", "none").get(random.nextInt(3)));
      }
      changed.add(
          new BehaviorEvent(
              event.user(),
              event.item(),
              event.action(),
              event.timestampMillis(),
              event.text(),
              event.basket(),
              attributes));
    }
    return changed;
  }

  private static CalibrationReport report(String task, Split split) {
    return outcome.calibration().stream()
        .filter(report -> report.task().equals(task) && report.split() == split)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void whatWeightsDistortedIsMendedOnDevAndOnTest() {
    assertEquals(4, outcome.calibration().size());
    // Log-odds of an uninformed model are ln 5 too high: .83 is said where .5 is true.
    CalibrationReport test = report("bought", Split.TEST);
    assertTrue(test.before().error() > 0.2, test.toString());
    assertTrue(test.after().error() < 0.12, test.toString());
    assertTrue(report("bought", Split.DEV).after().error() < 0.1);
    double measured = outcome.test().get(0).metric("calibrationError").value();
    assertEquals(measured, test.after().error(), 1e-6);
  }

  @Test
  void theBundleHoldsWhatWasFitted() throws Exception {
    assertNotNull(ImageIO.read(run.curves().resolve("reliability-bought.png").toFile()));
    assertTrue(Files.readString(run.calibration()).contains("size, temperature"));
    try (ModelBundle bundle = ModelBundle.load(outcome.bundle())) {
      assertEquals(
          List.of("bought", "size"),
          bundle.model().calibrations().keySet().stream().sorted().toList());
      var encoder = bundle.inputs().encoder();
      List<EncodedExample> test =
          TrainingData.of(recipe, events, RunListener.NONE).of(Split.TEST).stream()
              .map(encoder::encode)
              .toList();
      double[] calibrated = scores(bundle, test);
      Calibration fitted = bundle.model().calibrations().get("bought");
      MultiTaskModel model = bundle.model();
      double[] raw = bundle.inputs().scorer(16).score(model::uncalibrated, test).get(0).values();
      assertNotEquals(raw[0], calibrated[0], 0.05);
      for (int i = 0; i < raw.length; i++) {
        double[] row = {raw[i]};
        fitted.apply(row);
        assertEquals(row[0], calibrated[i], 1e-6);
      }
    }
    Path copy = folder.resolve("damaged");
    try (ModelBundle bundle = ModelBundle.load(outcome.bundle())) {
      bundle.model().calibrate(Map.of());
      bundle.save(copy);
    }
    String message =
        assertThrows(InvalidInputException.class, () -> ModelBundle.load(copy)).getMessage();
    assertTrue(message.contains("calibration.json"), message);
  }

  private static double[] scores(ModelBundle bundle, List<EncodedExample> examples) {
    return bundle.inputs().scorer(16).score(bundle.model(), examples).get(0).values();
  }

  @Test
  void labelsOfTheTestSplitChangeNothing() {
    RunOutcome other = trained(new RunFolder(folder.resolve("other")), otherTestLabels());
    try (ModelBundle first = ModelBundle.load(outcome.bundle());
        ModelBundle second = ModelBundle.load(other.bundle())) {
      assertEquals(first.model().calibrations(), second.model().calibrations());
      assertArrayEquals(
          first.model().graph().params().data().asFloat(),
          second.model().graph().params().data().asFloat());
    }
  }
}
