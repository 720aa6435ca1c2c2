package org.taskweave.data.example;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.taskweave.core.InvalidInputException;
import org.taskweave.core.recipe.ExamplesRecipe;
import org.taskweave.core.task.BinaryTask;
import org.taskweave.core.task.HeadSpec;
import org.taskweave.core.task.LabelRule;
import org.taskweave.core.task.MulticlassTask;
import org.taskweave.core.task.MultilabelTask;
import org.taskweave.core.task.RegressionTask;
import org.taskweave.core.task.TaskSpec;
import org.taskweave.core.task.TokenTaggingTask;
import org.taskweave.data.event.BehaviorEvent;
import org.taskweave.data.event.BehaviorSequences;

/** Logs with times in days; "day 3" is 1970-01-04. */
class ExampleBuilderTest {

  private static final HeadSpec HEAD = HeadSpec.LINEAR;
  private static final LabelValue MISSING = new LabelValue.Missing();
  private static final OptionalDouble NO_LIMIT = OptionalDouble.empty();

  private static BehaviorEvent event(
      String user, double day, String action, String basket, Object... attributes) {
    Map<String, Object> values = new java.util.HashMap<>();
    for (int i = 0; i < attributes.length; i += 2) {
      values.put((String) attributes[i], attributes[i + 1]);
    }
    return new BehaviorEvent(
        user,
        "item-" + day,
        action,
        Math.round(day * 86_400_000),
        Optional.of("red mug"),
        Optional.ofNullable(basket),
        values);
  }

  private static BehaviorSequences log(BehaviorEvent... events) {
    return BehaviorSequences.of(Arrays.asList(events), 1, Optional.of("order"));
  }

  private static BehaviorSequences longLog(BehaviorEvent... events) {
    List<BehaviorEvent> all = new ArrayList<>(Arrays.asList(events));
    all.add(event("zed", -1000, "other", null));
    return log(all.toArray(new BehaviorEvent[0]));
  }

  private static Instant day(double day) {
    return Instant.ofEpochMilli(Math.round(day * 86_400_000));
  }

  private static ExamplesRecipe cuts(
      double horizonDays, List<Instant> train, List<Instant> dev, List<Instant> test) {
    return new ExamplesRecipe(
        horizonDays,
        Optional.of(new ExamplesRecipe.Cuts(train, dev, test)),
        false,
        Optional.empty(),
        Optional.empty(),
        1,
        0,
        Optional.empty(),
        Optional.empty());
  }

  /** One test cut; the other splits' cuts are long before, when {@link #longLog} has only zed. */
  private static ExamplesRecipe testCut(double horizonDays, double day) {
    return cuts(horizonDays, List.of(day(-200)), List.of(day(-100)), List.of(day(day)));
  }

  private static ExamplesRecipe lastOut() {
    return new ExamplesRecipe(
        30,
        Optional.empty(),
        true,
        Optional.empty(),
        Optional.empty(),
        1,
        0,
        Optional.empty(),
        Optional.empty());
  }

  private static TaskSpec binary(LabelRule rule) {
    return new BinaryTask("binary", rule, 1, HEAD, Optional.empty(), 1);
  }

  private static TaskSpec regression(LabelRule rule) {
    return new RegressionTask("regression", rule, 1, HEAD, Optional.empty());
  }

  private static TaskSpec multiclass(LabelRule rule) {
    return new MulticlassTask("multiclass", rule, 1, HEAD, Optional.empty(), List.of(), List.of());
  }

  private static TaskSpec multilabel(LabelRule rule) {
    return new MultilabelTask("multilabel", rule, 1, HEAD, Optional.empty(), List.of(), List.of());
  }

  private static TaskSpec tagging(LabelRule rule) {
    return new TokenTaggingTask("tagging", rule, 1, HEAD, Optional.empty(), List.of(), List.of());
  }

  private static TaskSpec buys() {
    return binary(new LabelRule.Occurs("buy", NO_LIMIT));
  }

  private static TaskSpec amount(
      LabelRule.Aggregate aggregate, LabelRule.Span span, boolean log1p) {
    return regression(
        new LabelRule.Value("amount", Optional.of("buy"), aggregate, span, log1p, NO_LIMIT));
  }

