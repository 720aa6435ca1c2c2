package org.taskweave.training.run;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.taskweave.core.metric.TaskEvaluation;
import org.taskweave.core.recipe.Recipe;
import org.taskweave.core.recipe.RecipeReader;
import org.taskweave.data.batch.EncodedExample;
import org.taskweave.data.event.BehaviorEvent;
import org.taskweave.data.example.Example;
import org.taskweave.data.example.LabelValue;
import org.taskweave.data.example.Split;
import org.taskweave.training.bundle.ModelBundle;

/** Users like the red or the other items, which their first click tells; a page shows four. */
class ImpressionTrainingTest {

  private static final int USERS = 80;
  private static final int DAYS = 6;
  private static final int ITEMS = 10;
  private static final long DAY = 86_400_000;

  @TempDir static Path folder;

  private static TrainingData data;
  private static RunOutcome outcome;

  private static List<BehaviorEvent> events(int users) {
    Random random = new Random(3);
    List<BehaviorEvent> events = new ArrayList<>();
    for (int user = 0; user < users; user++) {
      int liked = random.nextInt(2);
      events.add(event(user, liked + 2 * random.nextInt(ITEMS / 2), "click", 0));
      for (int day = 1; day <= DAYS; day++) {
        for (int place = 0; place < 4; place++) {
          int item = random.nextInt(ITEMS);
          events.add(event(user, item, "show", day * DAY));
          if (item % 2 == liked) {
            events.add(event(user, item, "click", day * DAY + 20_000));
          }
        }
      }
    }
    // What follows the last page is known when the log goes on.
    events.add(event(0, 0, "other", (DAYS + 1) * DAY));
    return events;
  }

  private static BehaviorEvent event(int user, int item, String action, long time) {
    return new BehaviorEvent(
        "u" + user,
        "i" + item,
        action,
        time,
        Optional.of(item % 2 == 0 ? "red" : "mug"),
        Optional.empty(),
        Map.of());
  }

  private static Recipe recipe(String... overrides) {
    return RecipeReader.parse(
        """
            seed: 5
            data:
              files: [none.csv]
              columns: {user: user, item: item, timestamp: time, action: action, text: text}
            examples:
              perImpression: {action: show, history: [click], dev: 1970-01-06, test: 1970-01-07}
            sequence: {kind: hierarchical, maxEvents: 8, padToMultipleOf: 4}
            encoder: {model: "%s"}
            items: {width: 8}
            sequenceModel: {layers: 1, heads: 1, dropout: 0}
            representation: {dropout: 0}
            tasks:
              click:
                kind: binary
                reads: userAndItem
                hidden: 8
                dropout: 0
                label: {followed: {by: click, withinSeconds: 60}}
            training:
              learningRate: 2.0e-2
              epochs: 20
              batchSize: 8
              earlyStopping: {patience: 20, objective: [{task: click, metric: gauc}]}
            evaluation: {bootstrapSamples: 50, batchSize: 4}
            """
            .formatted(PlantedLog.ENCODER),
        "impressions.yaml",
        List.of(overrides));
  }

  @BeforeAll
  static void train() {
    Recipe recipe = recipe();
    data = TrainingData.of(recipe, events(USERS), RunListener.NONE);
    outcome =
        new TrainingRun(recipe, new RunFolder(folder), RunListener.NONE, List.of()).train(data);
  }

  @Test
  void whatAUserLikesIsLearnedFromItsClicks() {
    TaskEvaluation click = outcome.test().get(0);
    assertEquals(4 * USERS, click.primary().labelCount());
    for (String metric : List.of("auc", "gauc", "ndcg")) {
      assertTrue(click.metric(metric).value() > 0.9, metric + " " + click.metric(metric));
      assertTrue(click.metric(metric).trivialBaseline() < 0.9, metric);
    }
    assertTrue(click.metric("logLoss").skill() > 0.3, click.metric("logLoss").toString());
  }

  @Test
  void aPageIsScoredAsItsImpressionsOneByOne() {
    try (ModelBundle bundle = ModelBundle.load(outcome.bundle())) {
      List<Example> test = data.examples().get(Split.TEST);
      var encoder = bundle.inputs().encoder();
      List<EncodedExample> pages = encoder.encodeAll(test);
      assertEquals(USERS, pages.size());
      assertArrayEquals(
          scores(bundle, test.stream().map(encoder::encode).toList()), scores(bundle, pages), 1e-6);
    }
  }

