package org.taskweave.data.feature;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.taskweave.core.InvalidInputException;
import org.taskweave.core.recipe.FeaturesRecipe;
import org.taskweave.core.recipe.FeaturesRecipe.Effects;
import org.taskweave.core.recipe.FeaturesRecipe.Factors;
import org.taskweave.data.TestTasks;
import org.taskweave.data.event.BehaviorEvent;
import org.taskweave.data.example.Example;
import org.taskweave.data.example.LabelValue;
import org.taskweave.data.example.Split;
import org.taskweave.data.factor.Estimate;
import org.taskweave.data.factor.ItemFactors;
import org.taskweave.data.factor.Ratings;
import org.taskweave.data.rule.UserFold;

class FactoredNumberTest {

  private static final Factors FACTORS = new Factors(2, 2, List.of());
  private static final Factors WITH_THRESHOLD = new Factors(2, 2, List.of(.5));
  private static final int USERS = 30;
  private static final int ITEMS = 12;

  /** Columns: item, user, their counts, the estimate and its deviation. */
  private static final int ESTIMATE = 4;

  private static FeaturesRecipe features(Optional<Factors> factors) {
    return new FeaturesRecipe(
        List.of(), List.of(), List.of(), Optional.of(new Effects("r", 5, List.of(), factors)));
  }

  /** Each user's ratings of all items but one, which the example asks about. */
  private static List<Example> examples(Split split) {
    Random random = new Random(4);
    List<Example> examples = new ArrayList<>();
    for (int u = 0; u < USERS; u++) {
      double taste = random.nextGaussian();
      List<BehaviorEvent> all = new ArrayList<>();
      for (int i = 0; i < ITEMS; i++) {
        double value = taste * (i % 3 - 1) + .2 * random.nextGaussian();
        all.add(
            new BehaviorEvent(
                "u" + u,
                "i" + i,
                "rate",
                i,
                Optional.empty(),
                Optional.empty(),
                Map.of("r", value)));
      }
      BehaviorEvent target = all.remove(u % ITEMS);
      examples.add(
          new Example(
              "u" + u,
              ITEMS,
              split,
              all,
              List.of(new LabelValue.Quantity(u % 2)),
              Optional.of(target)));
    }
    return examples;
  }

  private static Preprocessing learned(Optional<Factors> factors) {
    return Preprocessing.fit(examples(Split.TRAIN), List.of(TestTasks.binary()), features(factors));
  }

  private static Estimate expected(Example example, boolean withoutFold) {
    return expected(example, withoutFold, value -> value);
  }

  /** By the ratings as they are: what the example reads of them is worked out here once more. */
  private static Estimate expected(
      Example example, boolean withoutFold, DoubleUnaryOperator number) {
    List<BehaviorEvent> events = new ArrayList<>();
    examples(Split.TRAIN).forEach(other -> events.addAll(other.history()));
    examples(Split.TRAIN).forEach(other -> events.add(other.target().orElseThrow()));
    LabelScale scale =
        LabelScale.of(
            events.stream()
                .mapToDouble(event -> number.applyAsDouble(Learned.number(event, "r")))
                .toArray());
    int fold = UserFold.of(example.user());
    Ratings ratings =
        ratings(
            events.stream()
                .filter(event -> !withoutFold || UserFold.of(event.user()) != fold)
                .toList(),
            number,
            scale);
    return ItemFactors.fit(ratings, FACTORS.size(), FACTORS.starts())
        .user(ratings(example.history(), number, scale))
        .of(example.target().orElseThrow().item());
  }

  private static Ratings ratings(
      List<BehaviorEvent> events, DoubleUnaryOperator number, LabelScale scale) {
    Ratings ratings = new Ratings();
    events.forEach(
        event ->
            ratings.add(
                event.user(),
                event.item(),
                scale.standardise(number.applyAsDouble(Learned.number(event, "r")))));
    return ratings;
  }

  private static float[] of(Preprocessing learned, Example example) {
    float[] values = learned.userFeatures(example);
    return new float[] {values[ESTIMATE], values[ESTIMATE + 1]};
  }

  @Test
  void aTrainingRowReadsFactorsThatDoNotKnowItsUser() {
    Preprocessing learned = learned(Optional.of(FACTORS));
    assertEquals(
        List.of("factors' estimate", "deviation of the factors' estimate"),
        learned.userFeatureNames().subList(ESTIMATE, ESTIMATE + 2));
    for (int row : new int[] {0, 7, 19}) {
      Example training = examples(Split.TRAIN).get(row);
      Example test = examples(Split.TEST).get(row);
      Estimate unknown = expected(training, true);
      Estimate known = expected(test, false);
      assertArrayEquals(
          new float[] {(float) unknown.mean(), (float) Math.sqrt(unknown.variance())},
          of(learned, training),
          1e-4f);
      assertArrayEquals(
          new float[] {(float) known.mean(), (float) Math.sqrt(known.variance())},
          of(learned, test),
          1e-4f);
      assertNotEquals(of(learned, training)[0], of(learned, test)[0]);
    }
  }