  private static LabelValue onlyLabel(
      BehaviorSequences log, ExamplesRecipe recipe, TaskSpec task, String user) {
    return new ExampleBuilder(recipe, List.of(task))
        .build(log).stream()
            .filter(example -> example.user().equals(user))
            .findFirst()
            .orElseThrow()
            .labels()
            .get(0);
  }

  private static LabelValue number(double value) {
    return new LabelValue.Quantity(value);
  }

  private static String failure(ExamplesRecipe recipe, BehaviorSequences log, TaskSpec... tasks) {
    return assertThrows(
            InvalidInputException.class,
            () -> new ExampleBuilder(recipe, List.of(tasks)).build(log))
        .getMessage();
  }

  @Test
  void theHorizonStartsAtTheCutAndEndsBeforeItsLastDay() {
    BehaviorSequences log =
        longLog(
            event("ann", 1, "view", null),
            event("ann", 10, "buy", null),
            event("bob", 1, "view", null),
            event("bob", 20, "buy", null),
            event("cy", 1, "view", null),
            event("cy", 19.9, "buy", null),
            event("dee", 1, "view", null),
            event("dee", 9.9, "buy", null));
    ExamplesRecipe recipe = testCut(10, 10);
    assertEquals(number(1), onlyLabel(log, recipe, buys(), "ann"));
    assertEquals(number(0), onlyLabel(log, recipe, buys(), "bob"));
    assertEquals(number(1), onlyLabel(log, recipe, buys(), "cy"));
    assertEquals(number(0), onlyLabel(log, recipe, buys(), "dee"));
    List<Example> examples =
        new ExampleBuilder(recipe, List.of(buys()))
            .build(log).stream()
                .filter(example -> example.split() == Split.TEST)
                .filter(example -> !example.user().equals("zed"))
                .toList();
    assertEquals(List.of("ann", "bob", "cy", "dee"), examples.stream().map(Example::user).toList());
    assertEquals(1, examples.get(0).history().size());
    assertEquals(2, examples.get(3).history().size());
    assertEquals(day(10).toEpochMilli(), examples.get(0).cutMillis());
  }

  @Test
  void aTasksOwnHorizonWins() {
    BehaviorSequences log =
        longLog(
            event("ann", 1, "view", null),
            event("ann", 14, "buy", null),
            event("bob", 30, "view", null));
    TaskSpec withinThree = binary(new LabelRule.Occurs("buy", OptionalDouble.of(3)));
    assertEquals(number(0), onlyLabel(log, testCut(10, 10), withinThree, "ann"));
    assertEquals(number(1), onlyLabel(log, testCut(10, 10), buys(), "ann"));
  }

  @Test
  void pastTheEndOfTheLogOnlyWhatHappenedIsKnown() {
    BehaviorSequences log =
        longLog(
            event("ann", 1, "view", null, "color", "red"),
            event("ann", 11, "buy", "b1", "amount", 3.0, "color", "blue"),
            event("bob", 1, "view", null),
            event("bob", 15, "view", null));
    ExamplesRecipe recipe = testCut(10, 10);
    assertEquals(number(1), onlyLabel(log, recipe, buys(), "ann"));
    assertEquals(MISSING, onlyLabel(log, recipe, buys(), "bob"));
    TaskSpec sum = amount(LabelRule.Aggregate.SUM, LabelRule.Span.HORIZON, false);
    assertEquals(MISSING, onlyLabel(log, recipe, sum, "ann"));
    assertEquals(MISSING, onlyLabel(log, recipe, sum, "bob"));
    TaskSpec basket = amount(LabelRule.Aggregate.SUM, LabelRule.Span.NEXT_BASKET, false);
    assertEquals(number(3), onlyLabel(log, recipe, basket, "ann"));
    assertEquals(MISSING, onlyLabel(log, recipe, basket, "bob"));
    LabelRule color = new LabelRule.ClassOf("color", Optional.empty(), List.of(), NO_LIMIT);
    assertEquals(
        new LabelValue.ClassName("blue"), onlyLabel(log, recipe, multiclass(color), "ann"));
    assertEquals(MISSING, onlyLabel(log, recipe, multilabel(color), "ann"));
  }

