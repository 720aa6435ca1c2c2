package org.taskweave.data.feature;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.taskweave.data.TestEvents.event;
import static org.taskweave.data.TestEvents.inBasket;
import static org.taskweave.data.TestEvents.millis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.taskweave.core.InvalidInputException;
import org.taskweave.core.batch.TokenChannels;
import org.taskweave.core.recipe.FeaturesRecipe;
import org.taskweave.core.recipe.FeaturesRecipe.EventNumeric;
import org.taskweave.core.recipe.FeaturesRecipe.UserFeature;
import org.taskweave.core.task.HistoryStatistic;
import org.taskweave.core.task.HistoryStatistic.Unit;
import org.taskweave.core.task.TaskSpec;
import org.taskweave.data.TestTasks;
import org.taskweave.data.event.BehaviorEvent;
import org.taskweave.data.example.Example;
import org.taskweave.data.example.LabelValue;
import org.taskweave.data.example.Split;

class PreprocessingTest {

  private static final Optional<String> ANY = Optional.empty();
  private static final OptionalDouble ALWAYS = OptionalDouble.empty();
  private static final List<TaskSpec> BUYS = List.of(TestTasks.binary());
  private static final FeaturesRecipe NONE = FeaturesRecipe.NONE;
  private static final HistoryStatistic EVENTS =
      new HistoryStatistic.Count(ANY, Unit.EVENTS, ALWAYS);
  private static final HistoryStatistic CITY =
      new HistoryStatistic.LastClass("city", ANY, List.of());

  private static Example example(List<BehaviorEvent> history, LabelValue... labels) {
    return new Example("ann", millis(10), Split.TRAIN, history, List.of(labels));
  }

  private static Example history(BehaviorEvent... events) {
    return example(List.of(events), new LabelValue.Quantity(1));
  }

  private static FeaturesRecipe user(String name, HistoryStatistic statistic, boolean log1p) {
    return new FeaturesRecipe(
        List.of(), List.of(), List.of(new UserFeature(name, statistic, log1p)), Optional.empty());
  }

  private static FeaturesRecipe numeric(String attribute, boolean log1p) {
    return new FeaturesRecipe(
        List.of(new EventNumeric(attribute, log1p)), List.of(), List.of(), Optional.empty());
  }

  private static Preprocessing learn(TaskSpec task, LabelValue... labels) {
    List<Example> examples = new ArrayList<>();
    for (LabelValue label : labels) {
      examples.add(example(List.of(event(1, "view", null)), label));
    }
    return Preprocessing.fit(examples, List.of(task), NONE);
  }

  private static LabelValue quantity(double value) {
    return new LabelValue.Quantity(value);
  }

  private static LabelValue name(String name) {
    return new LabelValue.ClassName(name);
  }

  private static final LabelValue MISSING = new LabelValue.Missing();