  @Test
  void whetherTheNumberReachesAThresholdIsFactorisedBesideIt() {
    Preprocessing learned = learned(Optional.of(WITH_THRESHOLD));
    assertEquals(
        List.of(
            "factors' estimate of at least 0.5",
            "deviation of the factors' estimate of at least 0.5"),
        learned.userFeatureNames().subList(ESTIMATE + 2, ESTIMATE + 4));
    DoubleUnaryOperator reached = value -> value >= .5 ? 1 : 0;
    for (Split split : List.of(Split.TRAIN, Split.TEST)) {
      Example example = examples(split).get(7);
      Estimate estimate = expected(example, split == Split.TRAIN, reached);
      assertArrayEquals(
          new float[] {(float) estimate.mean(), (float) Math.sqrt(estimate.variance())},
          Arrays.copyOfRange(learned.userFeatures(example), ESTIMATE + 2, ESTIMATE + 4),
          1e-4f);
      assertArrayEquals(of(learned(Optional.of(FACTORS)), example), of(learned, example));
    }
    assertEquals(learned, read(learned.toJson(), WITH_THRESHOLD));
  }

  /** A bundle of the version before knew factors of the attribute alone. */
  @Test
  void anOlderBundleIsRead() throws IOException {
    Preprocessing learned = learned(Optional.of(FACTORS));
    ObjectNode json = (ObjectNode) new ObjectMapper().readTree(learned.toJson());
    json.set("factors", json.path("factors").path(0).path("items"));
    assertEquals(learned, read(json.toString(), FACTORS));
  }

  /** Rows of several users in any order are what each is alone. */
  @Test
  void rowsDoNotDependOnThoseBefore() {
    Preprocessing learned = learned(Optional.of(FACTORS));
    Example first = examples(Split.TEST).get(3);
    Example second = examples(Split.TEST).get(11);
    float[] alone = of(learned(Optional.of(FACTORS)), first);
    of(learned, second);
    assertArrayEquals(alone, of(learned, first));
    float[] elsewhere = of(learned, first.about("i9"));
    assertNotEquals(alone[0], elsewhere[0]);
    assertArrayEquals(of(learned(Optional.of(FACTORS)), first.about("i9")), elsewhere);
    assertArrayEquals(alone, of(learned, first));
  }

  @Test
  void aBundleKeepsThem() {
    Preprocessing learned = learned(Optional.of(FACTORS));
    Preprocessing read = read(learned.toJson(), FACTORS);
    assertEquals(learned, read);
    Example test = examples(Split.TEST).get(5);
    assertArrayEquals(learned.userFeatures(test), read.userFeatures(test));
  }

  @Test
  void factorsOfAnotherRecipeAreRefused() {
    String json = learned(Optional.of(FACTORS)).toJson();
    for (Factors other :
        List.of(new Factors(3, 2, List.of()), new Factors(2, 3, List.of()), WITH_THRESHOLD)) {
      assertThrows(InvalidInputException.class, () -> read(json, other));
    }
    assertThrows(
        InvalidInputException.class,
        () ->
            Preprocessing.fromJson(
                json, List.of(TestTasks.binary()), features(Optional.empty()), "p.json"));
  }

  @Test
  void damagedFactorsAreSaid() {
    String json = learned(Optional.of(FACTORS)).toJson();
    assertRefused(json, "\"noise\" : ", "\"noise\" : -");
    assertRefused(json, "\"means\" : [ ", "\"means\" : [ 1.0, ");
    assertRefused(json, "\"means\" : [ ", "\"means\" : [ 1e300, 1.0, 1.0, ");
    assertRefused(json, "\"covariances\" : [ ", "\"covariances\" : [ -");
    assertRefused(json, "\"dimension\" : 3", "\"dimension\" : 2147483647");
    assertRefused(json, "\"i3\" : ", "\"i3\" : 9");
    assertRefused(json, "\"i3\" : ", "\"i3\" : null, \"x\" : ");
  }

  private static void assertRefused(String json, String from, String to) {
    assertTrue(json.contains(from), from);
    InvalidInputException refused =
        assertThrows(
            InvalidInputException.class,
            () -> read(json.replaceFirst(Pattern.quote(from), to), FACTORS));
    assertTrue(refused.getMessage().startsWith("p.json: "), refused.getMessage());
  }

  private static Preprocessing read(String json, Factors factors) {
    return Preprocessing.fromJson(
        json, List.of(TestTasks.binary()), features(Optional.of(factors)), "p.json");
  }
}
