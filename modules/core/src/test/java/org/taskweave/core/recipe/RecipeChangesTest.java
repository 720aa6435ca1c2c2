package org.taskweave.core.recipe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class RecipeChangesTest {

  private static final String RECIPE =
      """
      data:
        files: [log.csv]
        columns: {user: u, item: i, timestamp: t, attributes: [a]}
        items: {files: [items.csv], id: i, text: name}
        users: {files: [users.csv], id: u, categorical: [city]}
      examples:
        cuts: {train: [2011-03-01], dev: [2011-06-01], test: [2011-09-01]}
      tasks:
        ask: {kind: multiclass, label: {classOf: {attribute: a, withinDays: 30}}}
      """;

  private static final String BEFORE =
      """
      data: {files: [a.csv], maxQuarantineShare: 0.01}
      encoder: {layers: 2}
      tasks:
        reorder: {weight: 1.0, levels: [1, 2]}
      evaluation: {bootstrapSamples: 100}
      """;

  @Test
  void everyFieldThatDiffersIsNamed() {
    assertEquals(List.of(), RecipeChanges.between(BEFORE, BEFORE));
    assertEquals(
        List.of(
            "encoder.layers: \"2\" -> \"3\"",
            "tasks.reorder.levels[1]: \"2\" -> not there",
            "seed: not there -> \"7\""),
        RecipeChanges.between(
            BEFORE, BEFORE.replace("layers: 2", "layers: 3").replace("[1, 2]", "[1]") + "seed: 7"));
  }

  @Test
  void whereTheLogLiesMayChange() {
    assertEquals(
        List.of(),
        RecipeChanges.between(
            BEFORE,
            BEFORE
                .replace("a.csv", "moved/a.csv, b.csv")
                .replace("0.01", "0.05")
                .replace("100", "0")));
  }

  @Test
  void whatMayChangeIsThere() {
    List<String> paths = RecipeTree.of(RecipeReader.parse(RECIPE, "r.yaml", List.of())).paths();
    for (String free : RecipeChanges.FREE) {
      assertTrue(
          paths.stream().anyMatch(path -> path.startsWith(free)), free + " is no field: " + paths);
    }
  }
}
