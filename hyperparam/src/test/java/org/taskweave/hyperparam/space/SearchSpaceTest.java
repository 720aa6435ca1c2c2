package org.taskweave.hyperparam.space;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.taskweave.hyperparam.space.SearchSpace.Tie;

class SearchSpaceTest {

  private static final SearchSpace SPACE =
      new SearchSpace(
          List.of(
              Dimension.uniform("width", 10, 30),
              Dimension.logUniform("rate", 1e-4, 1),
              Dimension.integer("layers", 1, 4),
              Dimension.choice("decay", List.of("linear", "cosine", false))),
          List.of(new Tie("otherRate", "rate", 0.5), new Tie("otherDecay", "decay", 1)));

  @Test
  void aPointOfTheUnitCubeChoosesEveryValue() {
    assertEquals(
        Map.of(
            "width",
            15.0,
            "rate",
            0.01,
            "layers",
            3,
            "decay",
            "cosine",
            "otherRate",
            0.005,
            "otherDecay",
            "cosine"),
        SPACE.getValue(new double[] {.25, .5, .6, .5}));
  }

  @Test
  void bothEndsAreReached() {
    Map<String, Object> lowest = SPACE.getValue(new double[4]);
    assertEquals(List.of(10.0, 1e-4, 1, "linear"), first(lowest));
    Map<String, Object> highest = SPACE.getValue(new double[] {1, 1, 1, 1});
    assertEquals(List.of(30.0, 1.0, 4, false), first(highest));
  }

  private static List<Object> first(Map<String, Object> values) {
    return values.values().stream().limit(4).toList();
  }

  @Test
  void numbersOfAContinuumHaveSixDigits() {
    assertEquals(16.6667, SPACE.getValue(new double[] {1 / 3.0, 0, 0, 0}).get("width"));
  }

  @Test
  void levelsAreCountedAndChosenAsValuesAre() {
    List<Dimension> dimensions = SPACE.dimensions();
    assertEquals(List.of(0, 0, 4, 3), dimensions.stream().map(Dimension::levels).toList());
    for (int i = 0; i < 100; i++) {
      double unit = i / 99.0;
      int layers = (Integer) SPACE.getValue(new double[] {0, 0, unit, 0}).get("layers");
      assertEquals(layers - 1, dimensions.get(2).level(unit), "at " + unit);
    }
  }

  @Test
  void itsLeavesAreNumberedOnce() {
    assertEquals(4, SPACE.numParameters());
    assertEquals(4, SPACE.collectLeaves().size());
    assertThrows(UnsupportedOperationException.class, () -> SPACE.setIndices(0, 1, 2, 3));
  }
}
