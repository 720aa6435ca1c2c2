package org.taskweave.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.taskweave.core.recipe.Recipe;
import org.taskweave.core.recipe.RecipeReader;
import org.taskweave.data.event.BehaviorEvent;
import org.taskweave.data.log.LogReader;
import org.taskweave.data.log.NumericAttributes;
import org.taskweave.example.Quickstart;

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
    List<String> users = Quickstart.topUsers(recipeFile, events, folder.resolve("run"));
    assertEquals(3, Set.copyOf(users).size());
    assertTrue(users.stream().allMatch(user -> user.matches("u\\d+")), users.toString());
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
