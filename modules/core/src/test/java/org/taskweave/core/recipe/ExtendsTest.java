package org.taskweave.core.recipe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.taskweave.core.InvalidInputException;
import org.taskweave.core.task.LabelRule;
import org.taskweave.core.task.TaskSpec;

class ExtendsTest {

  private static final String BASE =
      """
      data:
        files: [log.csv, other.csv]
        select: |
          select *
          from log
        columns: {user: u, item: i, timestamp: t, defaultAction: "1"}
      examples: {lastOut: true}
      training: {epochs: 4, batchSize: 8, learningRate: 2e-3}
      tasks:
        buys: {kind: binary, label: {occurs: {action: buy}}, weight: 0.5}
        spend: {kind: regression, label: {value: {attribute: amount}}}
      """;

  @TempDir Path folder;

  @BeforeEach
  void writeBase() throws IOException {
    write("shop/base.yaml", BASE);
  }

  private Path write(String name, String yaml) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, yaml);
  }

  private Recipe read(String yaml, String... overrides) throws IOException {
    return RecipeReader.read(write("mine.yaml", yaml), List.of(overrides));
  }

  private String problem(String yaml, String... overrides) {
    return assertThrows(InvalidInputException.class, () -> read(yaml, overrides)).getMessage();
  }

  @Test
  void mapsAreMergedAndValuesReplaced() throws IOException {
    Recipe recipe =
        read(
            """
            extends: shop/base.yaml
            training: {epochs: 9}
            tasks:
              buys: {weight: 2}
              gone: {kind: binary, label: {occurs: {action: cancel}}}
            """);
    assertEquals(9, recipe.training().epochs());
    assertEquals(8, recipe.training().batchSize());
    assertEquals(
        List.of("buys", "spend", "gone"), recipe.tasks().stream().map(TaskSpec::name).toList());
    assertEquals(2, recipe.tasks().get(0).weight());
    assertEquals("buy", ((LabelRule.Occurs) recipe.tasks().get(0).label()).action());
  }

  @Test
  void aListReplacesTheOtherAndPathsStartFromTheirOwnFile() throws IOException {
    assertEquals(
        List.of(folder + "/shop/log.csv", folder + "/shop/other.csv"),
        read("extends: shop/base.yaml").data().files());
    assertEquals(
        List.of(folder + "/mine.csv"),
        read("extends: shop/base.yaml\ndata: {files: [mine.csv]}").data().files());
  }

  @Test
  void nothingTakesAKeyAway() throws IOException {
    Recipe recipe =
        read(
            """
            extends: shop/base.yaml
            training: {batchSize: ~}
            tasks:
              spend: ~
              buys: {label: {occurs: ~, given: {attribute: bought, of: knownPast}}}
            """);
    assertEquals(32, recipe.training().batchSize());
    assertEquals(1, recipe.tasks().size());
    assertEquals(
        new LabelRule.Given("bought", LabelRule.Given.Of.KNOWN_PAST),
        recipe.tasks().get(0).label());
  }

  @Test
  void filesExtendFilesAndOverridesComeLast() throws IOException {
    write("shop/more.yaml", "extends: base.yaml\ntraining: {epochs: 7, batchSize: 16}\n");
    Recipe recipe =
        read("extends: shop/more.yaml\ntraining: {batchSize: 4}", "training.learningRate=1");
    assertEquals(7, recipe.training().epochs());
    assertEquals(4, recipe.training().batchSize());
    assertEquals(1, recipe.training().learningRate());
  }

  @Test
  void aProblemNamesTheFileItStandsIn() throws IOException {
    write("shop/base.yaml", BASE.replace("epochs", "epoch"));
    String problem = problem("extends: shop/base.yaml\ntraining: {batchSiz: 3}");
    assertTrue(
        problem.contains(folder + "/shop/base.yaml:8: training.epoch: unknown key"), problem);
    assertTrue(problem.contains(folder + "/mine.yaml:2: training.batchSiz: unknown key"), problem);
  }

  @Test
  void circlesAreRefused() throws IOException {
    write("shop/base.yaml", "extends: ../mine.yaml\n");
    assertEquals(
        "mine.yaml extends base.yaml extends mine.yaml: a recipe cannot extend itself: remove one"
            + " extends",
        problem("extends: shop/base.yaml"));
    assertTrue(problem("extends: mine.yaml").startsWith("mine.yaml extends mine.yaml:"));
  }

  @Test
  void whatCannotBeExtendedIsNamed() {
    assertEquals(
        folder
            + "/shop/bas.yaml: there is no such recipe: "
            + folder
            + "/mine.yaml:1 extends it, and"
            + " its path starts from that file's folder",
        problem("extends: shop/bas.yaml"));
    assertEquals(
        folder
            + "/mine.yaml:1: extends: a list must be the path of another recipe, as in extends:"
            + " online-retail.yaml",
        problem("extends: [shop/base.yaml]"));
  }

  /** A recipe in a bundle or a study, or an override, has no file beside it. */
  @Test
  void onlyAFileExtends() {
    String kept =
        assertThrows(
                InvalidInputException.class,
                () -> RecipeReader.parse("extends: base.yaml\n" + BASE, "kept.yaml", List.of()))
            .getMessage();
    assertTrue(kept.startsWith("kept.yaml:1: extends: is read at the head of"), kept);
    String set = problem(BASE, "extends=shop/base.yaml");
    assertTrue(set.startsWith("--set extends=shop/base.yaml: extends: is read at the head"), set);
  }

  @Test
  void whatIsKeptStandsAlone() throws IOException {
    Path file = write("mine.yaml", "extends: shop/base.yaml\ntraining: {epochs: 9}\n");
    String kept = RecipeTree.standalone(file);
    assertEquals(
        RecipeReader.read(file, List.of()), RecipeReader.parse(kept, "kept.yaml", List.of()));
    assertEquals(BASE, RecipeTree.standalone(folder.resolve("shop/base.yaml")));
  }

  @Test
  void theWholeRetailLogAsksTheQuestionsOfTheSample() {
    Path recipes = Path.of("../../model-zoo/recipes").toAbsolutePath().normalize();
    assertEquals(
        RecipeReader.read(
            recipes.resolve("online-retail.yaml"),
            List.of(
                "data.files=[" + recipes + "/online-retail.csv.gz]",
                "encoder.frozenLayers=6",
                "training.epochs=8")),
        RecipeReader.read(recipes.resolve("online-retail-full.yaml"), List.of()));
  }
}
