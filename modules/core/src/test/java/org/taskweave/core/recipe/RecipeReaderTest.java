package org.taskweave.core.recipe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.taskweave.core.InvalidInputException;
import org.taskweave.core.task.BinaryTask;
import org.taskweave.core.task.HeadSpec;
import org.taskweave.core.task.HistoryStatistic;
import org.taskweave.core.task.LabelRule;
import org.taskweave.core.task.MulticlassTask;
import org.taskweave.core.task.TaskSpec;
import org.taskweave.core.task.TowerSpec;

class RecipeReaderTest {
  private static final String SMALL =
      """
      data:
        files: [log.csv]
        columns: {user: u, item: i, timestamp: t}
      examples:
        lastOut: true
      tasks:
        buys: {kind: binary, label: {occurs: {action: buy}}}
      """;

  private static String full() throws IOException {
    try (InputStream in = RecipeReaderTest.class.getResourceAsStream("/full-recipe.yaml")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static String messageOf(String yaml, String... overrides) {
    return assertThrows(
            InvalidInputException.class,
            () -> RecipeReader.parse(yaml, "r.yaml", List.of(overrides)))
        .getMessage();
  }

  @Test
  void aSmallRecipeIsFilledWithDefaults() {
    Recipe recipe = RecipeReader.parse(SMALL, "r.yaml", List.of());
    assertEquals(7, recipe.seed());
    assertEquals("UTF-8", recipe.data().encoding());
    assertEquals("event", recipe.data().columns().defaultAction());
    assertEquals(
        new SequenceRecipe(SequenceRecipe.Kind.FLAT, 64, 50, 12, "{action} {text}", 8),
        recipe.sequence());
    assertEquals(2e-5, recipe.encoder().learningRate());
    assertEquals(
        List.of(
            new BinaryTask(
                "buys",
                new LabelRule.Occurs("buy", OptionalDouble.empty()),
                1,
                HeadSpec.ofUser(0, 0.1, 0, Optional.empty()),
                Optional.empty(),
                1)),
        recipe.tasks());
    assertEquals(0.01, recipe.training().weightDecay());
  }

  @Test
  void everyFieldIsRead() throws IOException {
    Recipe recipe = RecipeReader.parse(full(), "r.yaml", List.of());
    assertEquals(
        List.of(Instant.parse("2011-03-01T00:00:00Z"), Instant.parse("2011-05-31T23:00:00Z")),
        recipe.examples().cuts().orElseThrow().train());
    assertEquals(
        List.of("reorder", "spend", "priceBand", "topics", "tags"),
        recipe.tasks().stream().map(TaskSpec::name).toList());
    MulticlassTask priceBand = (MulticlassTask) recipe.tasks().get(2);
    assertEquals(List.of("cheap", "middle", "no"), priceBand.classes());
    assertEquals(List.of(2.0, 1.0, 1.0), priceBand.classWeights());
    assertEquals(Optional.of(1e-3), recipe.tasks().get(0).head().learningRate());
    assertEquals(
        Optional.of(new TowerSpec("towers/topics.h5", true)), recipe.tasks().get(3).head().tower());
    assertEquals(Optional.empty(), recipe.tasks().get(4).head().tower());
    assertEquals(
        new FeaturesRecipe.UserFeature(
            "purchases",
            new HistoryStatistic.Count(
                Optional.of("purchase"), HistoryStatistic.Unit.BASKETS, OptionalDouble.of(90)),
            true),
        recipe.features().user().get(0));
    assertEquals(
        new HistoryStatistic.MeanGapDays(Optional.empty()),
        recipe.features().user().get(3).statistic());
    assertEquals(
        Optional.of("select *, Quantity * UnitPrice as amount\nfrom log\n"),
        recipe.data().select());
    assertEquals(0, recipe.training().weightDecay(), "sgd has no default weight decay");
  }

  @Test
  void whatIsWrittenReadsBackEqual() throws IOException {
    for (String yaml : List.of(SMALL, full())) {
      Recipe recipe = RecipeReader.parse(yaml, "r.yaml", List.of());
      assertEquals(recipe, RecipeReader.parse(RecipeReader.write(recipe), "written", List.of()));
    }
  }

  @Test
  void allProblemsAreReportedAtOnceWithTheirPlaces() {
    String message =
        messageOf(
            """
            sed: 3
            data:
              files: log.csv
              columns: {user: u, item: i}
            examples:
              lastOut: true
            encoder:
              dropout: 7
              pooling: maen
              frozenLayers: 1.5
            tasks:
              re_order: {kind: binary, label: {occurs: {action: buy}}}
              band: {kind: multiclas, label: {given: {attribute: a}}}
              sum: {kind: regression, label: {ocurs: {action: buy}}, dropout: 1}
            """);
    assertEquals(
        """
        r.yaml:1: sed: unknown key; did you mean "seed"?
        r.yaml:3: data.files: "log.csv" must be a list: write it in brackets, [a, b]
        r.yaml:4: data.columns.timestamp: is missing; it has no default: add "timestamp: ..."
        r.yaml:8: encoder.dropout: 7 must be a probability from 0 to below 1 (0 for none, 0.1 is \
        usual)
        r.yaml:9: encoder.pooling: "maen" must be one of mean, cls, last; did you mean "mean"?
        r.yaml:10: encoder.frozenLayers: "1.5" must be a whole number of 32 bits
        r.yaml:12: tasks.re_order: "re_order" is not a task name: letters, digits and hyphens after \
        a first letter, no underscore
        r.yaml:13: tasks.band.kind: "multiclas" is not known; did you mean "multiclass"?
        r.yaml:14: tasks.sum.label.ocurs: unknown key; did you mean "occurs"?
        r.yaml:14: tasks.sum.dropout: 1 must be a probability from 0 to below 1 (0 for none, 0.1 is \
        usual)\
        """,
        message);
  }

  @Test
  void anObjectiveNamesTasksAndMetricsThatExist() {
    String message =
        messageOf(
            SMALL
                + """
                training:
                  earlyStopping:
                    objective:
                      - {task: buy}
                      - {task: buys, metric: aux}
                """);
    assertEquals(
        """
        r.yaml:11: training.earlyStopping.objective[0].task: "buy" is not a task; did you mean \
        "buys"?
        r.yaml:12: training.earlyStopping.objective[1].metric: "aux" is not a metric of this task; \
        did you mean "auc"?\
        """,
        message);
  }

  @Test
  void splitsNeverMix() throws IOException {
    String full = full();
    assertTrue(
        messageOf(full, "examples.horizonDays=31", "tasks.reorder.label.occurs.withinDays=39")
            .contains("tasks.reorder.label: 39.0 days of the last dev cut"));
    assertTrue(
        messageOf(full, "examples.cuts.dev=[2011-05-01]")
            .contains("examples.cuts.dev: 2011-04-30T23:00:00Z is not after the split before it"));
    assertTrue(
        messageOf(full, "examples.horizonDays=93")
            .contains("examples.cuts.dev: 93.0 days of the last train cut"));
    assertTrue(
        messageOf(full, "examples.lastOut=true")
            .contains("examples: 2 splits given: give exactly"));
    assertTrue(messageOf(SMALL, "examples.lastOut=false").contains("examples: no split given"));
  }

  /** The recipe's horizon counts where a label looks as far, and nowhere else. */
  @Test
  void aHorizonThatNoLabelUsesMixesNothing() {
    String recipe =
        SMALL.replace(
            "  lastOut: true\n",
            "  horizonDays: 900\n  cuts: {train: [2011-01-01], dev: [2011-03-01]}\n");
    assertTrue(
        messageOf(recipe).contains("examples.cuts.dev: 900.0 days of the last train cut"), recipe);
    assertEquals(
        900,
        RecipeReader.parse(recipe, "r.yaml", List.of("tasks.buys.label.occurs.withinDays=20"))
            .examples()
            .horizonDays());
  }

  @Test
  void crossChecksOfTheParts() throws IOException {
    assertTrue(
        messageOf(SMALL, "training={optimizer: adam, weightDecay: 0.1}")
            .contains("training.weightDecay: 0.1 must be 0 unless the optimizer is adamw"));
    assertTrue(
        messageOf(full(), "features.eventCategorical=[topic]")
            .contains("tasks.topics.label: \"topic\" is also an input"));
    assertTrue(
        messageOf(full(), "sequence.template='{tag}'").contains("tasks.tags.label: \"tag\""));
    assertTrue(messageOf(SMALL, "tasks={}").contains("tasks: no task is given"));
    assertTrue(
        messageOf(SMALL, "tasks.buys.label={classOf: {attribute: a}}")
            .contains(
                "tasks.buys.label: classOf does not make labels of this kind of task: use occurs or"
                    + " followed or atLeast or isOneOf or given"));
    assertTrue(messageOf(full(), "tasks.tags.classes=[B]").contains("is only one class: name two"));
    assertTrue(
        messageOf(full(), "tasks.priceBand.classWeights={cheep: 2}")
            .contains("tasks.priceBand.classWeights.cheep: is not in \"classes\"; did you mean"));
    assertTrue(
        messageOf(SMALL, "data.timeZone=Mars").contains("\"Mars\" is not a known time zone"));
  }

  @Test
  void overridesSetAndAreCheckedLikeTheFile() {
    Recipe recipe =
        RecipeReader.parse(
            SMALL, "r.yaml", List.of("tasks.buys.weight=2", "encoder.learningRate=3e-5"));
    assertEquals(2, recipe.tasks().get(0).weight());
    assertEquals(3e-5, recipe.encoder().learningRate());
    assertEquals(
        "--set encoder.learningrate=1: encoder.learningrate: unknown key; did you mean"
            + " \"learningRate\"?",
        messageOf(SMALL, "encoder.learningrate=1"));
    assertEquals(
        "--set tasks.buy.weight=2: tasks.buy: there is no such task; did you mean \"buys\"?",
        messageOf(SMALL, "tasks.buy.weight=2"));
    assertTrue(messageOf(SMALL, "seed").contains("is not of the form path=value"));
    assertTrue(messageOf(SMALL, "data.files[3]=x").contains("there is no position 3 in a list"));
  }

  @Test
  void brokenYamlNamesTheLine() {
    assertTrue(messageOf("seed: 1\ndata: [a\n").startsWith("r.yaml:3: not valid YAML: "));
    assertTrue(
        messageOf(SMALL + "seed: 1\nseed: 2\n")
            .contains("r.yaml:9: seed: the key is written twice in this map"));
    assertEquals(
        "r.yaml:1: nothing must be a map with keys of: seed, data, examples, sequence, features,"
            + " encoder, items, sequenceModel, representation, sharing, tasks, training,"
            + " evaluation, balancing, update",
        messageOf(""));
  }

  @Test
  void pathsOfAFileStartFromItsFolder(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("r.yaml"), SMALL);
    assertEquals(
        List.of(folder.toAbsolutePath() + "/log.csv"),
        RecipeReader.read(file, List.of()).data().files());
    assertEquals(
        List.of("sample:online-retail", Path.of("").toAbsolutePath() + "/x.csv", "/y.csv"),
        RecipeReader.read(file, List.of("data.files=[sample:online-retail, x.csv, /y.csv]"))
            .data()
            .files());
    assertEquals(
        folder.toAbsolutePath() + "/towers/a.h5",
        towerOf(
            RecipeReader.read(
                Files.writeString(
                    folder.resolve("tower.yaml"),
                    SMALL.replace("{kind: binary,", "{kind: binary, tower: {file: towers/a.h5},")),
                List.of())));
    assertEquals(
        Path.of("").toAbsolutePath() + "/b.h5",
        towerOf(RecipeReader.read(file, List.of("tasks.buys.tower.file=b.h5"))));
    Path missing = folder.resolve("missing.yaml");
    assertEquals(
        missing + ": there is no such recipe: check the path, or see model-zoo/recipes",
        assertThrows(InvalidInputException.class, () -> RecipeReader.read(missing, List.of()))
            .getMessage());
  }

  private static String towerOf(Recipe recipe) {
    return recipe.tasks().get(0).head().tower().orElseThrow().file();
  }

  @Test
  void aTowerIsAFileOfAKnownKindAndTakesThePlaceOfAHiddenLayer() {
    assertEquals(
        "r.yaml:7: tasks.buys.hidden: 8 stands beside a tower: a head has a hidden layer or a"
            + " tower, remove one",
        messageOf(
            SMALL.replace("{kind: binary,", "{kind: binary, hidden: 8, tower: {file: a.h5},")));
    assertTrue(
        messageOf(SMALL.replace("{kind: binary,", "{kind: binary, tower: {file: a.json},"))
            .startsWith("r.yaml:7: tasks.buys.tower.file: \"a.json\" is no tower: give"));
  }

  @Test
  void aTreeSetsAnyFieldByItsPath() {
    RecipeTree tree = RecipeTree.of(RecipeReader.parse(SMALL, "r.yaml", List.of()));
    assertTrue(tree.paths().contains("tasks.buys.weight"));
    assertTrue(tree.paths().contains("encoder.learningRate"));
    assertEquals(Optional.of("1.0"), tree.get("tasks.buys.weight"));
    RecipeTree changed = tree.with("tasks.buys.weight", 0.5).with("tasks.buys.hidden", 16);
    assertEquals(0.5, changed.bind().tasks().get(0).weight());
    assertEquals(16, changed.bind().tasks().get(0).head().hidden());
    assertEquals(1, tree.bind().tasks().get(0).weight(), "the tree itself stays");
    RecipeTree odd = tree.with("features.user", Map.of("a.b\"c", Map.of("meanGapDays", Map.of())));
    RecipeTree oddChanged = odd.with("features.user[\"a.b\\\"c\"].log1p", true);
    assertTrue(oddChanged.bind().features().user().get(0).log1p());
    assertTrue(oddChanged.paths().contains("features.user[\"a.b\\\"c\"].log1p"));
  }

  @Test
  void recordsMadeInJavaObeyTheSameRules() {
    assertEquals(
        """
        RepresentationRecipe: hidden: -1 must be at least 0
        RepresentationRecipe: dropout: 1 must be a probability from 0 to below 1 (0 for none, 0.1 is \
        usual)\
        """,
        assertThrows(InvalidInputException.class, () -> new RepresentationRecipe(-1, 1, 0))
            .getMessage());
  }

  private static String withTask(String task) {
    return SMALL.substring(0, SMALL.indexOf("tasks:")) + "tasks:\n  t: " + task + "\n";
  }

  @Test
  void anEndlessHorizonSuitsTheNextBasketOrEventOnly() {
    String next =
        "{kind: regression, label: {value: {attribute: a, over: nextBasket, withinDays: .inf}}}";
    Recipe recipe = RecipeReader.parse(withTask(next), "r.yaml", List.of());
    assertEquals(
        OptionalDouble.of(Double.POSITIVE_INFINITY), recipe.tasks().get(0).label().withinDays());
    assertEquals(recipe, RecipeReader.parse(RecipeReader.write(recipe), "r.yaml", List.of()));
    RecipeReader.parse(
        withTask("{kind: multiclass, label: {classOf: {attribute: a, withinDays: .inf}}}"),
        "r.yaml",
        List.of());
    for (String endless :
        List.of(
            "{kind: binary, label: {occurs: {action: buy, withinDays: .inf}}}",
            "{kind: regression, label: {value: {attribute: a, withinDays: .inf}}}",
            "{kind: multilabel, label: {classOf: {attribute: a, withinDays: .inf}}}")) {
      assertTrue(messageOf(withTask(endless)).contains("withinDays"), endless);
    }
  }

  @Test
  void aDecayedCountIsRead() {
    Recipe recipe =
        RecipeReader.parse(
            SMALL + "features: {user: {d: {decayed: {action: buy, of: days, halfLifeDays: 120}}}}",
            "r.yaml",
            List.of());
    assertEquals(
        new HistoryStatistic.Decayed(Optional.of("buy"), HistoryStatistic.Unit.DAYS, 120),
        recipe.features().user().get(0).statistic());
    assertTrue(
        messageOf(
                SMALL
                    + "features: {user: {d: {decayed: {action: buy, of: days, halfLifeDays: 0}}}}")
            .contains("halfLifeDays"));
  }

  @Test
  void frozenLayersNeedFrozenEmbeddings() {
    assertTrue(messageOf(SMALL + "encoder: {frozenLayers: 2}").contains("frozenEmbeddings"));
  }

  @Test
  void recurrentLayersReadForwardsAlone() {
    String next = "  next: {kind: nextItem, label: {nextItem: {}}}\n";
    String events = "sequence: {kind: hierarchical, maxEvents: 20}\n";
    String gru = SMALL.replaceAll("  buys.*\n", next) + events + "sequenceModel: {kind: gru%s}\n";
    assertEquals(
        SequenceModelRecipe.Kind.GRU,
        RecipeReader.parse(gru.formatted(""), "r.yaml", List.of()).sequenceModel().kind());
    assertTrue(
        messageOf(gru.formatted(", objective: masked"))
            .contains("sequenceModel.kind: gru reads from the oldest event to the newest"));
    assertTrue(
        messageOf(gru.formatted(", layers: 0")).contains("sequenceModel.kind: gru has no layer"));
  }

  @Test
  void aMaskedObjectiveNeedsWhatItCanLearnFrom() {
    String next = "  next: {kind: nextItem, label: {nextItem: {}}}\n";
    String masked = "sequenceModel: {objective: masked, maskShare: 0.3}\n";
    String events = "sequence: {kind: hierarchical, maxEvents: 20}\n";
    String alone = SMALL.replaceAll("  buys.*\n", next) + masked + events;
    Recipe recipe = RecipeReader.parse(alone, "r.yaml", List.of());
    assertEquals(SequenceModelRecipe.Objective.MASKED, recipe.sequenceModel().objective());
    assertEquals(0.3, recipe.sequenceModel().maskShare());
    assertEquals(19, recipe.eventsRead());
    assertEquals(
        20,
        RecipeReader.parse(alone, "r.yaml", List.of("sequenceModel.objective=next")).eventsRead());

    String message = messageOf(SMALL + next + masked + events);
    assertTrue(message.contains("\"buys\" has a label before every basket"), message);
    assertTrue(message.contains("give examples.cuts, leave the task out"), message);
    message = messageOf(SMALL + masked + events);
    assertTrue(message.contains("needs a task of the kind nextItem"), message);
    message = messageOf(alone, "sequence.kind=flat");
    assertTrue(message.contains("set sequence.kind: hierarchical"), message);
    message = messageOf(alone, "sequence.maxEvents=1");
    assertTrue(message.contains("since the mask takes one place"), message);
    message = messageOf(alone, "sequenceModel.maskShare=1");
    assertTrue(message.contains("must be a share above 0 and below 1"), message);
    message = messageOf(alone, "sequenceModel.maskShare=0");
    assertTrue(message.contains("must be a share above 0 and below 1"), message);
  }

  @Test
  void aNextBasketNeedsBasketsAndCausalSequences() {
    String basket =
        SMALL.replaceAll("  buys.*\n", "  order: {kind: nextBasket, label: {nextBasket: {}}}\n");
    String named = "data.columns.basket=invoice";
    assertEquals(
        "recall@10",
        RecipeReader.parse(basket, "r.yaml", List.of(named, "sequence.kind=hierarchical"))
            .tasks()
            .get(0)
            .metricNames()
            .get(0));
    assertTrue(messageOf(basket, named).contains("set sequence.kind: hierarchical"));
    assertTrue(messageOf(basket, "sequence.kind=hierarchical").contains("data.columns.basket"));
    assertTrue(
        messageOf(basket, named, "sequence.kind=hierarchical", "sequenceModel.objective=masked")
            .contains("sequenceModel.objective: next"));
    assertTrue(
        messageOf(SMALL + "  next: {kind: nextItem, label: {nextBasket: {}}}\n")
            .contains("use nextItem"));
  }

  @Test
  void itemsTextsLearnWhereTheEncoderReadsNothingElse() {
    assertTrue(RecipeReader.parse(SMALL, "r.yaml", List.of()).items().frozenEncoder());
    Recipe trained =
        RecipeReader.parse(
            SMALL, "r.yaml", List.of("sequence.kind=hierarchical", "items.frozenEncoder=false"));
    assertFalse(trained.items().frozenEncoder());
    assertEquals(
        trained, RecipeReader.parse(RecipeReader.write(trained), "written.yaml", List.of()));
    String flat = messageOf(SMALL, "items.frozenEncoder=false");
    assertTrue(
        flat.contains("items.frozenEncoder: false trains the encoder of a hierarchical model")
            && flat.contains("set sequence.kind: hierarchical"),
        flat);
    String still =
        messageOf(
            SMALL,
            "sequence.kind=hierarchical",
            "items.frozenEncoder=false",
            "encoder.learningRate=0");
    assertTrue(still.contains("trains nothing with encoder.learningRate: 0"), still);
    String other = messageOf(SMALL, "items.frozenEncoder=learned");
    assertTrue(other.contains("must be true or false"), other);
  }
}
