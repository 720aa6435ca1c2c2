package org.taskweave.data.feature;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.taskweave.core.InvalidInputException;
import org.taskweave.core.recipe.Recipe;
import org.taskweave.core.recipe.RecipeTree;
import org.taskweave.data.event.BehaviorEvent;
import org.taskweave.data.event.ItemCatalog;
import org.taskweave.data.example.Example;
import org.taskweave.data.example.LabelValue;
import org.taskweave.data.example.Split;
import org.taskweave.data.side.DatedRow;
import org.taskweave.data.side.SideTable;

/** Ten examples at times 10, 20, ..., 100: numbers of tables as a model reads them. */
class TableFeaturesTest {

  private static final String RECIPE =
      """
      data:
        files: [none.csv]
        columns: {user: u, item: i, timestamp: t, attributes: [rating]}
        items:
          files: [none.csv]
          id: id
          categorical: [brand]
          numeric: [{attribute: year}]
          multiValued: [genres]
          vectors: [image]
        users: {files: [none.csv], id: id, validFrom: since, categorical: [city]}
      examples: {perImpression: {action: event, dev: 1980-01-01, test: 1980-01-02}}
      sequence: {kind: hierarchical}
      tasks:
        like:
          kind: binary
          reads: userAndItem
          label: {atLeast: {attribute: rating, threshold: 4}}
      """;

  private static Recipe recipe(String... overrides) {
    RecipeTree tree = RecipeTree.parse(RECIPE, "recipe.yaml");
    for (String override : overrides) {
      tree = tree.override(override);
    }
    return tree.bind();
  }

  private static BehaviorEvent event(String item, long time) {
    return new BehaviorEvent(
        "ann", item, "event", time, Optional.empty(), Optional.empty(), Map.of("rating", 4.0));
  }

  private static final List<DatedRow> ANN =
      List.of(
          new DatedRow(0, Optional.empty(), Map.of("city", "Oslo")),
          new DatedRow(55, Optional.empty(), Map.of("city", "Rome")));

  private static Example example(String item, long time) {
    return new Example(
        "ann",
        time,
        Split.TRAIN,
        List.of(event("mug", time - 1)),
        List.of(new LabelValue.Quantity(1)),
        Optional.of(event(item, time)),
        ANN);
  }

  private static List<Example> examples() {
    List<Example> examples = new ArrayList<>();
    for (int i = 1; i <= 10; i++) {
      examples.add(example(i % 2 == 0 ? "mug" : "cup", 10L * i));
    }
    return examples;
  }

  private static DatedRow row(String brand, Double year, String genres, String image) {
    return new DatedRow(
        DatedRow.ALWAYS,
        Optional.empty(),
        year == null
            ? Map.of("brand", brand, "genres", genres, "image", image)
            : Map.of("brand", brand, "year", year, "genres", genres, "image", image));
  }

  /** 10 events before the targets are mug's, so 15 of 20 are: mean year 1975, deviation 43.3. */
  private static ItemCatalog catalog() {
    return ItemCatalog.of(List.of(event("mug", 0), event("cup", 0)))
        .with(
            new SideTable(
                Map.of(
                    "mug",
                    List.of(row("A", 2000.0, "x|y", "1|0")),
                    "cup",
                    List.of(row("B", 1900.0, "x", "3|0")),
                    "pan",
                    List.of(row("C", null, "y|z", "5|1")))),
            0);
  }

  private static final List<String> NAMES =
      List.of(
          "user city Oslo",
          "user city Rome",
          "user city other",
          "item brand A",
          "item brand B",
          "item brand other",
          "item year",
          "item genres x",
          "item genres y",
          "item genres other",
          "item image 0",
          "item image 1");

  @Test
  void columnsBecomeNumbersWhoseScalesTrainingTells() {
    Preprocessing learned = Preprocessing.fit(examples(), recipe(), catalog());
    assertEquals(NAMES, learned.userFeatureNames());
    assertEquals(9, learned.targetColumns());
    double deviation = Math.sqrt(15 * 25 * 25 / 20.0 + 5 * 75 * 75 / 20.0);
    // Of images 15 are 1 and 5 are 3: mean 1.5, deviation sqrt(.75); the second is always 0.
    assertArrayEquals(
        new float[] {
          1, 0, 0, 1, 0, 0, (float) (25 / deviation), .5f, .5f, 0, (float) (-.5 / Math.sqrt(.75)), 0
        },
        learned.userFeatures(example("mug", 20)),
        1e-6f);
    // A brand and a genre that no event had, and no year.
    assertArrayEquals(
        new float[] {1, 0, 0, 0, 0, 1, 0, 0, .5f, .5f, (float) (3.5 / Math.sqrt(.75)), 1},
        learned.userFeatures(example("pan", 20)),
        1e-6f);
    assertArrayEquals(
        new float[] {1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0},
        learned.userFeatures(example("unknown", 20)),
        0);
  }

