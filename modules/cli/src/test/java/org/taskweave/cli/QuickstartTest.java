package org.taskweave.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.taskweave.core.recipe.Recipe;
import org.taskweave.core.recipe.RecipeReader;
import org.taskweave.core.task.TaskPrediction;
import org.taskweave.data.event.BehaviorEvent;
import org.taskweave.data.event.BehaviorSequences;
import org.taskweave.data.example.Example;
import org.taskweave.data.example.ExampleBuilder;
import org.taskweave.data.log.LogReader;
import org.taskweave.data.log.NumericAttributes;
import org.taskweave.example.Quickstart;
import org.taskweave.recommend.Recommender;
import org.taskweave.training.bundle.ModelBundle;
import org.taskweave.training.run.RunFolder;

/** The Java example runs, and the README shows it as it is. */
class QuickstartTest {

  @TempDir Path folder;

  @Test
  void runs() throws IOException {
    Path recipeFile = SmallLog.write(folder);
    Recipe recipe = RecipeReader.read(recipeFile, List.of());
    List<BehaviorEvent> events =
        new LogReader(recipe.data(), folder, NumericAttributes.of(recipe))
            .read(folder.resolve("quarantine"))
            .events();
    Path withoutFiles = folder.resolve("events.yaml");
    String text = Files.readString(recipeFile);
    Files.writeString(withoutFiles, text.replaceAll("(?m)^ *files: .*\\R", ""));
    assertNotEquals(text, Files.readString(withoutFiles));
    List<String> users = Quickstart.topUsers(withoutFiles, events, folder.resolve("run"));
    assertEquals(likeliest(recipe, events, folder.resolve("run")), users);
    commandsThatReadALogSayThatThereIsNone(withoutFiles);
  }

  private void commandsThatReadALogSayThatThereIsNone(Path withoutFiles) throws IOException {
    Path bundle = new RunFolder(folder.resolve("run")).bundle();
    for (List<Object> command :
        List.<List<Object>>of(
            List.of("train", withoutFiles, "--out", folder.resolve("other")),
            List.of("trees", withoutFiles),
            List.of("evaluate", bundle),
            List.of("predict", bundle, "--out", folder.resolve("p.jsonl")),
            List.of("ablate", withoutFiles, "--without", "text", "--out", folder.resolve("a")),
            List.of(
                "compare", withoutFiles, "--sharing", "default", "--out", folder.resolve("c")))) {
      CommandRun run = CommandRun.of(command.toArray());
      assertEquals(2, run.exitCode(), () -> command + run.out() + run.err());
      assertTrue(
          run.err().contains("data.files names no file, but a log is to be read"),
          () -> command + run.err());
      assertTrue(run.err().contains("--set 'data.files=[PATH]'"), run.err());
    }
  }

  /** The three users of the highest predicted probability, worked out one by one. */
  private static List<String> likeliest(Recipe recipe, List<BehaviorEvent> events, Path run) {
    try (ModelBundle bundle = ModelBundle.load(new RunFolder(run).bundle())) {
      Map<String, Double> probabilities = new HashMap<>();
      Recommender recommender = new Recommender(bundle);
      for (Example user :
          ExampleBuilder.of(recipe)
              .withoutLabels(
                  BehaviorSequences.of(events, recipe.seed(), Optional.empty()),
                  Optional.empty(),
                  OptionalLong.empty())) {
        TaskPrediction again = recommender.predict(List.of(user)).get(0).tasks().get("again");
        probabilities.put(user.user(), ((TaskPrediction.Probability) again).probability());
      }
      assertEquals(60, probabilities.size());
      return probabilities.entrySet().stream()
          .sorted(Map.Entry.<String, Double>comparingByValue().reversed())
          .limit(3)
          .map(Map.Entry::getKey)
          .toList();
    }
  }

  @Test
  void isInTheReadme() throws IOException {
    Path source = Path.of("src", "test", "java", "org", "taskweave", "example", "Quickstart.java");
    String code = Files.readString(source);
    String readme = Files.readString(Path.of("..", "..", "README.md"));
    assertTrue(
        readme.contains("```java\n" + code + "```"),
        "README.md must show Quickstart.java between ```java and ```");
  }
}
