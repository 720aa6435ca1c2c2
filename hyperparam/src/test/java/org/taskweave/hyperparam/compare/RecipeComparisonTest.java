package org.taskweave.hyperparam.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.taskweave.core.InvalidInputException;
import org.taskweave.core.recipe.RecipeTree;

class RecipeComparisonTest {

  private static final RecipeTree BASE =
      RecipeTree.parse(
          """
          data: {files: [log.csv], columns: {user: u, item: i, timestamp: t, action: a}}
          examples: {cuts: {train: [2024-01-20], dev: [2024-02-25], test: [2024-03-28]}}
          tasks:
            again: {kind: binary, label: {occurs: {action: buy}}}
          """,
          "a.yaml");

  private static void compare(RecipeTree other) {
    Map<String, RecipeTree> recipes = new LinkedHashMap<>();
    recipes.put("a", BASE);
    recipes.put("b", other);
    new RecipeComparison(
        ComparisonRequest.ofRecipes(recipes, 3, false), new ComparisonFolder(Path.of("none")));
  }

  private static void refused(String expected, String... overrides) {
    RecipeTree other = BASE;
    for (String override : overrides) {
      other = other.override(override);
    }
    RecipeTree changed = other;
    String message = assertThrows(InvalidInputException.class, () -> compare(changed)).getMessage();
    assertTrue(message.contains(expected), message);
  }

  @Test
  void modelsMayDiffer() {
    compare(
        BASE.override("tasks.again.hidden=8")
            .override("tasks.again.weight=2")
            .override("training.epochs=3")
            .override("features.user={events: {count: {of: events}}}")
            .override("data.users={files: [users.csv], id: u, categorical: [city]}")
            .override("sharing={kind: mmoe}"));
  }

  @Test
  void logSplitsAndTasksMayNot() {
    refused("b: examples.cuts.test[0]: is 2024-03-29", "examples.cuts.test=[2024-03-29]");
    refused("but 2024-03-28", "examples.cuts.test=[2024-03-29]");
    refused("b: data.files[0]", "data.files=[other.csv]");
    refused("b: seed: is 8, but 7 in a", "seed=8");
    refused(
        "b: tasks.again.label.occurs.action: is view",
        "tasks.again.label={occurs: {action: view}}");
    refused(
        "b: tasks.more.kind: is binary, but not given in a",
        "tasks.more={kind: binary, label: {occurs: {action: view}}}");
    assertThrows(
        InvalidInputException.class,
        () -> ComparisonRequest.ofRecipes(Map.of("a", BASE), 1, false));
  }

  private static TrainedRow row(String recipe, long seed, double auc, double loss) {
    return new TrainedRow(
        recipe,
        "",
        "",
        seed,
        List.of(
            new TrainedRow.Score("dev", "again", "auc", true, auc, 50, .6),
            new TrainedRow.Score("dev", "again", "logLoss", false, loss, 50, Double.NaN)),
        2,
        1,
        .1,
        90);
  }

  /** Three seeds: .7, .72 and .74 have the deviation .02 and the interval 4.303 * .02 / sqrt(3). */
  @Test
  void allMetricsWithIntervalsFloorsAndMinutes() {
    List<TrainedRow> rows = new ArrayList<>();
    for (int seed = 0; seed < 3; seed++) {
      rows.add(row("a", seed, .7 + .02 * seed, .5));
      rows.add(row("b", seed, .8, .4));
    }
    RecipeTable table = RecipeTable.of(List.of("a", "b"), rows);
    assertEquals(4, table.lines().size());
    RecipeTable.Line auc = table.lines().get(0);
    assertEquals(.72, auc.values().mean(), 1e-12);
    assertEquals(4.302653 * .02 / Math.sqrt(3), auc.values().halfInterval(), 1e-6);
    assertEquals(1.5, auc.minutes().mean(), 1e-12);
    String text = table.text();
    assertTrue(text.contains("0.7200 ± 0.0497"), text);
    assertTrue(text.contains("logLoss ↓"), text);
    List<String> csv = table.csv().lines().toList();
    assertEquals(5, csv.size());
    assertTrue(csv.get(1).startsWith("dev,again,auc,true,a,3,50,"), csv.get(1));
    assertTrue(csv.get(3).endsWith(",,1.5"), "no floor by this metric: " + csv.get(3));
  }
}