  @Test
  void aHorizonIsCompleteWhenTheLogReachesItsLastMillisecond() {
    BehaviorEvent view = event("ann", 1, "view", null);
    double lastMillisecond = 20 - 1 / 86_400_000.0;
    assertEquals(
        number(0),
        onlyLabel(
            longLog(view, event("bob", lastMillisecond, "view", null)),
            testCut(10, 10),
            buys(),
            "ann"));
    assertEquals(
        MISSING,
        onlyLabel(
            longLog(view, event("bob", lastMillisecond - 1 / 86_400_000.0, "view", null)),
            testCut(10, 10),
            buys(),
            "ann"));
  }

  @Test
  void valuesOfTheHorizonAndOfTheNextBasket() {
    BehaviorSequences log =
        longLog(
            event("ann", 1, "buy", "b0", "amount", 100.0),
            event("ann", 11, "view", "b1", "amount", 50.0),
            event("ann", 12, "buy", "b2", "amount", 2.0, "order", 1.0),
            event("ann", 12, "buy", "b2", "amount", 5.0, "order", 2.0),
            event("ann", 12, "buy", "b2", "order", 3.0),
            event("ann", 13, "buy", "b3", "amount", 20.0),
            event("ann", 21, "buy", "b2", "amount", 7.0),
            event("bob", 1, "buy", "c0"),
            event("bob", 11, "buy", "c1"));
    ExamplesRecipe recipe = testCut(10, 10);
    LabelRule.Span horizon = LabelRule.Span.HORIZON;
    LabelRule.Span basket = LabelRule.Span.NEXT_BASKET;
    assertEquals(
        number(27), onlyLabel(log, recipe, amount(LabelRule.Aggregate.SUM, horizon, false), "ann"));
    assertEquals(
        number(9), onlyLabel(log, recipe, amount(LabelRule.Aggregate.MEAN, horizon, false), "ann"));
    assertEquals(
        number(2), onlyLabel(log, recipe, amount(LabelRule.Aggregate.NEXT, horizon, false), "ann"));
    assertEquals(
        number(7), onlyLabel(log, recipe, amount(LabelRule.Aggregate.SUM, basket, false), "ann"));
    assertEquals(
        number(3.5),
        onlyLabel(log, recipe, amount(LabelRule.Aggregate.MEAN, basket, false), "ann"));
    assertEquals(
        number(Math.log(8)),
        onlyLabel(log, recipe, amount(LabelRule.Aggregate.SUM, basket, true), "ann"));
    assertEquals(
        MISSING, onlyLabel(log, recipe, amount(LabelRule.Aggregate.SUM, horizon, false), "bob"));
  }

  @Test
  void anEmptyHorizonSumsToZeroButHasNoMeanAndNoNextBasket() {
    BehaviorSequences log =
        longLog(event("ann", 1, "buy", null, "amount", 4.0), event("bob", 30, "view", null));
    ExamplesRecipe recipe = testCut(10, 10);
    LabelRule.Span horizon = LabelRule.Span.HORIZON;
    assertEquals(
        number(0), onlyLabel(log, recipe, amount(LabelRule.Aggregate.SUM, horizon, true), "ann"));
    assertEquals(
        MISSING, onlyLabel(log, recipe, amount(LabelRule.Aggregate.MEAN, horizon, true), "ann"));
    assertEquals(
        MISSING,
        onlyLabel(
            log, recipe, amount(LabelRule.Aggregate.SUM, LabelRule.Span.NEXT_BASKET, true), "ann"));
    LabelRule color = new LabelRule.ClassOf("color", Optional.empty(), List.of(), NO_LIMIT);
    assertEquals(MISSING, onlyLabel(log, recipe, multiclass(color), "ann"));
    assertEquals(
        new LabelValue.ClassSet(Set.of()), onlyLabel(log, recipe, multilabel(color), "ann"));
  }