  @Test
  void aUserIsWhatItIsAtTheTargetsTimeAndNoLater() {
    Preprocessing learned = Preprocessing.fit(examples(), recipe(), catalog());
    assertEquals(1, learned.userFeatures(example("mug", 54))[0]);
    assertEquals(1, learned.userFeatures(example("mug", 55))[1]);
    assertArrayEquals(
        new float[3], java.util.Arrays.copyOf(learned.userFeatures(example("mug", -1)), 3), 0);
    Example later = example("mug", 54);
    Example asked =
        new Example(
            "ann",
            99,
            Split.TRAIN,
            later.history(),
            later.labels(),
            Optional.of(event("mug", 54)),
            ANN);
    assertEquals(1, learned.userFeatures(asked)[0]);
  }

  /** Vocabularies, too, must not see what came later: the mug's brand was B until 1000. */
  @Test
  void aDatedItemIsReadAsOfTheTargetAndLeavesTheVectorsAlone() {
    Recipe dated = recipe("data.items.validFrom=since");
    ItemCatalog catalog =
        ItemCatalog.of(List.of(event("mug", 0), event("cup", 0)))
            .with(
                new SideTable(
                    Map.of(
                        "mug",
                        List.of(
                            new DatedRow(5, Optional.empty(), row("B", 1.0, "x", "1").values()),
                            new DatedRow(1000, Optional.empty(), row("A", 1.0, "x", "1").values())),
                        "cup",
                        List.of(
                            new DatedRow(5, Optional.empty(), row("B", 1.0, "x", "1").values())))),
                50);
    Preprocessing learned = Preprocessing.fit(examples(), dated, catalog);
    assertEquals(
        List.of("item brand B", "item brand other"),
        learned.userFeatureNames().stream().filter(n -> n.startsWith("item brand")).toList());
    assertEquals(Optional.empty(), learned.itemFeatures(catalog));
    int brand = learned.userFeatureNames().indexOf("item brand B");
    assertEquals(1, learned.userFeatures(example("mug", 999))[brand]);
    assertEquals(1, learned.userFeatures(example("mug", 1000))[brand + 1]);
    assertEquals(0, learned.userFeatures(example("mug", 4))[brand]);
  }

  @Test
  void featuresOfItemsAreRowsOfTheCatalog() {
    Preprocessing learned = Preprocessing.fit(examples(), recipe(), catalog());
    var table = learned.itemFeatures(catalog()).orElseThrow();
    assertArrayEquals(new long[] {3, 9}, table.shape());
    float[] mug = learned.userFeatures(example("mug", 20));
    for (int g = 0; g < 9; g++) {
      assertEquals(mug[3 + g], table.values()[9 + g]);
    }
  }

  @Test
  void whatWasLearnedIsReadBackAndFitsItsRecipeAlone() {
    Preprocessing learned = Preprocessing.fit(examples(), recipe(), catalog());
    Preprocessing read = Preprocessing.fromJson(learned.toJson(), recipe(), "p.json");
    assertEquals(learned, read);
    assertArrayEquals(
        learned.userFeatures(example("cup", 70)),
        read.reading(catalog()).userFeatures(example("cup", 70)),
        0);
    assertThrows(
        InvalidInputException.class,
        () -> Preprocessing.fromJson(learned.toJson(), recipe("data.items.vectors=[]"), "p.json"));
  }

  @Test
  void onlyTheCommonestCategoriesHaveColumnsOfTheirOwn() {
    Preprocessing learned =
        Preprocessing.fit(examples(), recipe("data.items.mostCategories=1"), catalog());
    assertEquals(
        List.of("item brand A", "item brand other", "item genres x", "item genres other"),
        learned.userFeatureNames().stream()
            .filter(n -> n.matches("item (brand|genres).*"))
            .toList());
  }

  @Test
  void aColumnThatTrainingKnowsNothingOfIsRefused() {
    InvalidInputException refused =
        assertThrows(
            InvalidInputException.class,
            () -> Preprocessing.fit(examples(), recipe(), new ItemCatalog(List.of())));
    assertTrue(refused.getMessage().startsWith("data.items.categorical: "), refused.getMessage());
  }
}
