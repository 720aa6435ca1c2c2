package org.taskweave.training.run;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.image.BufferedImage;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.taskweave.core.InvalidInputException;
import org.taskweave.core.metric.TaskEvaluation;
import org.taskweave.core.recipe.Recipe;
import org.taskweave.core.task.TokenTaggingTask;
import org.taskweave.data.batch.EncodedExample;
import org.taskweave.data.event.BehaviorEvent;
import org.taskweave.data.example.Split;
import org.taskweave.training.bundle.ModelBundle;
import org.taskweave.training.evaluate.TaskPredictions;

/** One run with every kind of task, looked at from all sides. */
class AllKindsOfTaskTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<BehaviorEvent> EVENTS = PlantedLog.events(480, 4);

  @TempDir static Path folder;
  private static RunFolder run;
  private static RunOutcome outcome;

  @BeforeAll
  static void train() {
    Recipe recipe = PlantedLog.recipe(PlantedLog.ALL);
    run = new RunFolder(folder.resolve("run"));
    outcome =
        new TrainingRun(recipe, run, RunListener.NONE, List.of("from", "a test"))
            .train(TrainingData.of(recipe, EVENTS, RunListener.NONE));
  }

  private static Map<String, TaskEvaluation> byTask(List<TaskEvaluation> evaluations) {
    return evaluations.stream()
        .collect(Collectors.toMap(TaskEvaluation::task, Function.identity()));
  }

  @Test
  void everyKindOfTaskIsLearned() {
    assertEquals(
        List.of("red", "bought", "size", "letters", "events", "tags"),
        outcome.test().stream().map(TaskEvaluation::task).toList());
    for (TaskEvaluation task : outcome.test()) {
      double skill = task.primary().skill();
      assertTrue(skill > 0.5, task.task() + " " + task.primary() + " has skill " + skill);
      assertTrue(task.primary().labelCount() >= 120, task.primary().toString());
    }
  }

  @Test
  void regressionIsInTheUnitOfItsLabel() {
    // Labels are 100, 200, 300 and 400; their count is known to the model as a user feature.
    TaskEvaluation events = byTask(outcome.test()).get("events");
    assertTrue(events.metric("rmse").value() < 60, events.toString());
    assertEquals(112, events.metric("rmse").trivialBaseline(), 12);
    try (ModelBundle bundle = ModelBundle.load(outcome.bundle())) {
      int task = bundle.preprocessing().tasks().size() - 2;
      List<EncodedExample> examples = encoded(bundle);
      double[] values =
          bundle
              .inputs()
              .scorer(bundle.recipe().evaluation().batchSize())
              .score(bundle.model(), examples)
              .get(task)
              .values();
      double mean = Arrays.stream(values).average().orElseThrow();
      assertEquals(250, mean, 40);
    }
  }

  @Test
  void floorsStandBesideTheModel() {
    Map<String, TaskEvaluation> test = byTask(outcome.test());
    // A user who bought has one "buy": the count of it separates perfectly.
    assertEquals(1, test.get("bought").metric("auc").floor().orElseThrow(), 1e-12);
    assertEquals(0.5, test.get("bought").metric("auc").trivialBaseline(), 1e-12);
    // The count of events is the label over 100: off by 99, 198, 297 or 396.
    double floor = test.get("events").metric("rmse").floor().orElseThrow();
    assertTrue(floor > 198 && floor < 330, "floor " + floor);
    assertTrue(test.get("red").metric("auc").floor().isEmpty());
  }

  @Test
  void theRunFolderTellsWhatHappened() throws Exception {
    List<JsonNode> log = new ArrayList<>();
    for (String line : Files.readAllLines(run.log())) {
      log.add(JSON.readTree(line));
    }
    assertEquals("start", log.get(0).get("event").textValue());
    assertEquals(240, log.get(0).get("examples").get("train").intValue());
    assertTrue(log.get(0).get("dataHash").textValue().matches("sha256:[0-9a-f]{64}"));
    assertEquals(outcome.training().epochs().size() + 2, log.size());
    JsonNode epoch = log.get(1);
    assertEquals("epoch", epoch.get("event").textValue());
    for (String task : List.of("red", "bought", "size", "letters", "events", "tags")) {
      assertTrue(epoch.get("taskLosses").get(task).isNumber(), epoch.toString());
      assertEquals(1, epoch.get("taskWeights").get(task).doubleValue());
      assertTrue(epoch.get("devMetrics").get(task).size() > 0);
      assertNotNull(ImageIO.read(run.curves().resolve("dev-" + task + ".png").toFile()));
    }
    assertNotNull(ImageIO.read(run.curves().resolve("losses.png").toFile()));
    // Four metrics of a binary task: three panels of 420 x 240 above one.
    BufferedImage red = ImageIO.read(run.curves().resolve("dev-red.png").toFile());
    assertEquals(List.of(3 * 420, 2 * 240), List.of(red.getWidth(), red.getHeight()));
    assertEquals("test", log.get(log.size() - 1).get("event").textValue());

    JsonNode evaluation = JSON.readTree(run.evaluationJson().toFile());
    assertEquals(6, evaluation.size());
    assertEquals("auc", evaluation.get(1).get("metrics").get(0).get("name").textValue());
    assertEquals(1, evaluation.get(1).get("metrics").get(0).get("floor").doubleValue());
    assertEquals("no", evaluation.get(0).get("report").get(0).get("className").textValue());
    String table = Files.readString(run.evaluationTable());
    assertTrue(table.contains("bought   auc ↑"), table);
    assertEquals(PlantedLog.recipe(PlantedLog.ALL), run.readRecipe());
  }

  @Test
  void aBundleLoadedInAnotherJvmPredictsTheSame() throws Exception {
    Path zip = folder.resolve("bundle.zip");
    double[] here;
    try (ModelBundle bundle = ModelBundle.load(outcome.bundle())) {
      here = ChildPrediction.predictions(bundle);
      assertEquals(List.of("from", "a test"), bundle.run().commandLine());
      assertEquals(20, bundle.catalog().size());
      bundle.save(zip);
    }
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1g",
                "-cp",
                System.getProperty("java.class.path"),
                ChildPrediction.class.getName(),
                zip.toString())
            .redirectError(folder.resolve("child.err").toFile())
            .start();
    String out = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, child.waitFor(), Files.readString(folder.resolve("child.err")));
    double[] there =
        out.lines()
            .filter(line -> line.startsWith(ChildPrediction.MARK))
            .flatMap(
                line -> Arrays.stream(line.substring(ChildPrediction.MARK.length()).split(" ")))
            .mapToDouble(Double::parseDouble)
            .toArray();
    assertTrue(here.length > 100, here.length + " predictions");
    // Probabilities are compared as they are; values of the regression are hundreds.
    for (int i = 0; i < here.length; i++) {
      assertEquals(here[i], there[i], 1e-6 * Math.max(1, Math.abs(here[i])));
    }
    assertEquals(here.length, there.length);
  }

  @Test
  void predictionsDependNeitherOnBatchSizeNorOnOrder() {
    try (ModelBundle bundle = ModelBundle.load(outcome.bundle())) {
      List<EncodedExample> examples = encoded(bundle);
      List<TaskPredictions> expected = score(bundle, 64, examples);
      for (int batchSize : new int[] {1, 7}) {
        List<TaskPredictions> actual = score(bundle, batchSize, examples);
        for (int k = 0; k < expected.size(); k++) {
          assertClose(expected.get(k).values(), actual.get(k).values());
        }
      }
      List<Integer> order = new ArrayList<>();
      for (int i = 0; i < examples.size(); i++) {
        order.add(i);
      }
      Collections.shuffle(order, new Random(3));
      List<TaskPredictions> moved = score(bundle, 7, order.stream().map(examples::get).toList());
      for (int k = 0; k < expected.size(); k++) {
        if (bundle.preprocessing().tasks().get(k) instanceof TokenTaggingTask) {
          continue;
        }
        for (int i = 0; i < order.size(); i++) {
          for (int c = 0; c < expected.get(k).width(); c++) {
            double value = expected.get(k).at(order.get(i), c);
            assertEquals(value, moved.get(k).at(i, c), 1e-5 * Math.max(1, Math.abs(value)));
          }
        }
      }
    }
  }

  @Test
  void anotherBatchSizeOrSplitIsEvaluatedAsAsked() {
    try (ModelBundle bundle = ModelBundle.load(outcome.bundle())) {
      BundleEvaluation evaluation = new BundleEvaluation(bundle);
      Recipe small = PlantedLog.recipe(PlantedLog.ALL, "evaluation.batchSize=7");
      List<TaskEvaluation> again =
          evaluation.evaluate(small, bundle.model(), Split.TEST, EVENTS, RunListener.NONE);
      for (int k = 0; k < again.size(); k++) {
        assertEquals(outcome.test().get(k).primary().value(), again.get(k).primary().value(), 1e-3);
      }
      List<BehaviorEvent> onlyTest =
          EVENTS.stream()
              .filter(event -> Integer.parseInt(event.user().substring(1)) % 4 == 3)
              .toList();
      assertEquals(
          again,
          evaluation.evaluate(small, bundle.model(), Split.TEST, onlyTest, RunListener.NONE));
      String message =
          assertThrows(
                  InvalidInputException.class,
                  () ->
                      evaluation.evaluate(
                          small, bundle.model(), Split.DEV, onlyTest, RunListener.NONE))
              .getMessage();
      assertTrue(message.contains("no example"), message);
    }
  }

  @Test
  void aDamagedBundleAndAnotherVersionAreRefusedByName() throws Exception {
    Path damaged = folder.resolve("damaged");
    try (ModelBundle bundle = ModelBundle.load(outcome.bundle())) {
      bundle.save(damaged);
    }
    Files.writeString(damaged.resolve("preprocessing.json"), "{}");
    String message = refusal(damaged);
    assertTrue(
        message.contains(damaged.toString()) && message.contains("preprocessing.json"), message);

    File manifest = damaged.resolve("manifest.json").toFile();
    Files.writeString(
        manifest.toPath(),
        Files.readString(manifest.toPath())
            .replaceFirst("\"version\" : 2", "\"version\" : 3, \"new\" : true"));
    message = refusal(damaged);
    assertTrue(message.contains("taskweave-bundle version 3"), message);
    assertFalse(message.contains("is damaged"), message);

    Path zip = folder.resolve("cut.zip");
    Files.write(zip, new byte[] {'P', 'K', 3, 4});
    assertTrue(refusal(zip).contains(zip.toString()));
    message = refusal(run.path());
    assertTrue(message.contains("Maybe you meant a folder inside it"), message);
  }

  private static String refusal(Path path) {
    return assertThrows(InvalidInputException.class, () -> ModelBundle.load(path)).getMessage();
  }

  private static List<EncodedExample> encoded(ModelBundle bundle) {
    var encoder = bundle.inputs().encoder();
    return TrainingData.of(bundle.recipe(), EVENTS, RunListener.NONE).of(Split.TEST).stream()
        .map(encoder::encode)
        .toList();
  }

  private static List<TaskPredictions> score(
      ModelBundle bundle, int batchSize, List<EncodedExample> examples) {
    return bundle.inputs().scorer(batchSize).score(bundle.model(), examples);
  }

  private static void assertClose(double[] expected, double[] actual) {
    double[] scaledExpected = new double[expected.length];
    double[] scaledActual = new double[actual.length];
    for (int i = 0; i < expected.length; i++) {
      double scale = Math.max(1, Math.abs(expected[i]));
      scaledExpected[i] = expected[i] / scale;
      scaledActual[i] = actual[i] / scale;
    }
    assertArrayEquals(scaledExpected, scaledActual, 1e-5);
  }
}