  @Test
  void negativeAmountsKeepTheirSignUnderLog1p() {
    BehaviorSequences log =
        longLog(
            event("ann", 1, "buy", null),
            event("ann", 11, "buy", null, "amount", -7.0),
            event("bob", 30, "view", null));
    assertEquals(
        number(-Math.log(8)),
        onlyLabel(
            log,
            testCut(10, 10),
            amount(LabelRule.Aggregate.SUM, LabelRule.Span.HORIZON, true),
            "ann"));
  }

  @Test
  void classesOfTheNextEventAndOfAllEvents() {
    BehaviorSequences log =
        longLog(
            event("ann", 1, "buy", null),
            event("ann", 11, "buy", null, "price", 1.25),
            event("ann", 12, "buy", null, "price", 9.0),
            event("ann", 13, "buy", null),
            event("bob", 30, "view", null));
    LabelRule bands =
        new LabelRule.ClassOf("price", Optional.empty(), List.of(1.25, 2.0), NO_LIMIT);
    LabelRule plain = new LabelRule.ClassOf("price", Optional.empty(), List.of(), NO_LIMIT);
    ExamplesRecipe recipe = testCut(10, 10);
    assertEquals(
        new LabelValue.ClassName("1.25 to 2"), onlyLabel(log, recipe, multiclass(bands), "ann"));
    assertEquals(
        new LabelValue.ClassName("1.25"), onlyLabel(log, recipe, multiclass(plain), "ann"));
    assertEquals(
        new LabelValue.ClassSet(Set.of("1.25 to 2", "2 and up")),
        onlyLabel(log, recipe, multilabel(bands), "ann"));
    TaskSpec named =
        new MulticlassTask(
            "multiclass",
            bands,
            1,
            HEAD,
            Optional.empty(),
            List.of("cheap", "middle", "dear"),
            List.of());
    assertEquals(new LabelValue.ClassName("middle"), onlyLabel(log, recipe, named, "ann"));
  }

  @Test
  void givenLabelsStandInTheNewestEventThatHasThem() {
    BehaviorSequences log =
        longLog(
            event("ann", 1, "buy", null, "label", 0.0, "colors", "red"),
            event("ann", 2, "buy", null, "label", 1.0, "colors", "red| blue |"),
            event("ann", 3, "buy", null),
            event("bob", 3, "buy", null));
    ExamplesRecipe recipe = testCut(10, 3.5);
    assertEquals(number(1), onlyLabel(log, recipe, binary(new LabelRule.Given("label")), "ann"));
    assertEquals(
        number(1), onlyLabel(log, recipe, regression(new LabelRule.Given("label")), "ann"));
    assertEquals(
        new LabelValue.ClassName("1"),
        onlyLabel(log, recipe, multiclass(new LabelRule.Given("label")), "ann"));
    assertEquals(
        new LabelValue.ClassSet(Set.of("red", "blue")),
        onlyLabel(log, recipe, multilabel(new LabelRule.Given("colors")), "ann"));
    assertEquals(MISSING, onlyLabel(log, recipe, binary(new LabelRule.Given("label")), "bob"));
  }

  @Test
  void wordTagsAreOnePerWord() {
    TaskSpec task = tagging(new LabelRule.Given("tags"));
    BehaviorSequences log =
        longLog(event("ann", 1, "buy", null, "tags", "B-COLOR O"), event("ann", 2, "buy", null));
    assertEquals(
        new LabelValue.WordTags(List.of(List.of("B-COLOR", "O"), List.of())),
        onlyLabel(log, testCut(10, 3), task, "ann"));
    String message =
        failure(testCut(10, 3), longLog(event("ann", 1, "buy", null, "tags", "O O O")), task);
    assertEquals(
        "Task \"tagging\": attribute \"tags\" is \"O O O\" in the event of user \"ann\" with item"
            + " \"item-1.0\" at 1970-01-02T00:00:00Z; these are 3 tags for the 2 words of the item"
            + " text \"red mug\"; one tag per word is needed.",
        message);
  }