  /**
   * Red items of a page are clicked with a probability of .3, others of .02, however often shown.
   */
  private static List<BehaviorEvent> rarelyClicked(int users) {
    Random random = new Random(8);
    List<BehaviorEvent> events = new ArrayList<>();
    Set<List<Object>> decided = new HashSet<>();
    for (BehaviorEvent event : events(users)) {
      if (!event.action().equals("click") || event.timestampMillis() == 0) {
        events.add(event);
      }
      if (event.action().equals("show")
          && decided.add(List.of(event.user(), event.item(), event.timestampMillis()))
          && random.nextDouble() < probability(event)) {
        events.add(
            event(
                Integer.parseInt(event.user().substring(1)),
                Integer.parseInt(event.item().substring(1)),
                "click",
                event.timestampMillis() + 20_000));
      }
    }
    return events;
  }

  private static double probability(BehaviorEvent shown) {
    return isRed(shown) ? 0.3 : 0.02;
  }

  private static boolean isRed(BehaviorEvent event) {
    return Integer.parseInt(event.item().substring(1)) % 2 == 0;
  }

  @Test
  void negativesThatAreLeftOutDoNotRaiseProbabilities() {
    Recipe sampled = recipe("examples.perImpression.negativeShare=0.2", "training.epochs=6");
    TrainingData rare = TrainingData.of(sampled, rarelyClicked(240), RunListener.NONE);
    List<Example> test = rare.examples().get(Split.TEST);
    RunOutcome trained =
        new TrainingRun(sampled, new RunFolder(folder.resolve("rare")), RunListener.NONE, List.of())
            .train(rare);
    try (ModelBundle bundle = ModelBundle.load(trained.bundle())) {
      double[] predicted = scores(bundle, bundle.inputs().encoder().encodeAll(test));
      for (boolean red : List.of(true, false)) {
        double sum = 0;
        double truth = 0;
        for (int i = 0; i < predicted.length; i++) {
          BehaviorEvent shown = test.get(i).target().orElseThrow();
          sum += isRed(shown) == red ? predicted[i] : 0;
          truth += isRed(shown) == red ? probability(shown) : 0;
        }
        // Without weights the odds would be five times as high: .3 would become .68, .02 .09.
        assertEquals(1, sum / truth, red ? 0.25 : 0.7, "red " + red);
      }
      double all = Arrays.stream(predicted).average().orElseThrow();
      double truth =
          test.stream()
              .mapToDouble(e -> probability(e.target().orElseThrow()))
              .average()
              .orElseThrow();
      assertEquals(1, all / truth, 0.2);
    }
  }

  /** A user takes each liked item in one of five cases, and red ones are most of what is taken. */
  @ParameterizedTest
  @ValueSource(strings = {"uniform", "popularity"})
  void drawnItemsTellWhatIsTakenAndPredictionsAreOfTheWholeCatalog(String by) {
    List<BehaviorEvent> taken = new ArrayList<>();
    Set<List<Object>> moments = new HashSet<>();
    for (BehaviorEvent event : events(200)) {
      boolean often = isRed(event) || Integer.parseInt(event.user().substring(1)) % 3 == 0;
      if (event.action().equals("other")
          || (event.action().equals("click")
              && often
              && moments.add(List.of(event.user(), event.timestampMillis())))) {
        taken.add(event);
      }
    }
    Recipe drawing =
        recipe(
            "examples.perImpression.action=click",
            "examples.perImpression.history=[]",
            "examples.perImpression.drawn.count=3",
            "examples.perImpression.drawn.by=" + by,
            "tasks.click.label={occurs: {action: click}}",
            "training.epochs=8");
    TrainingData drawn = TrainingData.of(drawing, taken, RunListener.NONE);
    RunOutcome trained =
        new TrainingRun(drawing, new RunFolder(folder.resolve(by)), RunListener.NONE, List.of())
            .train(drawn);
    assertTrue(trained.test().get(0).metric("auc").value() > .75, trained.test().toString());
    List<Example> asked =
        drawn.examples().get(Split.TEST).stream()
            .filter(e -> e.labels().get(0).equals(new LabelValue.Quantity(1)))
            .toList();
    try (ModelBundle bundle = ModelBundle.load(trained.bundle())) {
      double red = 0;
      double all = 0;
      for (int item = 0; item < ITEMS; item++) {
        String id = "i" + item;
        List<EncodedExample> encoded =
            bundle.inputs().encoder().encodeAll(asked.stream().map(e -> e.about(id)).toList());
        double sum =
            Arrays.stream(bundle.inputs().scorer(4).score(bundle.served(), encoded).get(0).values())
                .sum();
        all += sum;
        red += item % 2 == 0 ? sum : 0;
      }
      // One item is taken at each moment; without the correction the sum would be 2.7.
      assertEquals(1, all / asked.size(), .15);
      double redShare =
          asked.stream().filter(e -> isRed(e.target().orElseThrow())).count()
              / (double) asked.size();
      assertEquals(redShare, red / all, .1);
    }
  }

  private static double[] scores(ModelBundle bundle, List<EncodedExample> encoded) {
    return bundle.inputs().scorer(4).score(bundle.model(), encoded).get(0).values();
  }
}
