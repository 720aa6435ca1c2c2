package org.taskweave.data.feature;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.taskweave.core.InvalidInputException;
import org.taskweave.core.batch.TokenChannels;
import org.taskweave.core.recipe.FeaturesRecipe;
import org.taskweave.core.recipe.FeaturesRecipe.EventNumeric;
import org.taskweave.core.recipe.FeaturesRecipe.UserFeature;
import org.taskweave.core.task.HeadSpec;
import org.taskweave.core.task.HistoryStatistic;
import org.taskweave.core.task.LabelRule;
import org.taskweave.core.task.TaskSpec;
import org.taskweave.data.event.BehaviorEvent;
import org.taskweave.data.example.Example;
import org.taskweave.data.example.LabelValue;
import org.taskweave.data.example.Split;

class PreprocessingTest {

  private static final long DAY = 86_400_000L;
  private static final HeadSpec HEAD = new HeadSpec(0, 0, 0, Optional.empty());

  private static final FeaturesRecipe FEATURES =
      new FeaturesRecipe(
          List.of(new EventNumeric("price", false)),
          List.of("colour"),
          List.of(
              new UserFeature(
                  "returns",
                  new HistoryStatistic.DaysSince(
                      Optional.of("return"), HistoryStatistic.Which.LAST),
                  false),
              new UserFeature(
                  "events",
                  new HistoryStatistic.Count(
                      Optional.empty(), HistoryStatistic.Unit.EVENTS, OptionalDouble.empty()),
                  true),
              new UserFeature(
                  "country",
                  new HistoryStatistic.LastClass("country", Optional.empty(), List.of()),
                  false)));

  private static final List<TaskSpec> TASKS =
      List.of(
          new TaskSpec.Regression("spend", new LabelRule.Given("spend"), 1, HEAD, Optional.empty()),
          new TaskSpec.Multiclass(
              "kind", new LabelRule.Given("kind"), 1, HEAD, Optional.empty(), List.of(), List.of()),
          new TaskSpec.Multiclass(
              "band",
              new LabelRule.ClassOf(
                  "price", Optional.empty(), List.of(1.0, 2.0), OptionalDouble.empty()),
              1,
              HEAD,
              Optional.empty(),
              List.of(),
              List.of()));

