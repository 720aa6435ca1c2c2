package org.taskweave.core.reference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.taskweave.core.InvalidInputException;
import org.taskweave.core.config.ConfigNode;
import org.taskweave.core.config.LocatedProblems;
import org.taskweave.core.config.YamlText;

/**
 * The reference is what the records and their comments say. After a change of a field: {@code mvn
 * -pl modules/core test -Dtest=FieldReferenceTest -Dtaskweave.write=true}.
 */
class FieldReferenceTest {

  private static final Path RESOURCE =
      Path.of("src/main/resources/org/taskweave/core/reference/fields.txt");
  private static final Path PAGE = Path.of("../docs/recipe.md");
  private static final Path SCHEMA = Path.of("../docs/recipe.schema.json");

  private static List<Path> recipes() throws IOException {
    List<Path> recipes = new ArrayList<>();
    try (Stream<Path> files = Files.list(Path.of("../../model-zoo/recipes"))) {
      files
          .filter(file -> file.toString().endsWith(".yaml") && !file.toString().contains("search"))
          .sorted()
          .forEach(recipes::add);
    }
    recipes.add(Path.of("src/test/resources/full-recipe.yaml"));
    recipes.add(Path.of("src/test/resources/more-examples.yaml"));
    return recipes;
  }

  private static void same(Path file, String expected) throws IOException {
    ReferenceFiles.same(file, expected, "mvn -pl modules/core test -Dtest=FieldReferenceTest");
  }

  @Test
  void isWhatTheRecordsSay() throws IOException {
    ReferenceFiles files =
        new ReferenceFiles(
            FieldReference::ofRecipes, Path.of("src/main/java"), "recipe|task|metric", recipes());
    assertEquals(List.of(), files.lacking("src/test/resources/more-examples.yaml"));
    same(RESOURCE, files.resource());
    same(PAGE, MarkdownReference.ofRecipes(files.reference()).write());
    same(SCHEMA, new RecipeSchema(files.reference()).write());
  }

  @Test
  void aFieldIsFoundWithNamesAndWithout() {
    FieldReference reference = FieldReference.ofRecipes();
    assertEquals("tasks.*.label", reference.find("tasks.label").path());
    assertEquals("tasks.*.label", reference.find("tasks.reorder.label").path());
    assertEquals("tasks.*.label.occurs.action", reference.find("tasks.label.occurs.action").path());
    assertEquals(
        "features.eventNumeric[].log1p", reference.find("features.eventNumeric.log1p").path());
    assertEquals("tasks", reference.find("tasks").path());
    String problem =
        assertThrows(InvalidInputException.class, () -> reference.find("sequence.maxToken"))
            .getMessage();
    assertTrue(problem.contains("did you mean \"sequence.maxTokens\"?"), problem);
  }

  @Test
  void whatItSaysOfAField() {
    Field field = FieldReference.ofRecipes().find("encoder.pooling");
    assertEquals("word", field.type());
    assertEquals("mean", field.byDefault().orElseThrow());
    assertEquals(
        List.of("mean", "cls", "last"), field.choices().stream().map(Field.Choice::name).toList());
    String text = TextReference.describe(field);
    assertTrue(text.contains("default: mean\n"), text);
    assertTrue(text.contains("    cls  State of the first token."), text);
    Field experts = FieldReference.ofRecipes().find("sharing.experts");
    assertEquals(List.of("mmoe"), experts.kinds());
    assertEquals("4", experts.defaultText());
    assertTrue(FieldReference.ofRecipes().find("data.columns").required());
    assertEquals("[]", FieldReference.ofRecipes().find("data.files").defaultText());
  }

  @Test
  void theSchemaTakesTheRecipesAndNoOtherKey() throws IOException {
    JsonNode schema = new ObjectMapper().readTree(SCHEMA.toFile());
    for (Path file : recipes()) {
      ConfigNode recipe =
          YamlText.parse(Files.readString(file), file.toString(), new LocatedProblems());
      assertEquals(List.of(), SchemaCheck.problems(schema, recipe), file.toString());
    }
    ConfigNode wrong =
        YamlText.parse(
            "data: {file: [a]}\nsequence: {maxTokens: many, kind: deep}\n",
            "wrong.yaml",
            new LocatedProblems());
    assertEquals(
        List.of("data.file", "sequence.maxTokens", "sequence.kind"),
        SchemaCheck.problems(schema, wrong));
  }
}