  @Test
  void tokenChannelsAreActionRankAndGapAndThenAttributes() {
    List<BehaviorEvent> fiveOfAcme = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      fiveOfAcme.add(event(i, "view", null, "brand", "Acme", "price", 1.0));
    }
    FeaturesRecipe features =
        new FeaturesRecipe(
            List.of(new EventNumeric("price", false)),
            List.of("brand"),
            List.of(),
            Optional.empty());
    Preprocessing learned =
        Preprocessing.fit(
            List.of(example(fiveOfAcme, quantity(1)), history(event(1, "buy", null))),
            BUYS,
            features);
    assertEquals(
        new TokenChannels(
            List.of(
                new TokenChannels.Categorical("action", 4),
                new TokenChannels.Categorical("recencyRank", 65),
                new TokenChannels.Categorical("timeGap", 33),
                new TokenChannels.Categorical("brand", 3)),
            List.of("price")),
        learned.channels());
  }

  @Test
  void actionsAreNumberedByNameAfterTheUnseenOne() {
    Preprocessing learned =
        Preprocessing.fit(
            List.of(history(event(1, "view", null), event(2, "buy", null))), BUYS, NONE);
    assertEquals(2, learned.categoricalChannels(event(3, "buy", null), 1, millis(10))[0]);
    assertEquals(3, learned.categoricalChannels(event(3, "view", null), 1, millis(10))[0]);
    assertEquals(1, learned.categoricalChannels(event(3, "gift", null), 1, millis(10))[0]);
  }

  /** The second cut's history goes on after the first one's target, and after a save before it. */
  @Test
  void whatCameBetweenAHistoryAndATargetIsLearned() {
    List<BehaviorEvent> events =
        List.of(
            event(1, "view", null),
            event(2, "save", null, "color", "red"),
            event(3, "rate", null),
            event(4, "view", null),
            event(5, "rate", null));
    List<Example> examples =
        List.of(
            about(events.subList(0, 1), events.get(2)), about(events.subList(0, 4), events.get(4)));
    Preprocessing learned = Preprocessing.fit(examples, BUYS, NONE);
    assertEquals(3, learned.categoricalChannels(event(9, "save", null), 1, millis(10))[0]);
    assertEquals(2 + 3, learned.channels().categorical().get(0).size());
  }

  private static Example about(List<BehaviorEvent> history, BehaviorEvent target) {
    return new Example(
        "ann", millis(10), Split.TRAIN, history, List.of(quantity(1)), Optional.of(target));
  }

  @Test
  void featuresOfAttributesThatNoEventHasAreRefused() {
    List<Example> examples = List.of(history(event(1, "buy", null, "price", 2.0, "brand", "Acme")));
    assertEquals(
        "features.eventNumeric: no event of the training split has the attribute \"prise\"; did you"
            + " mean \"price\"?",
        refusal(examples, numeric("prise", false)));
    assertEquals(
        "features.eventCategorical: no event of the training split has the attribute \"colour\";"
            + " choose from: brand, price",
        refusal(
            examples,
            new FeaturesRecipe(List.of(), List.of("colour"), List.of(), Optional.empty())));
    assertTrue(
        refusal(examples, user("home town", CITY, false))
            .startsWith(
                "features.user[\"home town\"]: no event of the training split has the attribute"
                    + " \"city\""));
    assertTrue(
        refusal(List.of(history(event(1, "buy", null))), numeric("price", false))
            .contains("its events have none"));
  }

  private static String refusal(List<Example> examples, FeaturesRecipe features) {
    return assertThrows(
            InvalidInputException.class, () -> Preprocessing.fit(examples, BUYS, features))
        .getMessage();
  }

  @Test
  void ranksAndGapsHaveAHighest() {
    Preprocessing learned = Preprocessing.fit(List.of(history(event(1, "buy", null))), BUYS, NONE);
    BehaviorEvent atZero = event(0, "buy", null);
    assertEquals(1, learned.categoricalChannels(atZero, 1, 0)[1]);
    assertEquals(64, learned.categoricalChannels(atZero, 64, 0)[1]);
    assertEquals(64, learned.categoricalChannels(atZero, 65, 0)[1]);
    // 1 + floor(2 log2(1 + hours))
    long hour = 3_600_000;
    assertEquals(1, learned.categoricalChannels(atZero, 1, 0)[2]);
    assertEquals(1, learned.categoricalChannels(atZero, 1, -5 * hour)[2]);
    assertEquals(2, learned.categoricalChannels(atZero, 1, hour / 2)[2]);
    assertEquals(3, learned.categoricalChannels(atZero, 1, hour)[2]);
    assertEquals(5, learned.categoricalChannels(atZero, 1, 3 * hour)[2]);
    assertEquals(31, learned.categoricalChannels(atZero, 1, 33_000 * hour)[2]);
    assertEquals(32, learned.categoricalChannels(atZero, 1, 1_000_000 * hour)[2]);
  }

  @Test
  void aCategoryNeedsFiveEventsAndEachEventCountsOnce() {
    List<BehaviorEvent> events = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      events.add(event(1, "view", null, "brand", "Acme"));
    }
    for (int i = 0; i < 4; i++) {
      events.add(event(2, "view", null, "brand", "Zeta"));
    }
    Preprocessing learned =
        Preprocessing.fit(
            List.of(example(events.subList(0, 9), quantity(1)), example(events, quantity(0))),
            BUYS,
            new FeaturesRecipe(List.of(), List.of("brand"), List.of(), Optional.empty()));
    assertEquals(3, learned.channels().categorical().get(3).size());
    assertEquals(2, brand(learned, event(3, "view", null, "brand", "Acme")));
    assertEquals(1, brand(learned, event(3, "view", null, "brand", "Zeta")));
    assertEquals(1, brand(learned, event(3, "view", null)));
  }

  private static int brand(Preprocessing learned, BehaviorEvent event) {
    return learned.categoricalChannels(event, 1, millis(10))[3];
  }

  @Test
  void numericChannelsAreStandardisedAndClipped() {
    BehaviorEvent one = event(1, "view", null, "price", 1.0);
    Preprocessing learned =
        Preprocessing.fit(
            List.of(
                history(one, event(2, "view", null, "price", 3.0)),
                history(one, event(3, "view", null))),
            BUYS,
            numeric("price", false));
    assertArrayEquals(
        new float[] {1}, learned.numericChannels(event(9, "view", null, "price", 3.0)));
    assertArrayEquals(
        new float[] {-0.5f}, learned.numericChannels(event(9, "view", null, "price", 1.5)));
    assertArrayEquals(
        new float[] {5}, learned.numericChannels(event(9, "view", null, "price", 100.0)));
    assertArrayEquals(
        new float[] {-5}, learned.numericChannels(event(9, "view", null, "price", -100.0)));
    assertArrayEquals(new float[] {0}, learned.numericChannels(event(9, "view", null)));
  }

  @Test
  void logarithmsOfNumericChannelsKeepTheSign() {
    Preprocessing learned =
        Preprocessing.fit(
            List.of(
                history(
                    event(1, "view", null, "price", Math.E - 1),
                    event(2, "view", null, "price", 1 - Math.E))),
            BUYS,
            numeric("price", true));
    assertArrayEquals(
        new float[] {2},
        learned.numericChannels(event(9, "view", null, "price", Math.E * Math.E - 1)),
        1e-6f);
    assertArrayEquals(
        new float[] {-2},
        learned.numericChannels(event(9, "view", null, "price", 1 - Math.E * Math.E)),
        1e-6f);
  }

  @Test
  void numbersThatNeverVaryKeepTheirUnit() {
    Preprocessing same =
        Preprocessing.fit(
            List.of(history(event(1, "view", null, "price", 7.0))), BUYS, numeric("price", false));
    assertArrayEquals(new float[] {2}, same.numericChannels(event(9, "view", null, "price", 9.0)));
  }

  @Test
  void refusesTextAsANumericChannel() {
    InvalidInputException error =
        assertThrows(
            InvalidInputException.class,
            () ->
                Preprocessing.fit(
                    List.of(history(event(1, "view", null, "price", "cheap"))),
                    BUYS,
                    numeric("price", false)));
    assertEquals(
        "features.eventNumeric: attribute \"price\" of user \"ann\" is \"cheap\", which is no"
            + " number: list it under eventCategorical, or name a numeric column",
        error.getMessage());
  }

  @Test
  void userFeaturesAreStandardised() {
    List<BehaviorEvent> three = Collections.nCopies(3, event(1, "view", null));
    Preprocessing learned =
        Preprocessing.fit(
            List.of(history(event(1, "view", null)), example(three, quantity(1))),
            BUYS,
            user("events", EVENTS, false));
    assertEquals(List.of("events"), learned.userFeatureNames());
    assertArrayEquals(
        new float[] {2},
        learned.userFeatures(at(Collections.nCopies(4, three.get(0)), millis(10))));
    Preprocessing logarithm =
        Preprocessing.fit(
            List.of(history(event(1, "view", null)), example(three, quantity(1))),
            BUYS,
            user("events", EVENTS, true));
    // log 2 and log 4: mean 1.5 log 2, deviation 0.5 log 2; log 8 is 3 deviations away.
    assertArrayEquals(
        new float[] {3},
        logarithm.userFeatures(at(Collections.nCopies(7, three.get(0)), millis(10))),
        1e-6f);
  }

  @Test
  void anUndefinedUserFeatureHasAColumnThatSaysSo() {
    FeaturesRecipe gap = user("gap", new HistoryStatistic.MeanGapDays(ANY), false);
    Example two = history(event(1, "buy", null), event(3, "buy", null));
    Example four = history(event(1, "buy", null), event(5, "buy", null));
    Example undefined = history(event(1, "buy", null));
    Preprocessing seen = Preprocessing.fit(List.of(two, four, undefined), BUYS, gap);
    assertEquals(List.of("gap", "gap missing"), seen.userFeatureNames());
    assertEquals(2, seen.userFeatureCount());
    assertArrayEquals(new float[] {-1, 0}, seen.userFeatures(at(two.history(), millis(10))));
    assertArrayEquals(new float[] {0, 1}, seen.userFeatures(at(undefined.history(), millis(10))));
    Preprocessing unseen = Preprocessing.fit(List.of(two, four), BUYS, gap);
    assertEquals(List.of("gap"), unseen.userFeatureNames());
    assertArrayEquals(new float[] {0}, unseen.userFeatures(at(undefined.history(), millis(10))));
  }

  @Test
  void aClassNeedsTwentyExamplesForAColumn() {
    List<Example> examples = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      examples.add(history(event(1, "view", null, "city", "Rome")));
    }
    for (int i = 0; i < 19; i++) {
      examples.add(history(event(1, "view", null, "city", "Oslo")));
    }
    FeaturesRecipe features =
        new FeaturesRecipe(
            List.of(),
            List.of(),
            List.of(new UserFeature("city", CITY, false), new UserFeature("n", EVENTS, false)),
            Optional.empty());
    Preprocessing learned = Preprocessing.fit(examples, BUYS, features);
    assertEquals(List.of("city Rome", "city other", "n"), learned.userFeatureNames());
    assertArrayEquals(new float[] {1, 0, 0}, userFeatures(learned, "city", "Rome"));
    assertArrayEquals(new float[] {0, 1, 0}, userFeatures(learned, "city", "Oslo"));
    assertArrayEquals(new float[] {0, 1, 0}, userFeatures(learned, "town", "Rome"));
  }

  private static Example at(List<BehaviorEvent> history, long cutMillis) {
    return new Example("ann", cutMillis, Split.DEV, history, List.of());
  }

  private static float[] userFeatures(Preprocessing learned, String attribute, String value) {
    return learned.userFeatures(at(List.of(event(1, "view", null, attribute, value)), millis(10)));
  }

  @Test
  void classesComeFromTheLabels() {
    Preprocessing multiclass =
        learn(TestTasks.multiclass(), name("tea"), name("art"), MISSING, name("tea"));
    assertEquals(List.of("art", "tea"), TestTasks.classes(multiclass.tasks().get(0)));
    assertArrayEquals(new double[] {1 / 3.0, 2 / 3.0}, trivial(multiclass), 1e-12);

    Preprocessing multilabel =
        learn(
            TestTasks.multilabel(),
            new LabelValue.ClassSet(Set.of("tea", "art")),
            new LabelValue.ClassSet(Set.of("tea")),
            new LabelValue.ClassSet(Set.of()),
            MISSING);
    assertEquals(List.of("art", "tea"), TestTasks.classes(multilabel.tasks().get(0)));
    assertArrayEquals(new double[] {1 / 3.0, 2 / 3.0}, trivial(multilabel), 1e-12);

    Preprocessing tagging =
        learn(
            TestTasks.tagging(),
            new LabelValue.WordTags(List.of(List.of("O", "B"), List.of(), List.of("O", "O"))));
    assertEquals(List.of("B", "O"), TestTasks.classes(tagging.tasks().get(0)));
    assertArrayEquals(new double[] {0.25, 0.75}, trivial(tagging), 1e-12);
  }

  private static double[] trivial(Preprocessing learned) {
    return learned.trivialPredictors().get(0).prediction();
  }

  @Test
  void bandsAreClassesEvenWithoutLabels() {
    Preprocessing learned = learn(TestTasks.bands(List.of(1.0, 2.5)), name("2.5 and up"));
    assertEquals(
        List.of("below 1", "1 to 2.5", "2.5 and up"), TestTasks.classes(learned.tasks().get(0)));
    assertArrayEquals(new double[] {0, 0, 1}, trivial(learned));
  }

  @Test
  void namedClassesKeepTheirOrder() {
    Preprocessing learned =
        learn(TestTasks.multiclass("tea", "art"), name("art"), name("unheard of"), name("tea"));
    assertEquals(List.of("tea", "art"), TestTasks.classes(learned.tasks().get(0)));
    assertArrayEquals(new double[] {0.5, 0.5}, trivial(learned));
  }

  @Test
  void regressionLabelsHaveAScale() {
    Preprocessing learned = learn(TestTasks.regression(), quantity(1), quantity(5), MISSING);
    assertEquals(new LabelScale(3, 2), learned.labelScale(0));
    assertEquals(-1.5, learned.labelScale(0).standardise(0));
    assertEquals(0, learned.labelScale(0).restore(-1.5));
    assertArrayEquals(new double[] {3}, trivial(learned));
    assertEquals(
        new LabelScale(4, 1),
        learn(TestTasks.regression(), quantity(4), quantity(4)).labelScale(0));
  }

  @Test
  void binaryLabelsHaveARateAndNoScale() {
    Preprocessing learned =
        learn(TestTasks.binary(), quantity(1), quantity(0), quantity(0), quantity(0), MISSING);
    assertEquals(LabelScale.NONE, learned.labelScale(0));
    assertArrayEquals(new double[] {0.25}, trivial(learned));
  }

  @Test
  void refusesTasksWithNothingToLearn() {
    assertEquals(
        "tasks.buys: none of the 2 training examples has a known label. Check the label rule"
            + " (action and attribute names, horizon) and the training cuts.",
        failure(TestTasks.binary(), MISSING, MISSING));
    assertEquals(
        "tasks.topic: the training labels have the classes [tea], but a choice needs two. Check"
            + " the label rule, or name the classes.",
        failure(TestTasks.multiclass(), name("tea"), MISSING));
    assertEquals(
        "tasks.topic.classes: the known training labels are none of the named classes [tea, art]."
            + " Correct the names, or leave them out.",
        failure(TestTasks.multiclass("tea", "art"), name("Tea")));
  }

  private static String failure(TaskSpec task, LabelValue... labels) {
    return assertThrows(InvalidInputException.class, () -> learn(task, labels)).getMessage();
  }

  // JSON

  private static final FeaturesRecipe ALL =
      new FeaturesRecipe(
          List.of(new EventNumeric("price", true)),
          List.of("brand"),
          List.of(
              new UserFeature("gap", new HistoryStatistic.MeanGapDays(ANY), false),
              new UserFeature("city", CITY, false)),
          Optional.empty());
  private static final List<TaskSpec> ALL_TASKS =
      List.of(TestTasks.regression(), TestTasks.multiclass());

  private static Preprocessing all() {
    List<Example> examples = new ArrayList<>();
    for (int i = 0; i < 25; i++) {
      examples.add(
          example(
              List.of(
                  event(i, "view", null, "brand", "Ac\"me", "price", i * 1.1, "city", "Rome"),
                  inBasket(i + 1, "buy", "A", "price", i / 3.0)),
              quantity(i),
              name(i % 3 == 0 ? "tea" : "art")));
    }
    examples.add(example(List.of(event(1, "gift", null)), MISSING, MISSING));
    return Preprocessing.fit(examples, ALL_TASKS, ALL);
  }

  @Test
  void whatIsWrittenReadsBackEqual() {
    Preprocessing learned = all();
    Preprocessing read = Preprocessing.fromJson(learned.toJson(), ALL_TASKS, ALL, "p.json");
    assertEquals(learned, read);
    assertEquals(learned.hashCode(), read.hashCode());
    assertEquals(learned.toJson(), read.toJson());
    List<BehaviorEvent> history =
        List.of(event(3, "view", null, "brand", "Ac\"me", "price", 4.0, "city", "Rome"));
    assertArrayEquals(
        learned.userFeatures(at(history, millis(9))), read.userFeatures(at(history, millis(9))));
    assertArrayEquals(
        learned.numericChannels(history.get(0)), read.numericChannels(history.get(0)));
    assertArrayEquals(
        new int[] {4, 1, 15, 2}, read.categoricalChannels(history.get(0), 1, millis(9)));
    assertNotEquals(
        learned,
        Preprocessing.fromJson(learned.toJson().replace("gift", "goft"), ALL_TASKS, ALL, "p"));
  }

  @Test
  void refusesDamagedJson() {
    String json = all().toJson();
    List<String> damaged =
        List.of(
            "",
            "{}",
            json.substring(0, json.length() / 2),
            json + "{}",
            json.replaceFirst("\"mean\" : [^,]*,", ""),
            json.replaceFirst("\"deviation\" : [0-9.E-]+", "\"deviation\" : null"),
            json.replaceFirst("\"deviation\" : [0-9.E-]+", "\"deviation\" : 0"),
            json.replace("\"kind\" : \"number\"", "\"kind\" : \"numbr\""));
    for (String text : damaged) {
      assertNotEquals(json, text);
      String message = refusal(text, ALL_TASKS, ALL);
      assertTrue(message.startsWith("p.json: is damaged: "), message);
      assertTrue(message.endsWith(". Copy it again."), message);
    }
  }

  @Test
  void refusesJsonOfAnotherRecipe() {
    String json = all().toJson();
    String expected =
        "p.json: was learned by another recipe than the one beside it. Take both from the same"
            + " run.";
    assertEquals(expected, refusal(json, List.of(TestTasks.regression()), ALL));
    assertEquals(
        expected, refusal(json, List.of(TestTasks.multiclass(), TestTasks.regression()), ALL));
    assertEquals(
        expected,
        refusal(json, List.of(TestTasks.regression(), TestTasks.multiclass("tea", "art")), ALL));
    assertEquals(expected, refusal(json, ALL_TASKS, NONE));
    for (FeaturesRecipe other :
        List.of(
            new FeaturesRecipe(ALL.eventNumeric(), List.of("colour"), ALL.user(), Optional.empty()),
            new FeaturesRecipe(
                List.of(new EventNumeric("price", false)),
                ALL.eventCategorical(),
                ALL.user(),
                Optional.empty()),
            new FeaturesRecipe(
                ALL.eventNumeric(),
                ALL.eventCategorical(),
                List.of(new UserFeature("gap", CITY, false), new UserFeature("city", CITY, false)),
                Optional.empty()),
            new FeaturesRecipe(
                ALL.eventNumeric(),
                ALL.eventCategorical(),
                List.of(new UserFeature("gap", EVENTS, true), new UserFeature("city", CITY, false)),
                Optional.empty()))) {
      assertEquals(expected, refusal(json, ALL_TASKS, other));
    }
    assertEquals(expected, refusal("null", ALL_TASKS, ALL));
  }

  private static String refusal(String json, List<TaskSpec> tasks, FeaturesRecipe features) {
    return assertThrows(
            InvalidInputException.class,
            () -> Preprocessing.fromJson(json, tasks, features, "p.json"))
        .getMessage();
  }

  @Test
  void learnsFromAMillionAndAHalfEventsOfHistory() {
    List<Example> examples = new ArrayList<>();
    for (int user = 0; user < 1_500; user++) {
      List<BehaviorEvent> events = new ArrayList<>();
      for (int i = 0; i < 105; i++) {
        events.add(
            inBasket(
                i, i % 4 == 0 ? "buy" : "view", "b" + i / 3, "price", i * 0.5, "brand", "b" + i));
      }
      for (int cut = 0; cut < 10; cut++) {
        examples.add(example(events.subList(0, 95 + cut), quantity(cut % 2)));
      }
    }
    FeaturesRecipe features =
        new FeaturesRecipe(
            List.of(new EventNumeric("price", true)),
            List.of("brand"),
            List.of(
                new UserFeature("events", EVENTS, true),
                new UserFeature(
                    "fading", new HistoryStatistic.Decayed(ANY, Unit.BASKETS, 30), false)),
            Optional.empty());
    Preprocessing learned =
        assertTimeout(Duration.ofSeconds(20), () -> Preprocessing.fit(examples, BUYS, features));
    assertEquals(2 + 104, learned.channels().categorical().get(3).size());
  }
}
