package org.taskweave.nn.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.taskweave.core.batch.MultiTaskBatch;
import org.taskweave.core.batch.SequenceInput;
import org.taskweave.core.batch.TaskLabels;
import org.taskweave.core.task.NextItemTask;
import org.taskweave.core.task.NextItemTask.ItemLoss;
import org.taskweave.core.task.TaskSpec;
import org.taskweave.nn.item.ItemContrast;

class BatchItemsTest {

  /** Tokens 4, 6 (unknown) and padding; labels 2 and a missing one. */
  private static final MultiTaskBatch BATCH =
      new MultiTaskBatch(
          SequenceInput.builder(1, 3, new int[] {4, 6, 0}, new int[3], new float[] {1, 1, 0})
              .labelRows(new int[] {0, 1})
              .build(),
          List.of(new TaskLabels(new float[] {2, 5}, new float[] {1, 0})),
          new int[] {0, 1});

  private static BatchItems draw(ItemLoss loss, boolean hierarchical) {
    NextItemTask task = ItemModels.next("next", loss, ItemModels.head(0, 0));
    return BatchItems.draw(
        6,
        List.of(task),
        Map.of("next", new ItemContrast(task, new float[] {0, .5f, .5f, 0, 0, 0})),
        BATCH,
        hierarchical,
        false,
        new Random(1));
  }

  @Test
  void withoutANextItemAllAreMadeUnlessTheirTextsAreRead() {
    TaskSpec other = ItemModels.tasks(ItemLoss.BPR).get(0);
    BatchItems all =
        BatchItems.draw(6, List.of(other), Map.of(), BATCH, true, false, new Random(1));
    assertArrayEquals(new int[] {0, 1, 2, 3, 4, 5}, all.rows());
    BatchItems some =
        BatchItems.draw(6, List.of(other), Map.of(), BATCH, true, true, new Random(1));
    assertArrayEquals(new int[] {4}, some.rows());
    assertArrayEquals(new int[] {0, 1, 1}, some.positions(BATCH.input().tokenIds()));
  }

  @Test
  void tokensAndCandidatesPointIntoTheBatchsItems() {
    BatchItems items = draw(ItemLoss.IN_BATCH, true);
    assertArrayEquals(new int[] {2, 4}, items.rows());
    // Position 2 is the vector for what is not there.
    assertArrayEquals(new int[] {1, 2, 2}, items.positions(BATCH.input().tokenIds()));
    assertArrayEquals(new float[] {0, 0, 0, 0}, items.labels("next", new float[] {2, 5}));
    assertEquals((float) Math.log(.5), items.offsets("next")[0], 1e-6f);
    assertEquals(1e9f, items.offsets("next")[1], "a token outside the contrast");
  }

  @Test
  void pairsHaveThePositionOfTheOtherItem() {
    BatchItems items = draw(ItemLoss.BPR, true);
    // Only 1 and 2 are labels in training: 1 is the other of 2.
    assertArrayEquals(new float[] {1, 0}, firstOf(items.labels("next", new float[] {2, 5})));
  }

  private static float[] firstOf(float[] labels) {
    return new float[] {labels[0], labels[1]};
  }

  @Test
  void fullSoftmaxReadsTheWholeCatalog() {
    BatchItems items = draw(ItemLoss.FULL_SOFTMAX, true);
    assertArrayEquals(new int[] {0, 1, 2, 3, 4, 5}, items.rows());
    assertArrayEquals(new int[] {4, 6, 0}, items.positions(BATCH.input().tokenIds()));
    assertArrayEquals(new float[] {2, 0, 5, 0}, items.labels("next", new float[] {2, 5}));
  }

  @Test
  void wordPiecesStayWhatTheyAre() {
    BatchItems items = draw(ItemLoss.IN_BATCH, false);
    assertArrayEquals(new int[] {2}, items.rows());
    assertArrayEquals(new int[] {4, 6, 0}, items.positions(BATCH.input().tokenIds()));
  }
}
