package org.taskweave.training.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.taskweave.core.recipe.Recipe;
import org.taskweave.core.recipe.RecipeReader;
import org.taskweave.data.event.BehaviorEvent;
import org.taskweave.data.event.ItemCatalog;
import org.taskweave.data.example.Example;
import org.taskweave.data.example.Split;
import org.taskweave.data.side.DatedRow;
import org.taskweave.data.side.SideTable;
import org.taskweave.data.side.SideTables;
import org.taskweave.training.bundle.ModelBundle;
import org.taskweave.zoo.EncoderLoader;

/**
 * Nothing in the log tells whether a click follows: that a user's team is the color of the item
 * does, and only tables know both. Texts are all alike, and items have no vectors of their own.
 */
class TablesTrainingTest {

  private static final int USERS = 120;
  private static final int DAYS = 6;
  private static final int ITEMS = 12;
  private static final long DAY = 86_400_000;
  private static final List<String> COLORS = List.of("red", "blue");

  @TempDir static Path folder;

  private static final List<BehaviorEvent> EVENTS = events();
  private static final SideTables TABLES =
      new SideTables(Optional.of(items()), Optional.of(users()));
  private static TrainingData data;
  private static RunOutcome outcome;
  private static Recipe recipe;

  private static List<BehaviorEvent> events() {
    Random random = new Random(3);
    List<BehaviorEvent> events = new ArrayList<>();
    for (int user = 0; user < USERS; user++) {
      events.add(event(user, random.nextInt(ITEMS), "start", 0));
      for (int day = 1; day <= DAYS; day++) {
        for (int place = 0; place < 3; place++) {
          int item = random.nextInt(ITEMS);
          events.add(event(user, item, "show", day * DAY + place));
          if (item % 2 == user % 2) {
            events.add(event(user, item, "click", day * DAY + 20_000));
          }
        }
      }
    }
    events.add(event(0, 0, "start", (DAYS + 1) * DAY));
    return events;
  }

  private static BehaviorEvent event(int user, int item, String action, long time) {
    return new BehaviorEvent(
        "u" + user, "i" + item, action, time, Optional.of("mug"), Optional.empty(), Map.of());
  }

  private static List<DatedRow> row(String column, String value) {
    return List.of(new DatedRow(DatedRow.ALWAYS, Optional.of("mug"), Map.of(column, value)));
  }

  private static SideTable items() {
    Map<String, List<DatedRow>> rows = new HashMap<>();
    for (int item = 0; item < ITEMS + 2; item++) {
      rows.put("i" + item, row("color", COLORS.get(item % 2)));
    }
    return new SideTable(rows);
  }

  private static SideTable users() {
    Map<String, List<DatedRow>> rows = new HashMap<>();
    for (int user = 0; user < USERS; user++) {
      rows.put("u" + user, row("team", COLORS.get(user % 2)));
    }
    return new SideTable(rows);
  }

  @BeforeAll
  static void train() {
    recipe =
        RecipeReader.parse(
            """
            seed: 5
            data:
              files: [none.csv]
              columns: {user: user, item: item, timestamp: time, action: action, text: text}
              items: {files: [none.csv], id: id, categorical: [color]}
              users: {files: [none.csv], id: id, categorical: [team]}
            examples:
              perImpression: {action: show, history: [start], dev: 1970-01-06, test: 1970-01-07}
            sequence: {kind: hierarchical, maxEvents: 4, padToMultipleOf: 4}
            encoder: {model: "%s"}
            items: {width: 4, ids: false}
            sequenceModel: {layers: 1, heads: 1, dropout: 0}
            representation: {dropout: 0}
            tasks:
              click:
                kind: binary
                reads: userAndItem
                hidden: 8
                interaction: {kind: fm}
                dropout: 0
                label: {followed: {by: click, withinSeconds: 60}}
            training:
              learningRate: 2.0e-2
              epochs: 12
              batchSize: 16
              earlyStopping: {patience: 12, objective: [{task: click, metric: logLoss}]}
            evaluation: {bootstrapSamples: 20, batchSize: 16}
            """
                .formatted(PlantedLog.ENCODER),
            "tables.yaml",
            List.of());
    data = TrainingData.of(recipe, EVENTS, TABLES, RunListener.NONE);
    outcome =
        new TrainingRun(recipe, new RunFolder(folder), RunListener.NONE, List.of()).train(data);
  }