  @Test
  void textWhereANumberIsNeededIsNamed() {
    BehaviorSequences log =
        longLog(
            event("ann", 1, "buy", null),
            event("ann", 11, "buy", null, "amount", "a lot"),
            event("bob", 30, "view", null));
    assertEquals(
        "Task \"regression\": attribute \"amount\" is \"a lot\" in the event of user \"ann\" with"
            + " item \"item-11.0\" at 1970-01-12T00:00:00Z; a number is needed.",
        failure(
            testCut(10, 10), log, amount(LabelRule.Aggregate.SUM, LabelRule.Span.HORIZON, false)));
    BehaviorSequences two = longLog(event("ann", 1, "buy", null, "label", 2.0));
    assertTrue(
        failure(testCut(10, 2), two, binary(new LabelRule.Given("label")))
            .endsWith("a binary label is 0 or 1."));
  }

  @Test
  void aHorizonThatReachesIntoTheNextSplitIsRefused() {
    BehaviorSequences log = log(event("ann", 1, "buy", null), event("ann", 90, "buy", null));
    ExamplesRecipe mixing = cuts(10, List.of(day(5), day(20)), List.of(day(29)), List.of(day(50)));
    assertEquals(
        "Task \"binary\": the horizon of the train cut 1970-01-21T00:00:00Z ends at"
            + " 1970-01-31T00:00:00Z, past the first dev cut 1970-01-30T00:00:00Z; the splits would"
            + " mix. Move a cut or shorten the horizon.",
        failure(mixing, log, buys()));
    ExamplesRecipe apart = cuts(10, List.of(day(5), day(20)), List.of(day(30)), List.of(day(40)));
    assertEquals(4, new ExampleBuilder(apart, List.of(buys())).build(log).size());
    assertTrue(
        failure(cuts(10, List.of(day(5)), List.of(day(30)), List.of(day(39))), log, buys())
            .contains("the horizon of the dev cut 1970-01-31T00:00:00Z"));
  }

  @Test
  void anUnlimitedHorizonEndsWhereTheNextSplitBegins() {
    BehaviorSequences log =
        log(
            event("ann", 1, "buy", null),
            event("ann", 25, "buy", null, "amount", 4.0),
            event("bob", 1, "buy", null),
            event("bob", 31, "buy", null, "amount", 6.0),
            event("bob", 90, "buy", null, "amount", 8.0));
    ExamplesRecipe recipe = cuts(10, List.of(day(5)), List.of(day(30)), List.of(day(40)));
    TaskSpec next =
        regression(
            new LabelRule.Value(
                "amount",
                Optional.of("buy"),
                LabelRule.Aggregate.SUM,
                LabelRule.Span.NEXT_BASKET,
                false,
                OptionalDouble.of(Double.POSITIVE_INFINITY)));
    List<Example> examples = new ExampleBuilder(recipe, List.of(next)).build(log);
    assertEquals(
        List.of(
            "TRAIN ann " + number(4),
            "TRAIN bob " + MISSING, // its next one belongs to dev's time
            "DEV ann " + MISSING,
            "DEV bob " + number(6),
            "TEST ann " + MISSING,
            "TEST bob " + number(8)),
        examples.stream()
            .map(example -> example.split() + " " + example.user() + " " + example.labels().get(0))
            .toList());
  }

  @Test
  void cutsOutsideTheLogAreRefused() {
    BehaviorSequences log = longLog(event("ann", 1, "buy", null), event("ann", 5, "buy", null));
    assertTrue(failure(testCut(10, 6), log, buys()).contains("is after the end of the log"));
    assertTrue(
        failure(cuts(10, List.of(day(-1000)), List.of(day(-100)), List.of()), log, buys())
            .contains("is not after the start of the log"));
  }