  /** 40 users: every second one has returned something; spends 1 and 3; 25 live in "A". */
  private static List<Example> train() {
    List<Example> examples = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      List<BehaviorEvent> history = new ArrayList<>();
      history.add(event("u" + i, 0, "buy", i % 2 == 0 ? 1.0 : 3.0, i < 25 ? "A" : "B"));
      if (i % 2 == 0) {
        history.add(event("u" + i, 8 * DAY, "return", 2.0, i < 25 ? "A" : "B"));
      }
      examples.add(
          new Example(
              "u" + i,
              10 * DAY,
              Split.TRAIN,
              history,
              List.of(
                  new LabelValue.Quantity(i % 2 == 0 ? 1 : 3),
                  i == 0
                      ? new LabelValue.Missing()
                      : new LabelValue.ClassName(i % 4 == 0 ? "z" : "b"),
                  new LabelValue.ClassName("below 1"))));
    }
    return examples;
  }

  private static BehaviorEvent event(
      String user, long millis, String action, double price, String country) {
    return new BehaviorEvent(
        user,
        "i",
        action,
        millis,
        Optional.empty(),
        Optional.empty(),
        Map.of("price", price, "colour", "red", "country", country));
  }

  private static final Preprocessing FITTED = Preprocessing.fit(train(), TASKS, FEATURES);

  @Test
  void categoricalChannels() {
    assertEquals(
        List.of("action", "recencyRank", "timeGap", "colour"),
        FITTED.channels().categorical().stream().map(TokenChannels.Categorical::name).toList());
    // Actions are buy and return, after none and unseen.
    assertEquals(4, FITTED.channels().categorical().get(0).size());
    // 3 hours before the cut: 1 + floor(2 log2 4) = 5.
    BehaviorEvent known = event("u", 10 * DAY - 3 * 3_600_000, "return", 1, "A");
    assertArrayEquals(new int[] {3, 1, 5, 2}, FITTED.categoricalChannels(known, 1, 10 * DAY));
    BehaviorEvent unseen =
        new BehaviorEvent("u", "i", "view", 10 * DAY, Optional.empty(), Optional.empty(), Map.of());
    assertArrayEquals(new int[] {1, 64, 1, 1}, FITTED.categoricalChannels(unseen, 999, 10 * DAY));
    BehaviorEvent old = event("u", 0, "buy", 1, "A");
    assertEquals(32, FITTED.categoricalChannels(old, 1, 100_000 * DAY)[2]);
    for (TokenChannels.Categorical channel : FITTED.channels().categorical()) {
      assertTrue(channel.size() > 2, channel.name());
    }
  }

  @Test
  void numericChannelsAreStandardisedAndClipped() {
    // Prices: 20 of 1, 20 of 3, 20 of 2: mean 2, deviation sqrt(2/3).
    assertEquals(Math.sqrt(1.5), FITTED.numericChannels(event("u", 0, "buy", 3, "A"))[0], 1e-6);
    assertEquals(5, FITTED.numericChannels(event("u", 0, "buy", 1e9, "A"))[0]);
    BehaviorEvent without =
        new BehaviorEvent("u", "i", "buy", 0, Optional.empty(), Optional.empty(), Map.of());
    assertEquals(0, FITTED.numericChannels(without)[0]);
  }

  @Test
  void userFeatures() {
    assertEquals(
        List.of("returns", "returns missing", "events", "country A", "country other"),
        FITTED.userFeatureNames());
    assertEquals(5, FITTED.userFeatureCount());
    // All returns were 2 days before the cut, so a return 5 days before lies 3 days off. Users have
    // one event or two: log 2 and log 3 lie one deviation from their mean.
    assertArrayEquals(
        new float[] {3, 0, 1, 0, 1},
        FITTED.userFeatures(
            List.of(event("u", 0, "buy", 1, "B"), event("u", 5 * DAY, "return", 1, "B")), 10 * DAY),
        1e-6f);
    assertArrayEquals(
        new float[] {0, 1, -1, 1, 0},
        FITTED.userFeatures(List.of(event("u", 0, "buy", 1, "A")), 10 * DAY),
        1e-6f);
  }

  @Test
  void tasksAreResolved() {
    assertEquals(new LabelScale(2, 1), FITTED.labelScale(0));
    assertEquals(LabelScale.NONE, FITTED.labelScale(1));
    assertEquals(List.of("b", "z"), ((TaskSpec.Multiclass) FITTED.tasks().get(1)).classes());
    assertEquals(
        List.of("below 1", "1 to 2", "2 and up"),
        ((TaskSpec.Multiclass) FITTED.tasks().get(2)).classes());
    assertEquals(2, FITTED.trivialPredictors().get(0).prediction()[0]);
    // 30 of "b" and 9 of "z"; one label is missing.
    assertArrayEquals(
        new double[] {30 / 39.0, 9 / 39.0}, FITTED.trivialPredictors().get(1).prediction(), 1e-12);
  }

  @Test
  void jsonRoundTrip() {
    Preprocessing read = Preprocessing.fromJson(FITTED.toJson(), TASKS, FEATURES, "test");
    assertEquals(FITTED, read);
    assertEquals(FITTED.toJson(), read.toJson());
    assertEquals(FITTED.userFeatureNames(), read.userFeatureNames());
    assertThrows(
        InvalidInputException.class,
        () -> Preprocessing.fromJson("{\"actions\": 3", TASKS, FEATURES, "test"));
    String message =
        assertThrows(
                InvalidInputException.class,
                () ->
                    Preprocessing.fromJson(
                        FITTED.toJson(), TASKS.subList(0, 1), FEATURES, "bundle/p.json"))
            .getMessage();
    assertTrue(message.startsWith("bundle/p.json"), message);
  }

  @Test
  void aTaskWithoutAKnownLabelIsRefused() {
    List<Example> examples =
        train().stream()
            .map(
                e ->
                    new Example(
                        e.user(),
                        e.cutMillis(),
                        e.split(),
                        e.history(),
                        List.of(new LabelValue.Missing(), e.labels().get(1), e.labels().get(2))))
            .toList();
    String message =
        assertThrows(
                InvalidInputException.class, () -> Preprocessing.fit(examples, TASKS, FEATURES))
            .getMessage();
    assertTrue(message.contains("tasks.spend"), message);
  }
}
