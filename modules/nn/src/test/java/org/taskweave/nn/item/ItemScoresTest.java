package org.taskweave.nn.item;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class ItemScoresTest {

  /**
   * Two sequences of three events; the queries see (0), (0, 2, 0) and (2, 1), where 3 is no item.
   */
  private static final HistoryItems HISTORIES =
      new HistoryItems(new int[] {0, 2, 0, 3, 2, 1}, 3, new int[] {0, 2, 5}, 3);

  private static final double[][] QUERIES = {{1, 0}, {0, 2}, {1, 1}};
  private static final double[][] ITEMS = {{1, 2}, {3, 4}, {5, 6}};
  private static final float[] ADDENDS = {.5f, 0, -1};

  /** Half the products, addends, and 10 for each item of a history, once. */
  private static final double[] SCORES = {
    .5 + .5 + 10,
    1.5,
    2.5 - 1, /**/
    2 + .5 + 10,
    4,
    6 - 1 + 10, /**/
    1.5 + .5,
    3.5 + 10,
    5.5 - 1 + 10
  };

  private static final double[][] AT_SCORES = {{1, 0, 0}, {0, 2, 3}, {0, 4, 0}};

  @Test
  void kernelsScore() {
    INDArray scores = Nd4j.createUninitialized(DataType.FLOAT, 3, 3);
    new ItemScoresKernel(single(QUERIES), single(ITEMS), .5f, ADDENDS, scores, HISTORIES, 10).run();
    assertArrayEquals(SCORES, values(scores), 1e-6);
  }

  @Test
  void plainOperationsScore() {
    INDArray scores = Nd4j.createUninitialized(DataType.DOUBLE, 3, 3);
    new PlainItemScores(Nd4j.createFromArray(QUERIES), Nd4j.createFromArray(ITEMS), .5, HISTORIES)
        .score(Nd4j.createFromArray(.5, 0, -1).reshape(1, 3), 10, scores);
    assertArrayEquals(SCORES, values(scores), 1e-12);
  }

  @Test
  void kernelsDifferentiate() {
    Gradients found = new Gradients(DataType.FLOAT, 3, 3, 2);
    assertGradients(found, found.byKernel(single(QUERIES), single(ITEMS), single(AT_SCORES)));
  }

  @Test
  void plainOperationsDifferentiate() {
    Gradients found = new Gradients(DataType.DOUBLE, 3, 3, 2);
    assertGradients(
        found,
        new PlainItemScores(
                Nd4j.createFromArray(QUERIES), Nd4j.createFromArray(ITEMS), .5, HISTORIES)
            .differentiate(
                Nd4j.createFromArray(AT_SCORES), found.atQueries, found.atItems, found.atAddends));
  }

  private static void assertGradients(Gradients found, double atRepeat) {
    // Half of item 0; of twice item 1 and three times item 2; of four times item 1.
    assertArrayEquals(new double[] {.5, 1, 10.5, 13, 6, 8}, values(found.atQueries), 1e-6);
    // Half of query 0; of twice query 1 and four times query 2; of three times query 1.
    assertArrayEquals(new double[] {.5, 0, 2, 4, 0, 3}, values(found.atItems), 1e-6);
    assertArrayEquals(new double[] {1, 6, 3}, values(found.atAddends), 1e-6);
    // Item 0 of the first, items 0 and 2 of the second, items 2 and 1 of the third.
    assertEquals(1 + 0 + 3 + 0 + 4, atRepeat, 1e-6);
  }

  @Test
  void kernelsOfManyRowsAndItemsDoAsPlainOperations() {
    int rows = 300;
    int items = 1001;
    int width = 20;
    Random random = new Random(5);
    HistoryItems histories =
        new HistoryItems(
            random.ints(500, 0, items + 2).toArray(),
            50,
            random.ints(rows, 0, 500).toArray(),
            items);
    INDArray queries = Nd4j.randn(DataType.FLOAT, rows, width);
    INDArray vectors = Nd4j.randn(DataType.FLOAT, items, width);
    INDArray addends = Nd4j.randn(DataType.FLOAT, 1, items);
    INDArray scores = Nd4j.createUninitialized(DataType.FLOAT, rows, items);
    new ItemScoresKernel(queries, vectors, .25f, addends.toFloatVector(), scores, histories, -3)
        .run();
    PlainItemScores plain =
        new PlainItemScores(
            queries.castTo(DataType.DOUBLE), vectors.castTo(DataType.DOUBLE), .25, histories);
    INDArray exact = Nd4j.createUninitialized(DataType.DOUBLE, rows, items);
    plain.score(addends.castTo(DataType.DOUBLE), -3, exact);
    assertArrayEquals(values(exact), values(scores), 1e-4);

    INDArray atScores = Nd4j.randn(DataType.FLOAT, rows, items);
    Gradients wanted = new Gradients(DataType.DOUBLE, rows, items, width);
    double wantedRepeat =
        plain.differentiate(
            atScores.castTo(DataType.DOUBLE), wanted.atQueries, wanted.atItems, wanted.atAddends);
    Gradients found = new Gradients(DataType.FLOAT, rows, items, width);
    ItemScoresGradientKernel kernel =
        new ItemScoresGradientKernel(
            queries,
            vectors,
            .25f,
            atScores,
            histories,
            found.atQueries,
            found.atItems,
            found.atAddends);
    kernel.run();
    assertArrayEquals(values(wanted.atQueries), values(found.atQueries), 1e-3);
    assertArrayEquals(values(wanted.atItems), values(found.atItems), 1e-3);
    assertArrayEquals(values(wanted.atAddends), values(found.atAddends), 1e-3);
    assertEquals(wantedRepeat, kernel.atRepeat(), 1e-3);
  }

  private static final class Gradients {
    final INDArray atQueries;
    final INDArray atItems;
    final INDArray atAddends;

    Gradients(DataType type, int rows, int items, int width) {
      atQueries = Nd4j.createUninitialized(type, rows, width);
      atItems = Nd4j.createUninitialized(type, items, width);
      atAddends = Nd4j.createUninitialized(type, 1, items);
    }

    double byKernel(INDArray queries, INDArray items, INDArray atScores) {
      ItemScoresGradientKernel kernel =
          new ItemScoresGradientKernel(
              queries, items, .5f, atScores, HISTORIES, atQueries, atItems, atAddends);
      kernel.run();
      return kernel.atRepeat();
    }
  }

  private static INDArray single(double[][] values) {
    return Nd4j.createFromArray(values).castTo(DataType.FLOAT);
  }

  private static double[] values(INDArray array) {
    return array.dup('c').data().asDouble();
  }
}
