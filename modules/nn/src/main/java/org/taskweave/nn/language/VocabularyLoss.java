package org.taskweave.nn.language;

import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.ops.transforms.Transforms;
import org.taskweave.engine.kernel.KernelSupport;
import org.taskweave.engine.kernel.SoftmaxLossKernel;

/**
 * Cross-entropy of states [M,H] over all words: softmax of products with a table [V,H], plus a
 * bias. Scores are made for a chunk of states at a time, so that memory is bounded by chunk times
 * V, whatever M.
 */
final class VocabularyLoss {

  /** 31 MB of scores for BERT's 30,522 words. */
  static final int CHUNK = 256;

  private final INDArray table;
  private final INDArray bias;
  private final INDArray scores;

  /**
   * A loss.
   *
   * @param table [V,H]
   * @param bias [V], or null
   * @param chunk states at a time
   */
  VocabularyLoss(INDArray table, INDArray bias, int chunk) {
    this.table = table;
    this.bias = bias;
    this.scores =
        Nd4j.createUninitialized(table.dataType(), new long[] {chunk, table.size(0)}, 'c');
  }

  /** The sum of the losses. */
  double loss(INDArray states, int[] targets) {
    double sum = 0;
    for (int from = 0; from < targets.length; from += chunk()) {
      int to = Math.min(targets.length, from + chunk());
      sum += losses(scores(rows(states, from, to)), Arrays.copyOfRange(targets, from, to), 0);
    }
    return sum;
  }

  /**
   * The sum of the losses, and gradients of the factor times it.
   *
   * @param atStates [M,H], written
   * @param atTable [V,H], added to
   * @param atBias [V], added to; null where there is no bias
   */
  double gradients(
      INDArray states,
      int[] targets,
      double factor,
      INDArray atStates,
      INDArray atTable,
      INDArray atBias) {
    double sum = 0;
    for (int from = 0; from < targets.length; from += chunk()) {
      int to = Math.min(targets.length, from + chunk());
      INDArray chunk = rows(states, from, to);
      INDArray atScores = scores(chunk);
      sum += losses(atScores, Arrays.copyOfRange(targets, from, to), factor);
      multiply(atScores, table, false, false, 0, rows(atStates, from, to));
      multiply(atScores, chunk, true, false, 1, atTable);
      if (atBias != null) {
        atBias.addi(atScores.sum(0));
      }
    }
    return sum;
  }

  private int chunk() {
    return (int) scores.size(0);
  }

  private static INDArray rows(INDArray matrix, int from, int to) {
    return matrix.get(NDArrayIndex.interval(from, to), NDArrayIndex.all());
  }

  private INDArray scores(INDArray states) {
    INDArray into = rows(scores, 0, (int) states.size(0));
    multiply(states, table, false, true, 0, into);
    if (bias != null) {
      into.addiRowVector(bias);
    }
    return into;
  }

  /** The sum of losses; scores become gradients unless the factor is 0. */
  private static double losses(INDArray scores, int[] targets, double factor) {
    if (KernelSupport.serves(scores.dataType())) {
      float[] losses = new float[targets.length];
      float[] factors = new float[targets.length];
      Arrays.fill(factors, (float) factor);
      (factor == 0
              ? new SoftmaxLossKernel(scores, targets, losses)
              : new SoftmaxLossKernel(scores, targets, losses, scores, factors))
          .run();
      double sum = 0;
      for (float loss : losses) {
        sum += loss;
      }
      return sum;
    }
    INDArray logs = scores.subColumnVector(scores.max(true, 1));
    logs.subiColumnVector(Transforms.log(Transforms.exp(logs, true).sum(true, 1), false));
    double sum = 0;
    for (int row = 0; row < targets.length; row++) {
      sum -= logs.getDouble(row, targets[row]);
    }
    if (factor != 0) {
      scores.assign(Transforms.exp(logs, true));
      for (int row = 0; row < targets.length; row++) {
        scores.putScalar(row, targets[row], scores.getDouble(row, targets[row]) - 1);
      }
      scores.muli(factor);
    }
    return sum;
  }

  /** into = left right + kept * into. */
  private static void multiply(
      INDArray left,
      INDArray right,
      boolean turnLeft,
      boolean turnRight,
      double kept,
      INDArray into) {
    Nd4j.exec(
        DynamicCustomOp.builder("matmul")
            .addInputs(left, right)
            .addOutputs(into)
            .addIntegerArguments(turnLeft ? 1 : 0, turnRight ? 1 : 0, 0)
            .addFloatingPointArguments(1.0, kept)
            .build());
  }
}
