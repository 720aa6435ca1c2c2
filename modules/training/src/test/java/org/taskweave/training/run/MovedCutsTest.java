package org.taskweave.training.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.taskweave.core.InvalidInputException;
import org.taskweave.core.recipe.Recipe;
import org.taskweave.core.recipe.RecipeReader;

class MovedCutsTest {

  private static final long OLD_END = Instant.parse("2024-03-20T18:00:00Z").toEpochMilli();

  private static Recipe recipe(String cuts) {
    return RecipeReader.parse(
        """
        data:
          files: [log.csv]
          timeZone: Europe/Berlin
          columns: {user: u, item: i, timestamp: t}
        examples: {horizonDays: 7, cuts: %s}
        tasks: {again: {kind: binary, label: {occurs: {action: event}}}}
        """
            .formatted(cuts),
        "recipe",
        List.of());
  }

  @Test
  void cutsMoveByTheDaysThatWereAddedAndOldOnesStayForTraining() {
    MovedCuts moved =
        MovedCuts.of(
                recipe("{train: [2024-02-01, 2024-02-08], dev: [2024-02-20], test: [2024-03-01]}"),
                OLD_END,
                Instant.parse("2024-04-04T17:00:00Z").toEpochMilli())
            .orElseThrow();
    // 14 whole days; midnight in Berlin is 23:00 of the day before, in summer 22:00.
    assertEquals(14, moved.days());
    assertEquals(
        List.of("2024-01-31", "2024-02-07", "2024-02-14", "2024-02-21").stream()
            .map(day -> Instant.parse(day + "T23:00:00Z"))
            .toList(),
        moved.cuts().train());
    assertEquals(
        Set.of(Instant.parse("2024-02-14T23:00:00Z"), Instant.parse("2024-02-21T23:00:00Z")),
        moved.added());
    assertEquals(List.of(Instant.parse("2024-03-04T23:00:00Z")), moved.cuts().dev());
    assertEquals(List.of(Instant.parse("2024-03-14T23:00:00Z")), moved.cuts().test());
    assertEquals(
        moved.cuts(),
        moved
            .in(recipe("{train: [2024-01-01], dev: [2024-01-20]}"))
            .examples()
            .cuts()
            .orElseThrow());
  }

  @Test
  void midnightStaysMidnightOverSummerTime() {
    MovedCuts moved =
        MovedCuts.of(
                recipe("{train: [2024-02-01], dev: [2024-02-20], test: [2024-03-11]}"),
                OLD_END,
                OLD_END + 30 * 86_400_000L)
            .orElseThrow();
    assertEquals(List.of(Instant.parse("2024-04-09T22:00:00Z")), moved.cuts().test());
  }

  @Test
  void withoutATestOrANewDayThereIsNothingToUpdate() {
    Recipe whole = recipe("{train: [2024-02-01], dev: [2024-02-20], test: [2024-03-01]}");
    assertEquals(Optional.empty(), MovedCuts.of(whole, OLD_END, OLD_END + 80_000_000));
    InvalidInputException testless =
        assertThrows(
            InvalidInputException.class,
            () ->
                MovedCuts.of(
                    recipe("{train: [2024-02-01], dev: [2024-02-20]}"),
                    OLD_END,
                    OLD_END + 900_000_000L));
    assertTrue(testless.getMessage().contains("with a test"), testless.getMessage());
  }
}
