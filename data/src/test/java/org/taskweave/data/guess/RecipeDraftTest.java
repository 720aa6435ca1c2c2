package org.taskweave.data.guess;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.taskweave.core.recipe.Recipe;
import org.taskweave.core.recipe.RecipeReader;
import org.taskweave.data.log.LogSample;

class RecipeDraftTest {

  private static Recipe drafted(Map<String, List<String>> columns, Map<String, String> given) {
    LogSample sample = new LogSample(columns, "UTF-8", false, true);
    String text = RecipeDraft.write(sample, given, "odd\n\"log\".csv");
    return RecipeReader.parse(text, "drafted", List.of());
  }

  /** Names that YAML could take for something else: what is read back is what the log has. */
  @Test
  void namesOfAStrangersLogStayWhatTheyAre() {
    Map<String, List<String>> columns = new LinkedHashMap<>();
    columns.put("user\n", List.of("a", "a", "b", "b"));
    columns.put("\"item\" #1", List.of("p", "q", "p", "q"));
    columns.put("wh\u2028en\\", List.of("2024-01-01", "2024-01-02", "2024-01-03", "2024-01-04"));
    columns.put("clicked: \r\n- #", List.of("no", "yes", "no", "yes"));
    columns.put("colour\u0000\t", List.of("red", "blue", "red", "blue"));
    Recipe recipe = drafted(columns, Map.of());
    assertEquals(List.of("odd\n\"log\".csv"), recipe.data().files());
    assertEquals("user\n", recipe.data().columns().user());
    assertEquals("\"item\" #1", recipe.data().columns().item());
    assertEquals("wh\u2028en\\", recipe.data().columns().timestamp());
    assertEquals(
        List.of("clicked: \r\n- #", "colour\u0000\t"), recipe.data().columns().attributes());
    assertEquals(List.of("no", "yes"), recipe.tasks().get(0).classes());
  }

  @Test
  void actionsOfAStrangersLogStayWhatTheyAre() {
    Map<String, List<String>> columns = new LinkedHashMap<>();
    columns.put("user", List.of("a", "a", "b", "b"));
    columns.put("item", List.of("p", "q", "p", "q"));
    columns.put("time", List.of("2023-01-01", "2023-06-01", "2023-09-01", "2024-01-04"));
    columns.put("event", List.of("\"look\"\n at: it", "\"look\"\n at: it", "b", "c"));
    Recipe recipe = drafted(columns, Map.of());
    assertEquals(
        "\"look\"\n at: it",
        recipe.tasks().stream()
            .filter(task -> task.name().equals("again"))
            .findFirst()
            .orElseThrow()
            .label()
            .namedAction()
            .orElseThrow());
    assertTrue(recipe.examples().cuts().isPresent());
  }
}
