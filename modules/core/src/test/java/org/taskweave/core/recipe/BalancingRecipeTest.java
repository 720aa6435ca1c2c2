package org.taskweave.core.recipe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.taskweave.core.InvalidInputException;

class BalancingRecipeTest {

  private static final String RECIPE =
      """
      data: {files: [log.csv], columns: {user: user, item: item, timestamp: time}}
      examples: {splitColumn: split}
      tasks:
        first: {kind: binary, label: {given: {attribute: a}}}
        second: {kind: binary, label: {given: {attribute: b}}}
      """;

  private static Recipe recipe(String... overrides) {
    return RecipeReader.parse(RECIPE, "recipe.yaml", List.of(overrides));
  }

  private static String mistake(String... overrides) {
    return assertThrows(InvalidInputException.class, () -> recipe(overrides)).getMessage();
  }

  @Test
  void withoutTheSectionWeightsAreFixed() {
    assertEquals(BalancingRecipe.fixed(), recipe().balancing());
    assertFalse(recipe().balancing().readsGradients());
  }

  @ParameterizedTest
  @CsvSource({
    "fixed, false, false",
    "randomLossWeighting, false, false",
    "dynamicWeightAverage, false, false",
    "uncertainty, false, false",
    "gradNorm, true, false",
    "mgda, true, true",
    "pcgrad, true, true",
    "cagrad, true, true",
    "imtl, true, true",
    "nashMtl, true, true",
    "famo, false, false",
    "alignedMtl, true, true",
  })
  void everyKindHasDefaultsAndIsWritten(String kind, boolean reads, boolean combines) {
    Recipe recipe = recipe("balancing={kind: " + kind + "}");
    assertEquals(reads, recipe.balancing().readsGradients());
    assertEquals(combines, recipe.balancing().method().combinesGradients());
    String yaml = RecipeReader.write(recipe);
    assertTrue(yaml.contains("kind: " + kind), yaml);
    assertEquals(recipe, RecipeReader.parse(yaml, "written", List.of()));
  }

  @Test
  void fieldsAreSetByPath() {
    RecipeTree tree =
        RecipeTree.parse(
            RECIPE + "balancing: {kind: cagrad, schedule: {second: {weights: [1, 0.5]}}}\n",
            "recipe.yaml");
    Recipe recipe =
        tree.with("balancing.c", 0.2).with("balancing.schedule.second.weights[1]", 3).bind();
    assertEquals(new BalancingMethod.Cagrad(0.2), recipe.balancing().method());
    assertEquals(List.of(1.0, 3.0), recipe.balancing().schedule().get(0).weights());
  }

  @Test
  void aScheduleIsLinearBetweenItsPoints() {
    BalancingRecipe.Schedule schedule =
        new BalancingRecipe.Schedule("x", List.of(0.2, 0.4, 1.0), List.of(1.0, 3.0, 0.0));
    assertEquals(1, schedule.at(0));
    assertEquals(1, schedule.at(0.2));
    assertEquals(2, schedule.at(0.3), 1e-12);
    assertEquals(1.5, schedule.at(0.7), 1e-12);
    assertEquals(0, schedule.at(1));
  }

  @Test
  void mistakesAreNamedWithTheirPlace() {
    String message = mistake("balancing={kind: pcgrd}");
    assertTrue(message.contains("balancing.kind: \"pcgrd\" is not known"), message);
    message = mistake("balancing={kind: pcgrd, sedule: {}}");
    assertTrue(message.contains("balancing.kind: \"pcgrd\" is not known"), message);
    message = mistake("balancing={kind: cagrad, temperature: 1}");
    assertTrue(message.contains("balancing.temperature: unknown key"), message);
    message = mistake("balancing={kind: cagrad, shedule: {}}");
    assertTrue(message.contains("balancing.shedule: unknown key; did you mean"), message);
    message = mistake("balancing={schedule: {}}");
    assertTrue(message.contains("balancing.kind: is missing"), message);
    message = mistake("balancing=pcgrad");
    assertTrue(
        message.contains("balancing: \"pcgrad\" must be a map with keys of: kind, "), message);
    message = mistake("balancing={kind: cagrad, c: 1}");
    assertTrue(message.contains("balancing.c: 1.0 must be from 0"), message);
    message = mistake("balancing={kind: fixed, schedule: {frist: {weights: [1, 0]}}}");
    assertTrue(message.contains("balancing.schedule.frist: \"frist\" is not a task"), message);
    message = mistake("balancing={kind: fixed, schedule: {first: {weights: [1]}}}");
    assertTrue(
        message.contains("balancing.schedule.first.weights: 1 weights do not fit 2"), message);
    message =
        mistake(
            "balancing={kind: pcgrad}",
            "tasks.tags={kind: tokenTagging, label: {given: {attribute: tags}}}");
    assertTrue(message.contains("tags reads the encoder's tokens"), message);
  }
}