  @Test
  void usersNeedTheRequiredEvents() {
    BehaviorSequences log =
        longLog(
            event("ann", 1, "buy", null),
            event("ann", 2, "buy", null),
            event("bob", 1, "buy", null),
            event("bob", 2, "view", null),
            event("cy", 30, "buy", null));
    ExamplesRecipe.Cuts cuts = testCut(10, 10).cuts().orElseThrow();
    ExamplesRecipe twice =
        new ExamplesRecipe(
            10,
            Optional.of(cuts),
            false,
            Optional.empty(),
            Optional.of("buy"),
            2,
            0,
            Optional.empty(),
            Optional.empty());
    List<Example> examples = new ExampleBuilder(twice, List.of(buys())).build(log);
    assertEquals(List.of("ann"), examples.stream().map(Example::user).toList());
    ExamplesRecipe mistyped =
        new ExamplesRecipe(
            10,
            Optional.of(cuts),
            false,
            Optional.empty(),
            Optional.of("bye"),
            1,
            0,
            Optional.empty(),
            Optional.empty());
    assertEquals(
        "There is no example: no user has a history with at least 1 events of action \"bye\""
            + " (examples.minEvents, examples.requiredAction) among the 4 users of the log; its"
            + " actions are [buy, other, view].",
        failure(mistyped, log, buys()));
  }

  @Test
  void lastOutTakesTheLastBasketForTestAndTheOneBeforeForDev() {
    BehaviorSequences log =
        log(
            event("ann", 1, "buy", "b1", "amount", 1.0),
            event("ann", 2, "buy", "b2", "amount", 2.0),
            event("ann", 3, "buy", "b3", "amount", 3.0, "order", 1.0),
            event("ann", 3, "view", "b3", "amount", 30.0, "order", 2.0),
            event("ann", 3, "buy", "b3", "amount", 4.0, "order", 3.0),
            event("ann", 4, "view", null, "amount", 5.0),
            event("bob", 1, "buy", "c1", "amount", 6.0),
            event("cy", 1, "buy", null, "amount", 7.0),
            event("cy", 1, "buy", null, "amount", 8.0));
    List<Example> examples =
        new ExampleBuilder(
                lastOut(),
                List.of(amount(LabelRule.Aggregate.SUM, LabelRule.Span.HORIZON, false), buys()))
            .build(log);
    assertEquals(
        List.of("TRAIN ann 1", "DEV ann 2", "TEST ann 5", "TEST cy 1"),
        examples.stream()
            .map(example -> example.split() + " " + example.user() + " " + example.history().size())
            .toList());
    assertEquals(List.of(number(2), number(1)), examples.get(0).labels());
    assertEquals(List.of(number(7), number(1)), examples.get(1).labels());
    assertEquals(List.of(number(0), number(0)), examples.get(2).labels());
    assertEquals(day(3).toEpochMilli(), examples.get(1).cutMillis());
  }

  @Test
  void mixedTargetsAreCaught() {
    List<BehaviorEvent> events =
        List.of(event("ann", 1, "buy", null), event("ann", 2, "buy", null));
    List<Example> mixed = new ArrayList<>();
    mixed.add(new Example("ann", 200, Split.TRAIN, events, List.of()));
    mixed.add(new Example("bob", 100, Split.DEV, events.subList(0, 1), List.of()));
    SplitOrder.checkTargets(mixed);
    mixed.add(new Example("ann", 100, Split.DEV, events.subList(0, 1), List.of()));
    assertTrue(
        assertThrows(IllegalStateException.class, () -> SplitOrder.checkTargets(mixed))
            .getMessage()
            .startsWith("the splits of user \"ann\" mix: train at"));
  }

  @Test
  void aSplitColumnNamesTheSplitOfTheWholeHistory() {
    ExamplesRecipe recipe =
        new ExamplesRecipe(
            30,
            Optional.empty(),
            false,
            Optional.of("split"),
            Optional.empty(),
            1,
            0,
            Optional.empty(),
            Optional.empty());
    TaskSpec given = binary(new LabelRule.Given("label"));
    BehaviorSequences log =
        log(
            event("ann", 1, "buy", null, "split", "train"),
            event("ann", 2, "buy", null, "split", "test", "label", 1.0),
            event("bob", 1, "buy", null, "split", "dev", "label", 0.0));
    List<Example> examples = new ExampleBuilder(recipe, List.of(given)).build(log);
    assertEquals(
        List.of("DEV bob 1", "TEST ann 2"),
        examples.stream()
            .map(example -> example.split() + " " + example.user() + " " + example.history().size())
            .toList());
    assertEquals(
        "examples.splitColumn: \"split\" is \"valid\" in the newest event of user \"ann\"; it must"
            + " be train, dev or test.",
        failure(recipe, log(event("ann", 1, "buy", null, "split", "valid")), given));
    assertTrue(failure(recipe, log, buys()).contains("its label rule must be given"));
  }

