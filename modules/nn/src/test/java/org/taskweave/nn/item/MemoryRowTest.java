package org.taskweave.nn.item;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.taskweave.core.batch.SequenceInput;

/** One row of four items, worked out by hand. */
class MemoryRowTest {

  /** Item 0 says .5 for 1 and -1 for 2; item 1 says .25 for 1. */
  private static final MemoryTable TABLE =
      MemoryTable.of(new int[] {0, 2, 3, 3, 3}, new int[] {1, 2, 1}, new float[] {.5f, -1, .25f});

  private static final double[] BASE = {Math.log(2), Math.log(3), Math.log(4)};

  private static MemoryBatch batch(int... positions) {
    return batch(new double[] {1, 1, 1, 1}, positions);
  }

  private static MemoryBatch batch(double[] inverse, int... positions) {
    // Items 1 and 0 in a basket of two; weights 2 for the newest, 1 for the one before.
    SequenceInput input = input(new int[] {0, 1}, new int[] {0, 0});
    double[] ages = new double[MemoryWindow.AGES];
    ages[0] = 2;
    ages[1] = 1;
    double[] base = new double[3 * MemoryWindow.SIZES];
    for (int p = 0; p < 3; p++) {
      base[p * MemoryWindow.SIZES + 1] = BASE[p];
    }
    return new MemoryBatch(
        fold -> new MemoryTable[] {TABLE},
        positions,
        new double[3],
        MemoryWindow.of(input, 4),
        null,
        ages,
        base,
        1,
        inverse);
  }

  private static SequenceInput input(int[] items, int[] baskets) {
    int length = items.length;
    float[] mask = new float[length];
    Arrays.fill(mask, 1);
    return SequenceInput.builder(1, length, items, new int[length], mask)
        .labelRows(new int[] {length - 1})
        .baskets(baskets, new int[] {0})
        .build();
  }

  /** For item 1: 2 * .25 + .5 = 1, so M = 2 + 3 + 4; for item 2 -1, so nothing. */
  @Test
  void mixesScoresWithWhatIsKnown() {
    INDArray scores = Nd4j.createFromArray(.5, -.5, 1, 2).reshape(1, 4);
    new MemoryRow(batch(0, 1, 2, 3), 4).score(0, Cells.of(scores));
    assertArrayEquals(
        new double[] {.5, Math.log(Math.exp(-.5) + 9), 1, 2}, scores.toDoubleVector(), 1e-12);
  }

  @Test
  void itemsThatAreNotScoredAreLeftOut() {
    INDArray scores = Nd4j.createFromArray(-.5, 1).reshape(1, 2);
    new MemoryRow(batch(-1, 0, -1, 1), 2).score(0, Cells.of(scores));
    assertArrayEquals(
        new double[] {Math.log(Math.exp(-.5) + 9), 1}, scores.toDoubleVector(), 1e-12);
  }

  /** Drawn with a chance of a quarter, or never: the mixture is that of scoring, less log 1/4. */
  @Test
  void whatIsSubtractedFromScoresIsSubtractedFromTheMixture() {
    double chance = Math.log(.25);
    INDArray drawn = Nd4j.createFromArray(.5, -.5 - chance, 1, 2).reshape(1, 4);
    MemoryBatch quarter = batch(new double[] {1, 4, 1, 1}, 0, 1, 2, 3);
    new MemoryRow(quarter, 4).score(0, Cells.of(drawn));
    assertEquals(Math.log(Math.exp(-.5) + 9) - chance, drawn.getDouble(1), 1e-12);
    INDArray never = Nd4j.createFromArray(.5, -1e9, 1, 2).reshape(1, 4);
    new MemoryRow(batch(new double[] {1, 0, 1, 1}, 0, 1, 2, 3), 4).score(0, Cells.of(never));
    assertEquals(-1e9, never.getDouble(1));
  }

