package org.taskweave.training.run;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.taskweave.core.InvalidInputException;
import org.taskweave.core.batch.TaskLabels;
import org.taskweave.core.recipe.Recipe;
import org.taskweave.data.batch.EncodedExample;
import org.taskweave.data.batch.EncodedList;
import org.taskweave.data.event.BehaviorEvent;

class PopularityDiscountTest {

  @TempDir Path temporary;

  @Test
  void rareItemsCountMore() {
    List<String> items = List.of("a", "a", "a", "a", "b");
    // 4^-1/2 = 1/2 four times and 1: their mean is 3/5.
    assertArrayEquals(
        new double[] {5 / 6.0, 5 / 6.0, 5 / 6.0, 5 / 6.0, 5 / 3.0},
        PopularityDiscount.of(items, 0.5),
        1e-12);
    // With exponent 1 both items weigh 2.5 in all.
    assertArrayEquals(
        new double[] {0.625, 0.625, 0.625, 0.625, 2.5}, PopularityDiscount.of(items, 1), 1e-12);
  }

  @Test
  void weightsGoToKnownLabelsAlone() {
    EncodedExample example =
        EncodedExample.whole(
            new int[2],
            new int[0][],
            new float[0],
            new float[0],
            List.of(
                new TaskLabels(new float[] {1}, new float[] {1}),
                new TaskLabels(new float[] {2, 0}, new float[] {1, 0})));
    EncodedExample weighed = EncodedList.weighed(List.of(example), new double[] {2.5}).get(0);
    assertArrayEquals(new float[] {2.5f}, weighed.labels().get(0).mask());
    assertArrayEquals(new float[] {2.5f, 0}, weighed.labels().get(1).mask());
    assertArrayEquals(new float[] {1}, example.labels().get(0).mask());
  }

  @Test
  void aRunLearnsFromWeightsAndMeasuresWithout() {
    List<BehaviorEvent> events = PlantedLog.events(48, 6);
    RunOutcome plain = train(events, "training.popularityDiscount=0");
    RunOutcome weighed = train(events, "training.popularityDiscount=0.7");
    assertNotEquals(
        plain.training().epochs().get(0).taskLosses(),
        weighed.training().epochs().get(0).taskLosses());
    assertEquals(
        plain.test().get(0).primary().labelCount(), weighed.test().get(0).primary().labelCount());
    assertEquals(
        plain.test().get(0).primary().trivialBaseline(),
        weighed.test().get(0).primary().trivialBaseline());
  }

  private RunOutcome train(List<BehaviorEvent> events, String override) {
    Recipe recipe = PlantedLog.recipe(PlantedLog.RED, "training.epochs=1", override);
    RunFolder folder = new RunFolder(temporary.resolve(override));
    return new TrainingRun(recipe, folder, RunListener.NONE, List.of())
        .train(TrainingData.of(recipe, events, RunListener.NONE));
  }

  @Test
  void anExponentIsAShare() {
    String message =
        assertThrows(
                InvalidInputException.class,
                () -> PlantedLog.recipe(PlantedLog.RED, "training.popularityDiscount=2"))
            .getMessage();
    assertTrue(message.contains("training.popularityDiscount: 2 must be a share"), message);
    assertEquals(0, PopularityDiscount.of(Collections.emptyList(), 1).length);
  }
}
