package org.taskweave.core.recipe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.taskweave.core.InvalidInputException;
import org.taskweave.core.task.HistoryStatistic;
import org.taskweave.core.task.HistoryStatistic.Unit;
import org.taskweave.core.task.TaskSpec;

/** Horizons without an end, and the decayed count, as they stand in recipes. */
class LabelHorizonTest {

  private static Recipe recipe(String task, String userFeature) {
    return RecipeReader.parse(
        """
        data:
          files: [log.csv]
          columns: {user: u, item: i, timestamp: t, attributes: [a]}
        examples:
          cuts: {train: [2011-03-01], dev: [2011-06-01], test: [2011-09-01]}
        features:
          user: {%s}
        tasks:
          ask: {%s}
        """
            .formatted(userFeature, task),
        "r.yaml",
        List.of());
  }

  private static OptionalDouble days(String task) {
    return recipe(task, "").tasks().get(0).label().withinDays();
  }

  private static String problemOf(String task) {
    return assertThrows(InvalidInputException.class, () -> recipe(task, "")).getMessage();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "kind: regression, label: {value: {attribute: a, over: nextBasket, withinDays: .inf}}",
        "kind: multiclass, label: {classOf: {attribute: a, withinDays: .inf}}"
      })
  void whatComesNextMayComeWhenever(String task) {
    assertEquals(OptionalDouble.of(Double.POSITIVE_INFINITY), days(task));
    Recipe recipe = recipe(task, "");
    assertEquals(recipe, RecipeReader.parse(RecipeReader.write(recipe), "written", List.of()));
  }

  @Test
  void theNextItemMayComeWheneverUnlessDaysAreGiven() {
    assertEquals(
        OptionalDouble.of(Double.POSITIVE_INFINITY), days("kind: nextItem, label: {nextItem: {}}"));
    assertEquals(OptionalDouble.of(9), days("kind: nextItem, label: {nextItem: {withinDays: 9}}"));
    assertEquals(OptionalDouble.empty(), days("kind: binary, label: {occurs: {action: buy}}"));
  }

  @Test
  void anEventWithinInfinitelyManyDaysIsNeverRuledOut() {
    assertEquals(
        "r.yaml:9: tasks.ask.label.occurs.withinDays: Infinity must be a number above 0",
        problemOf("kind: binary, label: {occurs: {action: buy, withinDays: .inf}}"));
  }

  @Test
  void aSumOverInfinitelyManyDaysIsNeverKnown() {
    assertEquals(
        "r.yaml:9: tasks.ask.label.value.withinDays: .inf never ends, so a value over the whole"
            + " horizon is never known: give days, or over: nextBasket",
        problemOf("kind: regression, label: {value: {attribute: a, withinDays: .inf}}"));
  }

  @Test
  void aSetOverInfinitelyManyDaysIsNeverKnown() {
    assertEquals(
        "r.yaml:9: tasks.ask.label.withinDays: .inf never ends, so the set of all classes up to"
            + " there is never known: give days",
        problemOf("kind: multilabel, label: {classOf: {attribute: a, withinDays: .inf}}"));
    TaskSpec days =
        recipe("kind: multilabel, label: {classOf: {attribute: a, withinDays: 30}}", "")
            .tasks()
            .get(0);
    assertEquals(OptionalDouble.of(30), days.label().withinDays());
  }

  @ParameterizedTest
  @CsvSource({
    "-.inf, '\"-.inf\" must be a finite number'",
    ".nan, '\".nan\" must be a finite number'",
    "0, 0 must be a number above 0"
  })
  void noOtherOddNumberOfDays(String written, String problem) {
    assertEquals(
        "r.yaml:9: tasks.ask.label.classOf.withinDays: " + problem,
        problemOf(
            "kind: multiclass, label: {classOf: {attribute: a, withinDays: " + written + "}}"));
  }

  @Test
  void aDecayedCountHasDefaults() {
    String task = "kind: binary, label: {occurs: {action: buy}}";
    assertEquals(
        new HistoryStatistic.Decayed(Optional.empty(), Unit.BASKETS, 90),
        statistic(recipe(task, "fading: {decayed: {}}")));
    Recipe written = recipe(task, "fading: {decayed: {action: buy, of: days, halfLifeDays: 7.5}}");
    assertEquals(
        new HistoryStatistic.Decayed(Optional.of("buy"), Unit.DAYS, 7.5), statistic(written));
    assertEquals(written, RecipeReader.parse(RecipeReader.write(written), "written", List.of()));
  }

  @Test
  void aHalfLifeIsAboveNothing() {
    assertEquals(
        "r.yaml:7: features.user.fading.decayed.halfLifeDays: 0 must be a number above 0",
        assertThrows(
                InvalidInputException.class,
                () ->
                    recipe(
                        "kind: binary, label: {occurs: {action: buy}}",
                        "fading: {decayed: {halfLifeDays: 0}}"))
            .getMessage());
  }

  private static HistoryStatistic statistic(Recipe recipe) {
    return recipe.features().user().get(0).statistic();
  }
}
