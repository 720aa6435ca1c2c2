package org.taskweave.core.recipe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.taskweave.core.InvalidInputException;

class SharingRecipeTest {

  private static final String BASE =
      """
      data:
        files: [log.csv]
        columns: {user: u, item: i, timestamp: t, attributes: [platform]}
      examples: {lastOut: true}
      features:
        user:
          platform: {lastClass: {attribute: platform}}
          count: {count: {}}
      tasks:
        click: {kind: binary, label: {occurs: {action: click}}}
        buy: {kind: binary, label: {occurs: {action: buy}}}
        spend: {kind: regression, label: {value: {of: count}}}
      """;

  private static Recipe with(String sharing) {
    return RecipeReader.parse(
        BASE.replace("  spend: {kind: regression, label: {value: {of: count}}}\n", ""),
        "r.yaml",
        List.of("sharing=" + sharing));
  }

  private static String messageOf(String sharing) {
    return assertThrows(InvalidInputException.class, () -> with(sharing)).getMessage();
  }

  @Test
  void withoutTheBlockHeadsReadTheSharedRepresentation() {
    Recipe recipe =
        RecipeReader.parse(
            BASE.replace("  spend: {kind: regression, label: {value: {of: count}}}\n", ""),
            "r.yaml",
            List.of());
    assertEquals(new SharingRecipe.SharedBottom(), recipe.sharing());
  }

  @Test
  void everyKindIsReadWithItsDefaultsAndWrittenBack() {
    List<SharingRecipe> expected =
        List.of(
            new SharingRecipe.SharedBottom(),
            new SharingRecipe.Mmoe(4, 64),
            new SharingRecipe.Ple(2, 2, 1, 64),
            new SharingRecipe.CrossStitch(1, 64),
            new SharingRecipe.TaskAttention(1, 2, 64),
            new SharingRecipe.Esmm("click", "buy"),
            new SharingRecipe.Aitm(List.of("click", "buy"), 64, 0.6),
            new SharingRecipe.Star("platform", 1, 64),
            new SharingRecipe.Pepnet("platform", 1, 64));
    List<String> written =
        List.of(
            "{kind: sharedBottom}",
            "{kind: mmoe}",
            "{kind: ple}",
            "{kind: crossStitch}",
            "{kind: taskAttention}",
            "{kind: esmm, click: click, purchase: buy}",
            "{kind: aitm, chain: [click, buy]}",
            "{kind: star, domain: platform}",
            "{kind: pepnet, domain: platform}");
    for (int i = 0; i < expected.size(); i++) {
      Recipe recipe = with(written.get(i));
      assertEquals(expected.get(i), recipe.sharing());
      assertEquals(recipe, RecipeReader.parse(RecipeReader.write(recipe), "written", List.of()));
    }
  }

  @Test
  void aSearchSetsNumbersByTheirPaths() {
    RecipeTree tree = RecipeTree.of(with("{kind: ple}"));
    assertTrue(tree.paths().contains("sharing.levels"), tree.paths().toString());
    assertEquals(
        new SharingRecipe.Ple(1, 2, 1, 32),
        tree.with("sharing.levels", 1).with("sharing.hidden", 32).bind().sharing());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{kind: mmo}|sharing.kind: \"mmo\" is not known; did you mean \"mmoe\"?",
        "{kind: mmoe, experts: 0}|sharing.experts: 0 must be at least 1",
        "{kind: esmm, click: clik, purchase: buy}"
            + "|sharing.click: \"clik\" is not a task; did you mean \"click\"?",
        "{kind: esmm, click: buy, purchase: buy}|\"buy\" is also the click task",
        "{kind: aitm, chain: [buy]}|is no chain: name two or more tasks",
        "{kind: aitm, chain: [click, nothing]}|sharing.chain[1]: \"nothing\" is not a task",
        "{kind: star, domain: app}|sharing.domain: \"app\" is not a user feature: add it under",
        "{kind: pepnet, domain: count}|sharing.domain: \"count\" is a number, and a domain is",
      })
  void mistakesAreNamedWithPlaceAndFix(String sharing, String message) {
    String actual = messageOf(sharing);
    assertTrue(actual.contains(message), actual);
  }

  @Test
  void onlyProbabilitiesFormAChain() {
    String message =
        assertThrows(
                InvalidInputException.class,
                () ->
                    RecipeReader.parse(
                        BASE.replace("{value: {of: count}}", "{value: {attribute: platform}}"),
                        "r.yaml",
                        List.of("sharing={kind: esmm, click: click, purchase: spend}")))
            .getMessage();
    assertTrue(message.contains("sharing.purchase: \"spend\" is not a binary task"), message);
  }
}