  @Test
  void differentiates() {
    INDArray scores = Nd4j.createFromArray(.5, -.5, 1, 2).reshape(1, 4);
    INDArray gradients = Nd4j.createFromArray(1d, 10, 1, 1).reshape(1, 4);
    MemoryGradient gradient =
        new MemoryRow(batch(0, 1, 2, 3), 4).differentiate(0, Cells.of(scores), Cells.of(gradients));
    double at = 10 / (Math.exp(-.5) + 9);
    assertArrayEquals(
        new double[] {1, 10 - 9 * at, 1, 1},
        gradients.toDoubleVector(),
        1e-12,
        "the network's share");
    assertArrayEquals(new double[] {2 * at, 3 * at, 4 * at}, gradient.terms(), 1e-9);
    // M' = 2 + 2 * 3 + 3 * 4 at a sum of 1; item 1 says .25, item 0 .5.
    assertEquals(.25 * 20 * at, gradient.ages()[0], 1e-9);
    assertEquals(.5 * 20 * at, gradient.ages()[1], 1e-9);
  }

  /** The drawn item's M is 4 times as large, and so is its gradient at M's parts. */
  @Test
  void differentiatesWhatWasDrawn() {
    INDArray scores = Nd4j.createFromArray(.5, -.5, 1, 2).reshape(1, 4);
    INDArray gradients = Nd4j.createFromArray(1d, 10, 1, 1).reshape(1, 4);
    MemoryGradient gradient =
        new MemoryRow(batch(new double[] {1, 4, 1, 1}, 0, 1, 2, 3), 4)
            .differentiate(0, Cells.of(scores), Cells.of(gradients));
    double at = 10 / (Math.exp(-.5) + 36);
    assertEquals(10 - 36 * at, gradients.getDouble(1), 1e-12);
    assertArrayEquals(new double[] {8 * at, 12 * at, 16 * at}, gradient.terms(), 1e-9);
    assertEquals(.25 * 80 * at, gradient.ages()[0], 1e-9);
  }

  @Test
  void theWindowHasTheNewestOfTheBasketAndBeforeIt() {
    int[] items = {5, 6, 7, 99, 2, 3};
    int[] row = MemoryWindow.of(input(items, new int[] {0, 0, 1, 2, 2, 2}), 10);
    assertEquals(0, row[0]);
    assertEquals(1, row[1], "a basket of three");
    int first = 2 + MemoryWindow.EVENTS;
    assertArrayEquals(new int[] {3, 2, 7, 6, 5, 10}, Arrays.copyOfRange(row, 2, 8));
    assertArrayEquals(new int[] {0, 1, 8, 9, 9, 16}, Arrays.copyOfRange(row, first, first + 6));
  }

  /**
   * Thirty events before the basket, all of item 0: fifteen are near, and in a narrow table all
   * count.
   */
  @Test
  void farBackOnlyItemsThemselvesAreRead() {
    int[] items = new int[31];
    items[30] = 3;
    int[] baskets = new int[31];
    baskets[30] = 1;
    MemoryTable own =
        MemoryTable.of(new int[] {0, 1, 2, 3, 4}, new int[] {0, 1, 2, 3}, new float[] {1, 1, 1, 1});
    double[] weights = new double[2 * MemoryWindow.AGES];
    Arrays.fill(weights, 1);
    MemoryTable[] tables = {TABLE, own};
    MemorySums sums = new MemorySums(2, new int[] {0, 1, 2, 3}, 4);
    int[] row = MemoryWindow.of(input(items, baskets), 4);
    sums.read(tables, weights, row, 0);
    assertEquals(15 * .5, sums.sum(0, 1), 1e-9);
    assertEquals(30, sums.sum(1, 0), 1e-9);
    assertEquals(1, sums.sum(1, 3), 1e-9);
    for (int item = 0; item < 4; item++) {
      sums.putGradient(0, item, 1);
      sums.putGradient(1, item, 1);
    }
    double[] gradient = new double[2 * MemoryWindow.AGES];
    sums.addTo(gradient, tables, row, 0);
    int before = MemoryWindow.AGES / 2;
    assertEquals(8 * .5, gradient[before + 3], 1e-9, "of the ages 7 to 14");
    assertEquals(0, gradient[before + 4]);
    assertEquals(15, gradient[MemoryWindow.AGES + before + 4], 1e-9, "of the ages 15 to 29");
  }

  @Test
  void aLargerCatalogMovesWhatIsKnown() {
    MemoryTable moved = TABLE.moved(new int[] {0, -1, 1, 2, 3});
    assertArrayEquals(new int[] {2, 3, -1, -1, 2, -1, -1, -1, -1, -1}, moved.columns());
    assertEquals(.25f, moved.values()[4]);
  }
}
