package org.taskweave.nn.item;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.taskweave.core.batch.TaskLabels;
import org.taskweave.core.metric.SeenItems;
import org.taskweave.core.task.HeadSpec;
import org.taskweave.core.task.LabelRule;
import org.taskweave.core.task.NextItemTask;
import org.taskweave.core.task.NextItemTask.ItemLoss;

class ItemContrastTest {

  /** Item 1 is no label in training. */
  private static final float[] SHARES = {.5f, 0, .25f, .25f};

  /** Items 0, 2, and one that is not known. */
  private static final TaskLabels LABELS =
      new TaskLabels(new float[] {0, 2, 3}, new float[] {1, 1, 0});

  private static final int[] ROWS = {0, 1, 2, 3};

  private static ItemContrast of(ItemLoss loss, int negatives, double popularityDiscount) {
    return new ItemContrast(
        new NextItemTask(
            "next",
            new LabelRule.NextItem(Optional.empty(), OptionalDouble.empty()),
            1,
            HeadSpec.LINEAR,
            List.of("a", "b", "c", "d"),
            loss,
            negatives,
            1,
            popularityDiscount,
            SeenItems.KEEP),
        SHARES);
  }

  @Test
  void fullSoftmaxComparesWhatIsALabelInTraining() {
    ItemContrast contrast = of(ItemLoss.FULL_SOFTMAX, 1, 0);
    ItemContrast.Drawn drawn = contrast.draw(LABELS, new Random(1));
    assertNull(drawn.items());
    assertArrayEquals(new float[] {0, 1e9f, 0, 0}, contrast.offsets(ROWS, drawn));
  }

  @Test
  void inBatchLosesTheLogarithmOfBeingDrawn() {
    ItemContrast contrast = of(ItemLoss.IN_BATCH, 1, 0);
    ItemContrast.Drawn drawn = contrast.draw(LABELS, new Random(1));
    assertEquals(new TreeSet<>(List.of(0, 2)), drawn.items());
    // Two draws: 1 - (1/2)^2 and 1 - (3/4)^2.
    assertArrayEquals(
        new float[] {(float) Math.log(.75), 1e9f, (float) Math.log(7 / 16.0), 1e9f},
        contrast.offsets(ROWS, drawn),
        1e-6f);
  }

  @Test
  void sampledSoftmaxDrawsByFrequency() {
    ItemContrast contrast = of(ItemLoss.SAMPLED_SOFTMAX, 1, 0);
    Random random = new Random(1);
    int fourth = 0;
    for (int i = 0; i < 10_000; i++) {
      ItemContrast.Drawn drawn = contrast.draw(LABELS, random);
      assertEquals(3, drawn.draws());
      assertTrue(drawn.items().containsAll(List.of(0, 2)) && !drawn.items().contains(1));
      fourth += drawn.items().contains(3) ? 1 : 0;
    }
    assertEquals(2500, fourth, 150, "a quarter of the draws are item 3");
    assertEquals(
        Math.log(1 - Math.pow(.75, 3)),
        contrast.offsets(new int[] {2}, contrast.draw(LABELS, random))[0],
        1e-6);
  }

  @Test
  void pairsAreOtherItemsThatAreLabelsInTraining() {
    ItemContrast contrast = of(ItemLoss.BPR, 1, 0);
    Random random = new Random(1);
    for (int i = 0; i < 100; i++) {
      ItemContrast.Drawn drawn = contrast.draw(LABELS, random);
      for (int r = 0; r < 3; r++) {
        assertNotEquals((int) LABELS.values()[r], drawn.others()[r]);
        assertNotEquals(1, drawn.others()[r]);
        assertTrue(drawn.items().contains(drawn.others()[r]));
      }
      for (int row : drawn.items()) {
        assertEquals(0, contrast.offsets(new int[] {row}, drawn)[0]);
      }
    }
  }

  @Test
  void rareItemsCanCountForMore() {
    // Weights 2 and 4, of mean 1: 2/3 and 4/3.
    assertArrayEquals(
        new float[] {2 / 3f, 4 / 3f, 0}, of(ItemLoss.BPR, 1, 1).weights(LABELS), 1e-6f);
    assertArrayEquals(new float[] {1, 1, 0}, of(ItemLoss.BPR, 1, 0).weights(LABELS));
    assertArrayEquals(
        new float[2],
        of(ItemLoss.BPR, 1, 1).weights(new TaskLabels(new float[2], new float[2])),
        "nothing is known");
  }
}
