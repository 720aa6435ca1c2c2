package org.taskweave.core.recipe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.taskweave.core.InvalidInputException;

class RecipeMistakesTest {

  private static final String RECIPE =
      """
      data:
        files: [log.csv]
        columns: {user: u, item: i, timestamp: t}
      examples:
        horizonDays: 1
        cuts: {train: [2011-01-02], dev: [2011-01-04], test: [2011-01-06]}
      tasks:
        reorder: {kind: binary, label: {occurs: {action: event}}}
      """;

  private static RecipeTree recipe(String more) {
    return RecipeTree.parse(RECIPE + more, "recipe.yaml");
  }

  private static String refusal(RecipeTree tree) {
    return assertThrows(InvalidInputException.class, tree::bind).getMessage();
  }

  @Test
  void anOverrideWithoutAValueIsASlip() {
    for (String empty : new String[] {"training.epochs=", "training.epochs=  "}) {
      String message =
          assertThrows(InvalidInputException.class, () -> recipe("").override(empty)).getMessage();
      assertTrue(message.startsWith("--set training.epochs="), message);
      assertTrue(message.contains(": has no value: write one after the ="), message);
    }
    int byDefault = recipe("").bind().training().epochs();
    assertEquals(byDefault, recipe("").override("training.epochs=null").bind().training().epochs());
    assertEquals(Optional.of(""), recipe("").override("data.quote=\"\"").bind().data().quote());
  }

  @Test
  void tasksMayNotDifferInCaseOnly() {
    String message =
        refusal(recipe("  REORDER: {kind: binary, label: {occurs: {action: event}}}\n"));
    assertTrue(
        message.contains(
            "tasks.REORDER: the name \"REORDER\" differs from \"reorder\" in case only"),
        message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '#',
      quoteCharacter = '~',
      value = {
        "delimiter=\"\" # delimiter: \"\" is no delimiter",
        "delimiter=\":::::\" # delimiter: \":::::\" is no delimiter",
        "delimiter=\"\\n\" # is no delimiter",
        "delimiter=\"é\" # delimiter: \"é\" is no delimiter",
        "delimiter='\"' # quote: \"\"\" is no quotation mark",
        "quote=\"''\" # quote: \"''\" is no quotation mark",
        "quote=\"é\" # is no quotation mark",
        "escape=\"\" # escape: \"\" is no escape",
        "escape=\"ab\" # escape: \"ab\" is no escape",
      })
  void dialectsAreChecked(String override, String expected) {
    RecipeTree tree = recipe("").override("data." + override.strip());
    String message = refusal(tree);
    assertTrue(message.contains(expected.strip()), message);
  }

  @Test
  void anEscapeNeedsAQuote() {
    String message =
        refusal(recipe("").override("data.quote=\"\"").override("data.escape=\"\\\\\""));
    assertTrue(message.contains("escape: \"\\\" has nothing to escape, as quote is \"\""), message);
  }

  @Test
  void dialectsSurviveABundle() {
    DataRecipe data =
        recipe("")
            .override("data.delimiter=\"\\t\"")
            .override("data.quote=\"'\"")
            .override("data.escape=\"\\\\\"")
            .bind()
            .data();
    assertEquals(Optional.of("\t"), data.delimiter());
    assertEquals(Optional.of("'"), data.quote());
    assertEquals(Optional.of("\\"), data.escape());
    Recipe recipe =
        recipe("").override("data.delimiter=\"\\t\"").override("data.quote=\"\"").bind();
    assertEquals(recipe, RecipeTree.of(recipe).bind());
  }
}
