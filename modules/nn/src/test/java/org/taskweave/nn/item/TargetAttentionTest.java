package org.taskweave.nn.item;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * One head of width 4, so that scores are products over 2. The keys' products with the query are 0,
 * 2 ln 3 and whatever the own cell has: weights 1/4 and 3/4.
 */
class TargetAttentionTest {

  private static double[] output(int own, double... mask) {
    return output(new TargetAttentionVertex(1), own, mask);
  }

  private static double[] output(TargetAttentionVertex vertex, int own, double... mask) {
    ComputationGraph graph =
        new ComputationGraph(
            new NeuralNetConfiguration.Builder()
                .dataType(DataType.DOUBLE)
                .graphBuilder()
                .addInputs("query", "keys", "values", "cells", "mask", "numbers")
                .addVertex("read", vertex, "query", "keys", "values", "cells", "mask", "numbers")
                .setOutputs("read")
                .build());
    graph.init();
    double score = 2 * Math.log(3);
    INDArray[] inputs = {
      Nd4j.createFromArray(new double[][] {{1, 0, 0, 0}}),
      Nd4j.createFromArray(
          new double[][] {{0, 5, 5, 5}, {score, 7, 0, 0}, {99, 0, 0, 0}, {50, 1, 1, 1}}),
      Nd4j.createFromArray(
          new double[][] {{4, 0, 8, 0}, {0, 4, 8, 4}, {1e6, 1e6, 1e6, 1e6}, {1, 2, 3, 4}}),
      Nd4j.createFromArray(new int[] {own}).reshape(1, 1),
      Nd4j.createFromArray(mask).reshape(1, 4),
      Nd4j.createFromArray(10.0, 20.0, 1e6, 5.0).reshape(1, 4, 1)
    };
    return graph.output(false, inputs)[0].dup('c').data().asDouble();
  }

  @Test
  void valuesAndNumbersByTheSameWeights() {
    assertArrayEquals(new double[] {1, 3, 8, 3, 17.5}, output(2, 1, 1, 1, 0), 1e-9);
  }

  @Test
  void theOwnCellIsLeftOutWhereverItIs() {
    assertArrayEquals(new double[] {1, 2, 3, 4, 5}, output(0, 1, 0, 0, 1), 1e-9);
  }

  /** Cells 0 and 1 have the weights 1/4 and 3/4; the cells after them are of other rows. */
  @Test
  void aHistoryEndsWithItsOwnCell() {
    TargetAttentionVertex vertex = new TargetAttentionVertex(1).ofHistory();
    assertArrayEquals(new double[] {1, 3, 8, 3, 17.5}, output(vertex, 1, 1, 1, 1, 1), 1e-9);
    assertArrayEquals(new double[] {4, 0, 8, 0, 10}, output(vertex, 0, 1, 1, 1, 1), 1e-9);
    assertArrayEquals(new double[] {0, 4, 8, 4, 20}, output(vertex, 1, 0, 1, 1, 1), 1e-9);
  }

  @Test
  void nothingToReadIsZero() {
    assertArrayEquals(new double[5], output(1, 0, 1, 0, 0), 0);
  }
}
