package org.taskweave.core.recipe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.taskweave.core.InvalidInputException;

class RenamedKeysTest {

  private static final String RECIPE =
      """
      data: {files: [log.csv], columns: {user: u, item: i, timestamp: t}}
      examples: {lastOut: true}
      features:
        user:
          spent: {aggregated: {attribute: amount}}
      tasks:
        buys: {kind: binary, label: {occurs: {action: buy}}, floor: {aggregated: {attribute: amount}}}
        next: {kind: nextItem, label: {nextItem: {}}}
      """;

  private static String messageOf(String override) {
    return assertThrows(
            InvalidInputException.class,
            () -> RecipeReader.parse(RECIPE, "r.yaml", List.of(override)))
        .getMessage();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          data.quarantineMaxShare=0.1                   | write data.maxQuarantineShare instead
          data.repeats=first                            | write data.repeatEvents instead, with drop for first
          examples.minimumEvents=2                      | write examples.minEvents instead
          sequence.lengthBuckets=8                      | write sequence.padToMultipleOf instead
          encoder.freezeEmbeddings=true                 | write encoder.frozenEmbeddings instead
          encoder.freezeLayers=2                        | write encoder.frozenLayers instead
          items.repeats=false                           | write items.repeatBias instead
          items.texts=trained                           | write items.frozenEncoder instead, true for frozen, false for trained
          history={layers: 1}                           | write sequenceModel instead
          shared={hidden: 8}                            | write representation instead
          tasks.next.longTail=0.5                       | write popularityDiscount instead
          training.itemWeighting={exponent: 0.5}        | write training.popularityDiscount instead, which is a number, the former exponent
          tasks.buys.floor.aggregated.log1p=true        | remove it; a floor has its label's scale, so log1p of the label goes for both
          features.user.spent.aggregated.log1p=true     | write log1p beside the statistic, as in {aggregated: {...}, log1p: true}
          """)
  void anOldNameIsAnErrorThatNamesTheNewOne(String override, String advice) {
    String path = override.substring(0, override.indexOf('='));
    assertEquals(
        "--set " + override + ": " + path + ": is an old name: " + advice, messageOf(override));
  }

  @ParameterizedTest
  @ValueSource(strings = {"negatives", "sampledNegatives", "candidates"})
  void metricsOfSampledItemsAreRefusedWithTheReason(String key) {
    String message = messageOf("evaluation." + key + "=100");
    assertTrue(
        message.startsWith(
            "--set evaluation."
                + key
                + "=100: evaluation."
                + key
                + ": metrics among a few sampled"),
        message);
    assertTrue(message.contains("Krichene and Rendle 2020"), message);
  }

  /** Every name has its line above: add one with the name. */
  @Test
  void allNamesAreTested() {
    assertEquals(
        new TreeSet<>(
            List.of(
                "data.quarantineMaxShare",
                "data.repeats",
                "encoder.freezeEmbeddings",
                "encoder.freezeLayers",
                "evaluation.candidates",
                "evaluation.negatives",
                "evaluation.sampledNegatives",
                "examples.minimumEvents",
                "features.user.*.aggregated.log1p",
                "history",
                "items.repeats",
                "items.texts",
                "sequence.lengthBuckets",
                "shared",
                "tasks.*.floor.aggregated.log1p",
                "tasks.*.longTail",
                "training.itemWeighting")),
        new TreeSet<>(RenamedRecipeKeys.ALL.paths()));
  }

  @Test
  void aNameThatNeverWasGetsTheNearestOne() {
    assertEquals(
        "--set sequence.maxEvent=3: sequence.maxEvent: unknown key; did you mean \"maxEvents\"?",
        messageOf("sequence.maxEvent=3"));
  }
}
