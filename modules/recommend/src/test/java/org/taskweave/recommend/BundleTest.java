package org.taskweave.recommend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.taskweave.core.metric.TaskEvaluation;
import org.taskweave.core.recipe.Recipe;
import org.taskweave.training.bundle.ModelBundle;
import org.taskweave.training.run.RunFolder;
import org.taskweave.training.run.RunListener;
import org.taskweave.training.run.RunOutcome;
import org.taskweave.training.run.TrainingData;
import org.taskweave.training.run.TrainingRun;

/** A model with every kind of task, its evaluation, and its bundle in this and a fresh JVM. */
class BundleTest {

  @TempDir static Path folder;

  private static RunOutcome outcome;

  @BeforeAll
  static void train() {
    Recipe recipe = AllKindsOfTask.recipe();
    outcome =
        new TrainingRun(recipe, new RunFolder(folder.resolve("run")), RunListener.NONE, List.of())
            .train(TrainingData.of(recipe, AllKindsOfTask.events(), RunListener.NONE));
  }

  @Test
  void everyKindIsEvaluatedOnItsKnownLabels() {
    Map<String, TaskEvaluation> test =
        outcome.test().stream()
            .collect(Collectors.toMap(TaskEvaluation::task, Function.identity()));
    assertEquals(40, test.get("yes").metric("auc").labelCount());
    assertEquals(40, test.get("number").metric("rmse").labelCount());
    // Noise of deviation 10 around 100: predictions are in the label's unit.
    assertTrue(test.get("number").metric("rmse").value() < 30);
    assertEquals(32, test.get("kind").metric("accuracy").labelCount());
    assertEquals(40, test.get("set").metric("macroF1").labelCount());
    // Two events of four words each; only first pieces of words have tags.
    assertEquals(40 * 8, test.get("tags").metric("accuracy").labelCount());
    assertTrue(
        test.get("tags").metric("accuracy").value() > 0.95,
        () -> "the tag is told by the word: " + test.get("tags").metric("accuracy").value());
  }

  @Test
  void aFreshJvmPredictsTheSame() throws IOException, InterruptedException {
    List<Double> expected;
    Path zip = folder.resolve("bundle.zip");
    try (ModelBundle bundle = ModelBundle.load(outcome.bundle())) {
      expected = AllKindsOfTask.numbers(AllKindsOfTask.predictions(bundle));
      bundle.save(zip);
    }
    for (Path path : List.of(outcome.bundle(), zip)) {
      List<Double> actual = inFreshJvm(path);
      assertEquals(expected.size(), actual.size());
      for (int i = 0; i < expected.size(); i++) {
        assertEquals(expected.get(i), actual.get(i), 1e-6 * Math.max(1, Math.abs(expected.get(i))));
      }
    }
  }

  private static List<Double> inFreshJvm(Path bundle) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
            .filter(a -> a.startsWith("-X") || a.startsWith("-Dorg.bytedeco"))
            .toList());
    command.addAll(
        List.of(
            "-cp",
            System.getProperty("java.class.path"),
            AllKindsOfTask.class.getName(),
            bundle.toString()));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), output);
    return output
        .lines()
        .filter(line -> line.startsWith("number "))
        .map(line -> Double.valueOf(line.substring("number ".length())))
        .toList();
  }
}