  @Test
  void whatOnlyTheTablesKnowIsLearned() {
    double auc = outcome.test().get(0).metric("auc").value();
    assertTrue(auc > 0.95, "auc " + auc);
  }

  /** The catalog has i12 and i13, which never occurred: they are liked by their color. */
  @Test
  void aSavedBundleKnowsUnseenItemsByTheirTable() {
    try (ModelBundle bundle = ModelBundle.load(folder.resolve("bundle"))) {
      assertEquals(ITEMS + 2, bundle.catalog().size());
      assertEquals(
          Map.of("color", "blue"), bundle.catalog().find("i13").orElseThrow().attributes());
      List<Example> users = bundle.context().users(EVENTS, users());
      assertLikes(bundle, users.get(1), "i13", "i12");
    }
  }

  /** Users of another log are known by a table given with it. */
  @Test
  void aNewUserIsKnownByTheTableThatIsGiven() {
    try (ModelBundle bundle = ModelBundle.load(folder.resolve("bundle"))) {
      List<BehaviorEvent> log = List.of(event(777, 3, "start", 99 * DAY));
      for (int color = 0; color < 2; color++) {
        SideTable table = new SideTable(Map.of("u777", row("team", COLORS.get(color))));
        Example user = bundle.context().users(log, table).get(0);
        assertLikes(bundle, user, "i" + color, "i" + (1 - color));
      }
      Example unknown = bundle.context().users(log).get(0);
      double guess = click(bundle, unknown.about("i0"));
      assertTrue(guess > 0.02 && guess < 0.98, "of an unknown user " + guess);
    }
  }

  /** An added item is known by its row: its text is as all others. */
  @Test
  void anAddedItemIsKnownByItsRow() {
    try (ModelBundle bundle = ModelBundle.load(folder.resolve("bundle"));
        ModelBundle larger =
            CatalogAddition.to(
                bundle,
                List.of(
                    new ItemCatalog.Item("a", Optional.of("mug"), Map.of("color", "red")),
                    new ItemCatalog.Item("z", Optional.of("mug"), Map.of("color", "blue"))),
                EncoderLoader.load(PlantedLog.ENCODER, Path.of("")))) {
      larger.save(folder.resolve("larger"));
      try (ModelBundle loaded = ModelBundle.load(folder.resolve("larger"))) {
        Example user = loaded.context().users(EVENTS, users()).get(1);
        Example old = bundle.context().users(EVENTS, users()).get(1);
        assertEquals(
            click(bundle, old.about("i4")), click(loaded, user.about("i4")), 1e-6, "known items");
        assertLikes(loaded, user, "z", "a");
      }
    }
  }

  /**
   * By id the catalog begins with i0 and i1, which are of two colors, and i10, which is like i0.
   */
  @Test
  void itemsOfOneColorHaveOneVector() {
    try (ModelBundle bundle = ModelBundle.load(folder.resolve("bundle"))) {
      var vectors = bundle.model().items().orElseThrow().vectors();
      assertEquals(vectors.getRow(0).dup(), vectors.getRow(2).dup());
      assertNotEquals(vectors.getRow(0).dup(), vectors.getRow(1).dup());
    }
  }

  @Test
  void aTableThatSaysOtherThingsIsOtherData() {
    SideTable others = new SideTable(Map.of("u0", row("team", "red")));
    TrainingData other =
        TrainingData.of(
            recipe, EVENTS, new SideTables(TABLES.items(), Optional.of(others)), RunListener.NONE);
    assertNotEquals(data.hash(), other.hash());
    assertEquals(
        List.of(),
        other.of(Split.TRAIN).stream()
            .filter(e -> e.user().equals("u1"))
            .toList()
            .get(0)
            .userRows());
  }

  /** That a user likes one item and dislikes the other. */
  private static void assertLikes(ModelBundle bundle, Example user, String liked, String other) {
    double yes = click(bundle, user.about(liked));
    double no = click(bundle, user.about(other));
    assertTrue(yes > 0.7 && no < 0.3, liked + " " + yes + ", " + other + " " + no);
  }

  private static double click(ModelBundle bundle, Example example) {
    return bundle.context().predict(bundle.model(), List.of(example)).get(0).at(0, 0);
  }
}
