package org.taskweave.nn.optimize;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.learning.regularization.WeightDecay;

class RowUpdaterTest {

  private static final double RATE = 0.1;

  private static INDArray table() {
    return Nd4j.createFromArray(new double[][] {{1, 2}, {3, 4}, {5, 6}});
  }

  private static INDArray rows(double[]... rows) {
    return Nd4j.createFromArray(rows);
  }

  @Test
  void gradientsOfTheSameRowAddUp() {
    RowUpdater updater = new RowUpdater(table(), new Sgd(RATE), List.of());
    updater.setGradient(
        new int[] {2, 0, 2}, rows(new double[] {1, 1}, new double[] {7, 8}, new double[] {2, 3}));
    assertArrayEquals(new int[] {0, 2}, updater.rows());
    assertEquals(rows(new double[] {7, 8}, new double[] {3, 4}), updater.gradient());
  }

  @Test
  void sgdMovesTheRowsOfTheBatchAndNoOther() {
    INDArray table = table();
    RowUpdater updater = new RowUpdater(table, new Sgd(RATE), List.of());
    updater.setGradient(new int[] {2}, rows(new double[] {10, -10}));
    updater.update(0, 0);
    assertEquals(rows(new double[] {1, 2}, new double[] {3, 4}, new double[] {4, 7}), table);
    assertTrue(updater.state().isEmpty());
  }

  /**
   * Adam's first step is the rate times the gradient's sign; AdamW also takes rate * decay * value.
   */
  @Test
  void adamWithDecayWorkedByHand() {
    INDArray table = table();
    RowUpdater updater =
        new RowUpdater(
            table,
            Adam.builder().learningRate(RATE).epsilon(1e-12).build(),
            List.of(new WeightDecay(0.5, true)));
    updater.setGradient(new int[] {1}, rows(new double[] {0.2, -5}));
    updater.update(0, 0);
    double first = 3 - RATE - RATE * 0.5 * 3;
    double second = 4 + RATE - RATE * 0.5 * 4;
    assertArrayEquals(new double[] {first, second}, table.getRow(1).toDoubleVector(), 1e-9);
    assertArrayEquals(new double[] {1, 2}, table.getRow(0).toDoubleVector());
    // The row is not in the second batch: it neither coasts on its moments nor decays.
    updater.setGradient(new int[] {0}, rows(new double[] {1, 1}));
    updater.update(1, 0);
    assertArrayEquals(new double[] {first, second}, table.getRow(1).toDoubleVector(), 1e-9);
    // Second step, bias correction for two: m = 0.1 / 0.19, v = 0.001 / 0.001999, so m / sqrt v.
    double step = (0.1 / 0.19) / Math.sqrt(0.001 / 0.001999);
    assertEquals(1 - RATE * step - RATE * 0.5 * 1, table.getDouble(0, 0), 1e-9);
  }

  /** When every row is in every batch, lazy and dense are the same. */
  @Test
  void equalsTheDenseUpdaterWhenAllRowsAreThere() {
    Adam adam = Adam.builder().learningRate(RATE).build();
    INDArray lazy = table();
    RowUpdater updater = new RowUpdater(lazy, adam, List.of());
    INDArray dense = table();
    var denseUpdater = adam.instantiate(Nd4j.create(DataType.DOUBLE, 1, 12), true);
    for (int step = 0; step < 4; step++) {
      INDArray gradient = Nd4j.randn(DataType.DOUBLE, 3, 2);
      updater.setGradient(new int[] {0, 1, 2}, gradient);
      updater.update(step, 0);
      INDArray flat = gradient.dup('c').reshape('c', 1, 6);
      denseUpdater.applyUpdater(flat, step, 0);
      dense.subi(flat.reshape('c', 3, 2));
    }
    assertTrue(lazy.sub(dense).amaxNumber().doubleValue() < 1e-12);
  }

  @Test
  void goesOnFromItsState() {
    Adam adam = Adam.builder().learningRate(RATE).build();
    INDArray whole = table();
    RowUpdater straight = new RowUpdater(whole, adam, List.of());
    straight.setGradient(new int[] {0, 1}, rows(new double[] {1, 2}, new double[] {3, 4}));
    straight.update(0, 0);
    INDArray copy = whole.dup();
    RowUpdater resumed = new RowUpdater(copy, adam, List.of());
    resumed.restore(straight.state().stream().map(INDArray::dup).toList());
    for (RowUpdater updater : List.of(straight, resumed)) {
      updater.setGradient(new int[] {1}, rows(new double[] {-1, 1}));
      updater.update(1, 0);
    }
    assertEquals(whole, copy);
  }
}
