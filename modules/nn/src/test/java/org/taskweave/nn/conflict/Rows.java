package org.taskweave.nn.conflict;

import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Inputs [N,d] and each task's labels [N,1]. */
public final class Rows {

  private final INDArray x;
  private final INDArray[] labels;

  Rows(INDArray x, INDArray... labels) {
    this.x = x;
    this.labels = labels;
  }

  /** The same rows with the labels of one task. */
  public Rows ofTask(int task) {
    return new Rows(x, labels[task]);
  }

  /** Number of tasks. */
  public int tasks() {
    return labels.length;
  }

  INDArray x() {
    return x;
  }

  INDArray[] labels() {
    return labels.clone();
  }

  /** Copies of consecutive rows, whole batches only. */
  public List<Rows> batches(int size) {
    List<Rows> batches = new ArrayList<>();
    for (long from = 0; from + size <= x.size(0); from += size) {
      INDArray[] part = new INDArray[labels.length];
      for (int k = 0; k < part.length; k++) {
        part[k] = part(labels[k], from, size);
      }
      batches.add(new Rows(part(x, from, size), part));
    }
    return batches;
  }

  private static INDArray part(INDArray array, long from, int size) {
    return array.get(NDArrayIndex.interval(from, from + size), NDArrayIndex.all()).dup('c');
  }

  /** Mean squared error of each task [K]. */
  public double[] meanSquaredErrors(ComputationGraph network) {
    INDArray[] outputs = network.output(false, x);
    double[] errors = new double[labels.length];
    for (int k = 0; k < errors.length; k++) {
      double distance = outputs[k].distance2(labels[k]);
      errors[k] = distance * distance / x.size(0);
    }
    return errors;
  }

  /** Mean squared error of each task over its labels' variance [K]: 1 for the best constant. */
  public double[] unexplained(ComputationGraph network) {
    double[] errors = meanSquaredErrors(network);
    for (int k = 0; k < errors.length; k++) {
      errors[k] /= labels[k].varNumber().doubleValue();
    }
    return errors;
  }
}