  @Test
  void withoutLabelsTheHistoryEndsJustAfterTheNewestEvent() {
    BehaviorSequences log =
        log(
            event("ann", 1, "buy", null),
            event("ann", 5, "buy", null),
            event("bob", 3, "view", null));
    ExampleBuilder builder = new ExampleBuilder(lastOut(), List.of(buys(), buys()));
    List<Example> all = builder.withoutLabels(log, Optional.empty(), OptionalLong.empty());
    assertEquals(2, all.size());
    assertEquals(2, all.get(0).history().size());
    assertEquals(day(5).toEpochMilli() + 1, all.get(0).cutMillis());
    assertEquals(List.of(MISSING, MISSING), all.get(0).labels());
    OptionalLong dayTwo = OptionalLong.of(day(2).toEpochMilli());
    List<Example> early = builder.withoutLabels(log, Optional.empty(), dayTwo);
    assertEquals(List.of("ann"), early.stream().map(Example::user).toList());
    assertEquals(1, early.get(0).history().size());
    assertEquals(
        "User \"bob\" has no event before 1970-01-03T00:00:00Z.",
        assertThrows(
                InvalidInputException.class,
                () -> builder.withoutLabels(log, Optional.of(List.of("bob")), dayTwo))
            .getMessage());
    assertEquals(
        "User \"eve\" is not in the log.",
        assertThrows(
                InvalidInputException.class,
                () -> builder.withoutLabels(log, Optional.of(List.of("eve")), dayTwo))
            .getMessage());
  }

  @Test
  void theSummaryCounts() {
    BehaviorSequences log =
        log(
            event("ann", 1, "buy", null),
            event("ann", 6, "buy", null, "color", "red"),
            event("bob", 1, "buy", null),
            event("bob", 21, "view", null, "color", "blue"));
    LabelRule color = new LabelRule.ClassOf("color", Optional.empty(), List.of(), NO_LIMIT);
    List<TaskSpec> tasks = List.of(buys(), multiclass(color));
    ExamplesRecipe recipe = cuts(5, List.of(day(5)), List.of(day(10)), List.of(day(20)));
    ExampleSummary summary = ExampleSummary.of(new ExampleBuilder(recipe, tasks).build(log), tasks);
    ExampleSummary.SplitSummary train = summary.splits().get(0);
    assertEquals(2, train.examples());
    assertEquals(2, train.users());
    assertEquals(
        new ExampleSummary.TaskSummary(
            "binary", 2, OptionalDouble.of(0.5), new java.util.TreeMap<>()),
        train.tasks().get(0));
    assertEquals(Map.of("red", 1), train.tasks().get(1).classCounts());
    assertEquals(1, train.tasks().get(1).known());
    ExampleSummary.SplitSummary test = summary.splits().get(2);
    assertEquals(0, test.tasks().get(0).known()); // the horizon runs past day 21
    assertEquals(Map.of("blue", 1), test.tasks().get(1).classCounts());
    assertTrue(summary.toString().contains("binary: 2 known, mean 0.5000"), summary.toString());
  }

  /** As next items are: thousands of them would not be a line. */
  @Test
  void ofManyClassesTheMostFrequentAreNamed() {
    TreeMap<String, Integer> counts = new TreeMap<>();
    for (int i = 0; i < 3000; i++) {
      counts.put("item" + i, i == 1234 ? 9 : 1);
    }
    String text =
        new ExampleSummary(
                List.of(
                    new ExampleSummary.SplitSummary(
                        Split.TRAIN,
                        3008,
                        10,
                        List.of(
                            new ExampleSummary.TaskSummary(
                                "next", 3008, OptionalDouble.empty(), counts)))))
            .toString();
    assertTrue(text.contains("next: 3,008 known, {item1234=9, "), text);
    assertTrue(text.contains(", and 2,988 other classes}"), text);
  }
}
