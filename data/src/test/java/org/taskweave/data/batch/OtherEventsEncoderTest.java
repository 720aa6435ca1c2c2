package org.taskweave.data.batch;

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
import org.taskweave.core.recipe.ExamplesRecipe;
import org.taskweave.core.recipe.FeaturesRecipe;
import org.taskweave.core.recipe.SequenceRecipe;
import org.taskweave.core.task.HeadSpec;
import org.taskweave.core.task.LabelRule;
import org.taskweave.core.task.RegressionTask;
import org.taskweave.core.task.TaskSpec;
import org.taskweave.data.event.BehaviorEvent;
import org.taskweave.data.event.BehaviorSequences;
import org.taskweave.data.event.ItemCatalog;
import org.taskweave.data.example.Example;
import org.taskweave.data.example.ExampleBuilder;
import org.taskweave.data.example.LabelValue;
import org.taskweave.data.example.Split;
import org.taskweave.data.feature.Preprocessing;

/**
 * Ratings of a, b, c, d by two users, seconds apart. Training: ann a 5, b 3, c 1; bob a 4, b 2.
 * Dev: ann d 4. Test: bob c 1. All worked out by hand with a damping of 1.
 */
class OtherEventsEncoderTest {

  private static final TaskSpec RATING =
      new RegressionTask(
          "rating",
          new LabelRule.Value(
              "rating",
              Optional.empty(),
              LabelRule.Aggregate.NEXT,
              LabelRule.Span.NEXT_BASKET,
              false,
              OptionalDouble.of(Double.POSITIVE_INFINITY)),
          1,
          HeadSpec.ofPair(0, 0, Optional.empty()),
          Optional.empty());

  private static final FeaturesRecipe FEATURES =
      new FeaturesRecipe(
          List.of(),
          List.of(),
          List.of(),
          Optional.of(new FeaturesRecipe.Effects("rating", 1, List.of(10.0), Optional.empty())));

  /** Mean and deviation of 5, 3, 1, 4, 2. */
  private static final double MEAN = 3;

  private static final double DEVIATION = Math.sqrt(2);

  private static BehaviorEvent event(
      String user, String item, double second, double rating, String part) {
    return new BehaviorEvent(
        user,
        item,
        "rate",
        (long) (1000 * second),
        Optional.empty(),
        Optional.empty(),
        Map.of("rating", rating, "part", part));
  }

  private static List<BehaviorEvent> log() {
    return List.of(
        event("ann", "a", 0, 5, "train"),
        event("ann", "b", 5, 3, "train"),
        event("ann", "d", 8, 4, "dev"),
        event("ann", "c", 30, 1, "train"),
        event("bob", "a", 0, 4, "train"),
        event("bob", "b", 1, 2, "train"),
        event("bob", "c", 2, 1, "test"));
  }

  private static List<Example> examples(List<BehaviorEvent> log, double devShare) {
    ExamplesRecipe recipe =
        new ExamplesRecipe(
            30,
            Optional.empty(),
            false,
            Optional.empty(),
            Optional.empty(),
            1,
            0,
            Optional.of(new ExamplesRecipe.PerEvent("part", devShare)),
            Optional.empty());
    return new ExampleBuilder(recipe, List.of(RATING), false, 7)
        .build(BehaviorSequences.of(log, 7, Optional.empty()));
  }

  private static List<Example> of(Split split) {
    return examples(log(), 0).stream().filter(e -> e.split() == split).toList();
  }

  private static Preprocessing preprocessing() {
    return Preprocessing.fit(
        of(Split.TRAIN),
        List.of(RATING),
        FEATURES,
        SequenceRecipe.Kind.HIERARCHICAL,
        List.of("a", "b", "c", "d"));
  }

  private static OtherEventsEncoder encoder(int maxEvents) {
    return new OtherEventsEncoder(preprocessing(), ItemCatalog.of(log()), maxEvents);
  }

  private static String items(List<BehaviorEvent> events) {
    StringBuilder text = new StringBuilder();
    events.forEach(event -> text.append(event.item()));
    return text.toString();
  }

