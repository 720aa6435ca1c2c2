package org.taskweave.nn.item;

import java.util.Arrays;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataBuffer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.taskweave.nn.vertex.ParameterGraphVertex;
import org.taskweave.nn.vertex.RowTables;

/** Runs an {@link ItemScoresVertex}. */
public final class ItemScoresGraphVertex extends ParameterGraphVertex {

  /** One number for all items has far to go: it moves so many times as fast as a weight. */
  private static final double RATE = 10;

  private final ItemScoresVertex configuration;

  ItemScoresGraphVertex(
      ItemScoresVertex configuration,
      ComputationGraph graph,
      String name,
      int index,
      INDArray parameters,
      boolean initialize,
      DataType type) {
    super(configuration, graph, name, index, parameters, initialize, type);
    this.configuration = configuration;
  }

  /** Sets the items' shares of the training labels [N]. */
  public void setShares(double[] shares) {
    for (int i = 0; i < shares.length; i++) {
      parameters().get(ItemScoresVertex.SHARES).putScalar(i, shares[i]);
    }
  }

  /**
   * Takes over what another vertex knows of its items. New items have the mean bias of those that
   * are labels in training.
   *
   * @param rows [N] the other's row of each item, -1 for a new one
   */
  public void extend(ItemScoresGraphVertex other, int[] rows) {
    float[] shares = other.shares();
    INDArray biases = other.parameters().get(ItemScoresVertex.BIAS);
    double sum = 0;
    int seen = 0;
    for (int i = 0; i < shares.length; i++) {
      if (shares[i] > 0) {
        sum += biases.getDouble(i);
        seen++;
      }
    }
    for (int i = 0; i < rows.length; i++) {
      boolean known = rows[i] >= 0;
      parameters().get(ItemScoresVertex.SHARES).putScalar(i, known ? shares[rows[i]] : 0);
      parameters()
          .get(ItemScoresVertex.BIAS)
          .putScalar(i, known ? biases.getDouble(rows[i]) : sum / Math.max(1, seen));
    }
    if (configuration.repeats()) {
      parameters()
          .get(ItemScoresVertex.REPEAT)
          .assign(other.parameters().get(ItemScoresVertex.REPEAT));
    }
  }

  /** The items' shares of the training labels [N]. */
  public float[] shares() {
    return parameters().get(ItemScoresVertex.SHARES).dup('c').data().asFloat();
  }

  @Override
  public INDArray doForward(boolean training, LayerWorkspaceMgr workspaces) {
    INDArray items = known(inputs[1]);
    INDArray scores =
        workspaces.createUninitialized(
            ArrayType.ACTIVATIONS,
            items.dataType(),
            new long[] {inputs[0].size(0), items.size(0)},
            'c');
    // ND4J multiplies into Fortran order and copies otherwise: the transpose of a C order array is
    // one.
    items.mmuli(inputs[0].transpose(), scores.transpose());
    if (configuration.temperature() != 1) {
      scores.divi(configuration.temperature());
    }
    scores.addiRowVector(bias().sub(inputs[3]));
    if (configuration.repeats()) {
      double repeat = repeat();
      DataBuffer data = scores.data();
      long start = scores.offset();
      long width = scores.size(1);
      forEachRepeat(
          (row, item) -> {
            long place = start + row * width + item;
            data.put(place, data.getDouble(place) + repeat);
          });
    }
    return scores;
  }

  /** What is added to the scores of items of the history, where the vertex has them. */
  public double repeat() {
    return RATE * parameters().get(ItemScoresVertex.REPEAT).getDouble(0);
  }

  private boolean whole() {
    return inputs[2].length() == parameters().get(ItemScoresVertex.BIAS).length();
  }

  private INDArray rows() {
    return inputs[2].reshape('c', new long[] {inputs[2].length()});
  }

  /** The biases of the batch's items [1,U]. */
  private INDArray bias() {
    INDArray all = parameters().get(ItemScoresVertex.BIAS);
    if (whole()) {
      return all;
    }
    INDArray picked = Nd4j.createUninitialized(all.dataType(), inputs[2].length(), 1);
    RowTables.gather(all.reshape('c', all.length(), 1), rows(), picked);
    return picked.reshape('c', 1, picked.length());
  }

  private void setBiasGradient() {
    INDArray gradient = gradients().get(ItemScoresVertex.BIAS);
    // A product with ones is many times as fast as ND4J's sum over rows.
    INDArray sums = Nd4j.ones(epsilon.dataType(), 1, epsilon.size(0)).mmul(epsilon);
    if (whole()) {
      gradient.assign(sums);
    } else {
      gradient.assign(0);
      RowTables.scatterAdd(
          gradient.reshape('c', gradient.length(), 1), rows(), sums.reshape('c', sums.length(), 1));
    }
  }

  private interface Repeat {
    void at(int row, int item);
  }

  /** Each item of a query's history once. */
  private void forEachRepeat(Repeat repeat) {
    int items = (int) inputs[2].length();
    int length = (int) inputs[4].size(1);
    int[] history = inputs[4].dup('c').data().asInt();
    int[] cells = inputs[5].dup('c').data().asInt();
    int[] lastRow = new int[items];
    Arrays.fill(lastRow, -1);
    for (int row = 0; row < cells.length; row++) {
      for (int cell = cells[row] / length * length; cell <= cells[row]; cell++) {
        int item = history[cell];
        if (item < items && lastRow[item] != row) {
          lastRow[item] = row;
          repeat.at(row, item);
        }
      }
    }
  }

  @Override
  public Pair<Gradient, INDArray[]> doBackward(boolean tbptt, LayerWorkspaceMgr workspaces) {
    double temperature = configuration.temperature();
    INDArray scaled = temperature == 1 ? epsilon : epsilon.div(temperature);
    INDArray atQuery =
        workspaces.dup(ArrayType.ACTIVATION_GRAD, scaled.mmul(known(inputs[1])), 'c');
    INDArray atItems =
        workspaces.create(ArrayType.ACTIVATION_GRAD, inputs[1].dataType(), inputs[1].shape(), 'c');
    known(atItems).assign(scaled.transpose().mmul(inputs[0]));
    gradients().get(ItemScoresVertex.SHARES).assign(0);
    setBiasGradient();
    if (configuration.repeats()) {
      double[] sum = new double[1];
      forEachRepeat((row, item) -> sum[0] += epsilon.getDouble(row, item));
      gradients().get(ItemScoresVertex.REPEAT).assign(RATE * sum[0]);
    }
    INDArray[] atInputs = new INDArray[inputs.length];
    atInputs[0] = atQuery;
    atInputs[1] = atItems;
    return new Pair<>(gradient(), atInputs);
  }

  private INDArray known(INDArray items) {
    return items.get(NDArrayIndex.interval(0, inputs[2].length()), NDArrayIndex.all());
  }
}