  @Test
  void aHistoryIsTheOtherTrainingEvents() {
    List<String> histories = new ArrayList<>();
    for (Example example : examples(log(), 0)) {
      histories.add(
          example.split()
              + " "
              + example.user()
              + " "
              + example.target().orElseThrow().item()
              + ": "
              + items(example.history()));
    }
    assertEquals(
        List.of(
            "TRAIN ann a: bc",
            "TRAIN ann b: ac",
            "TRAIN ann c: ab",
            "TRAIN bob a: b",
            "TRAIN bob b: a",
            "DEV ann d: abc",
            "TEST bob c: ab"),
        histories);
    assertEquals(new LabelValue.Quantity(4), of(Split.DEV).get(0).labels().get(0));
  }

  @Test
  void aShareOfTheTrainingEventsBecomesDev() {
    List<BehaviorEvent> many = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      many.add(event("u" + i % 7, "i" + i, i, 3, i % 4 == 0 ? "test" : "train"));
    }
    List<Example> first = examples(many, .2);
    long dev = first.stream().filter(e -> e.split() == Split.DEV).count();
    assertTrue(Math.abs(dev - 60) < 25, dev + " of 300 are dev's");
    assertEquals(100, first.stream().filter(e -> e.split() == Split.TEST).count());
    for (Example example : first) {
      assertTrue(
          example.history().stream().allMatch(e -> e.attributes().get("part").equals("train")));
    }
    assertEquals(
        first.stream().map(Example::split).toList(),
        examples(many, .2).stream().map(Example::split).toList());
  }

  @Test
  void anUnknownSplitIsNamed() {
    List<BehaviorEvent> log =
        List.of(event("ann", "a", 0, 5, "train"), event("ann", "b", 1, 5, "x"));
    String message = assertThrows(InvalidInputException.class, () -> examples(log, 0)).getMessage();
    assertTrue(
        message.contains("examples.perEvent.splitColumn: \"part\" is \"x\" in an event of user")
            && message.contains("with item \"b\"; it must be train, dev or test"),
        message);
  }

  /** Too long a history is another one at each time: the events nearest to it. */
  @Test
  void examplesOfOneHistoryShareItsSequenceUnlessItIsTooLongForTheirTimes() {
    Example target = of(Split.DEV).get(0);
    List<Example> candidates = List.of(target.about("a"), target.about("d"), target);
    EncodedExample shared = encoder(3).encodeAll(candidates).get(0);
    assertArrayEquals(new int[] {0, 1, 2, 4}, shared.tokenIds());
    assertArrayEquals(new int[] {3, 3, 3}, shared.labelPositions());
    assertArrayEquals(new int[] {0, 3, 3}, shared.candidates());
    assertEquals(1, encoder(3).encodeAll(candidates).size());
    List<EncodedExample> nearest = encoder(2).encodeAll(candidates);
    assertEquals(1, nearest.size());
    assertArrayEquals(new int[] {0, 1, 4}, nearest.get(0).tokenIds());
    assertArrayEquals(new int[] {2, 2, 2}, nearest.get(0).labelPositions());
    Example later =
        new Example(
            target.user(),
            40_000,
            target.split(),
            target.history(),
            target.labels(),
            target.target());
    List<EncodedExample> apart = encoder(2).encodeAll(List.of(target, later));
    assertArrayEquals(new int[] {0, 1, 4}, apart.get(0).tokenIds());
    assertArrayEquals(new int[] {1, 2, 4}, apart.get(1).tokenIds());
    assertEquals(1, encoder(3).encodeAll(List.of(target, later)).size());
  }

  /** The row of an event stands at its own token, about its own item. */
  @Test
  void trainingIsOneSequenceForEachUser() {
    List<EncodedExample> sequences = encoder(10).encodeTraining(of(Split.TRAIN));
    assertEquals(2, sequences.size());
    EncodedExample ann = sequences.get(0);
    assertArrayEquals(new int[] {0, 1, 2}, ann.tokenIds());
    assertArrayEquals(new int[] {0, 1, 2}, ann.labelPositions());
    assertArrayEquals(new int[] {0, 1, 2}, ann.candidates());
    float[] labels = ann.labels().get(0).values();
    assertEquals((5 - MEAN) / DEVIATION, labels[0], 1e-6);
    assertEquals((1 - MEAN) / DEVIATION, labels[2], 1e-6);
    assertEquals(
        List.of(2, 1, 2),
        encoder(2).encodeTraining(of(Split.TRAIN)).stream().map(EncodedExample::length).toList());
  }

  /** The row stands at an empty token behind the history, which no row reads. */
  @Test
  void elsewhereTheHistoryHasAnEmptyTokenBehind() {
    EncodedExample ann = encoder(10).encode(of(Split.DEV).get(0));
    assertArrayEquals(new int[] {0, 1, 2, 4}, ann.tokenIds());
    assertArrayEquals(new int[] {3}, ann.labelPositions());
    assertArrayEquals(new int[] {3}, ann.candidates());
    for (int[] channel : ann.categoricalChannels()) {
      assertEquals(0, channel[3]);
    }
    // b at 5 s and a at 0 s are nearer to 8 s than c at 30 s.
    assertArrayEquals(new int[] {0, 1, 4}, encoder(2).encode(of(Split.DEV).get(0)).tokenIds());
  }

  /**
   * z of 5, 3, 1, 4, 2 are 2, 0, -2, 1, -1 over root 2. Items without ann's own: a 1/2 (bob's 1 by
   * 1 + 1), b -1/2, c 0; with all: a 3/3, b -1/3, c -2/2 (all over root 2).
   */
  @Test
  void effectsOfATrainingTargetLeaveItsOwnValueOut() {
    EncodedExample ann = encoder(10).encodeTraining(of(Split.TRAIN)).get(0);
    int columns = ann.userFeatures().length / 3;
    assertEquals(6, columns);
    double root = Math.sqrt(2);
    assertEquals(.5 / root, ann.userFeatures()[0], 1e-6);
    assertEquals(-.5 / root, ann.userFeatures()[columns], 1e-6);
    assertEquals(0, ann.userFeatures()[2 * columns], 1e-6);
    // Deviations of ann's events: a 2 - 1 = 1, b 0 + 1/3, c -2 + 1 = -1; over 2 + 1.
    assertEquals((1 / 3.0 - 1) / 3 / root, ann.userFeatures()[1], 1e-6);
    assertEquals(Math.log1p(1) / 2 - 2, ann.userFeatures()[2], 1e-6);
    assertEquals(Math.log1p(2) / 2 - 2, ann.userFeatures()[3], 1e-6);
    // Of a at 0 s, b alone is within 10 s: 1/3 by 1 + 2, less a third of the user's effect.
    double user = (1 / 3.0 - 1) / 3 / root;
    assertEquals(1 / 9.0 / root - user / 3, ann.userFeatures()[4], 1e-6);
    assertEquals(Math.log1p(1) / 3, ann.userFeatures()[5], 1e-6);
    assertArrayEquals(
        new float[] {(float) (1 / root), (float) (1 / 3.0 / root), (float) (-1 / root)},
        ann.numericChannels(),
        1e-6f);
  }

  /** Bob's c: mean 3 + root 2 * (c -1 + bob's (a 1 - 1, b -1 + 1/3) / 3) over root 2. */
  @Test
  void theEstimateIsTheFloor() {
    Example bob = of(Split.TEST).get(0);
    assertEquals(
        3 - 1 - 2 / 9.0, preprocessing().simpleEstimate(0).orElseThrow().applyAsDouble(bob), 1e-9);
    Preprocessing read =
        Preprocessing.fromJson(
            preprocessing().toJson(),
            List.of(RATING),
            FEATURES,
            SequenceRecipe.Kind.HIERARCHICAL,
            "p.json");
    assertEquals(preprocessing(), read);
    assertArrayEquals(preprocessing().userFeatures(bob), read.userFeatures(bob));
  }

  /** A target that is only asked about has an item and a time, and no value of its own. */
  @Test
  void whatIsAskedAboutAnItemDependsOnItsIdAlone() {
    Example bob = of(Split.TEST).get(0);
    assertArrayEquals(
        preprocessing().userFeatures(bob), preprocessing().userFeatures(bob.about("c")));
    Example unknown = bob.about("new");
    assertArrayEquals(new int[] {4}, encoder(10).encode(unknown).candidates());
    assertEquals(0, preprocessing().userFeatures(unknown)[0]);
    assertEquals(6, preprocessing().targetColumns());
  }
}
