package org.taskweave.nn.item;

import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.taskweave.engine.kernel.KernelSupport;
import org.taskweave.engine.vertex.ParameterGraphVertex;
import org.taskweave.engine.vertex.RowTables;
import org.taskweave.engine.vertex.VertexSite;

/** Runs an {@link ItemScoresVertex}. */
public final class ItemScoresGraphVertex extends ParameterGraphVertex {

  /** One number for all items has far to go: it moves so many times as fast as a weight. */
  private static final double RATE = 10;

  private final ItemScoresVertex configuration;

  ItemScoresGraphVertex(ItemScoresVertex configuration, VertexSite site) {
    super(configuration, site);
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

  /** The items' biases [N]. */
  public float[] biases() {
    return parameters().get(ItemScoresVertex.BIAS).dup('c').data().asFloat();
  }

  /** What products are divided by. */
  public double temperature() {
    return configuration.temperature();
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
    INDArray addends = bias().sub(inputs[3]);
    double factor = 1 / configuration.temperature();
    if (KernelSupport.serves(scores.dataType())) {
      new ItemScoresKernel(
              KernelSupport.contiguous(inputs[0]),
              items,
              (float) factor,
              addends.toFloatVector(),
              scores,
              histories(),
              (float) repeat())
          .run();
    } else {
      new PlainItemScores(inputs[0], items, factor, histories()).score(addends, repeat(), scores);
    }
    return scores;
  }

  /** What is added to the scores of items of the history, where the vertex has them. */
  public double repeat() {
    return configuration.repeats()
        ? RATE * parameters().get(ItemScoresVertex.REPEAT).getDouble(0)
        : 0;
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

  private HistoryItems histories() {
    return configuration.repeats()
        ? new HistoryItems(
            inputs[4].dup('c').data().asInt(),
            (int) inputs[4].size(1),
            inputs[5].dup('c').data().asInt(),
            (int) inputs[2].length())
        : null;
  }

  @Override
  public Pair<Gradient, INDArray[]> doBackward(boolean tbptt, LayerWorkspaceMgr workspaces) {
    INDArray atQuery =
        workspaces.createUninitialized(
            ArrayType.ACTIVATION_GRAD, inputs[0].dataType(), inputs[0].shape(), 'c');
    INDArray atItems =
        workspaces.create(ArrayType.ACTIVATION_GRAD, inputs[1].dataType(), inputs[1].shape(), 'c');
    INDArray bias = gradients().get(ItemScoresVertex.BIAS);
    INDArray atAddends =
        whole() ? bias : Nd4j.createUninitialized(bias.dataType(), 1, inputs[2].length());
    double atRepeat = differentiate(atQuery, known(atItems), atAddends);
    if (!whole()) {
      bias.assign(0);
      RowTables.scatterAdd(
          bias.reshape('c', bias.length(), 1),
          rows(),
          atAddends.reshape('c', atAddends.length(), 1));
    }
    gradients().get(ItemScoresVertex.SHARES).assign(0);
    if (configuration.repeats()) {
      gradients().get(ItemScoresVertex.REPEAT).assign(RATE * atRepeat);
    }
    INDArray[] atInputs = new INDArray[inputs.length];
    atInputs[0] = atQuery;
    atInputs[1] = atItems;
    return new Pair<>(gradient(), atInputs);
  }

  private double differentiate(INDArray atQuery, INDArray atItems, INDArray atAddends) {
    INDArray items = known(inputs[1]);
    double factor = 1 / configuration.temperature();
    if (!KernelSupport.serves(epsilon.dataType())) {
      return new PlainItemScores(inputs[0], items, factor, histories())
          .differentiate(epsilon, atQuery, atItems, atAddends);
    }
    ItemScoresGradientKernel kernel =
        new ItemScoresGradientKernel(
            KernelSupport.contiguous(inputs[0]),
            items,
            (float) factor,
            KernelSupport.contiguous(epsilon),
            histories(),
            atQuery,
            atItems,
            atAddends);
    kernel.run();
    return kernel.atRepeat();
  }

  private INDArray known(INDArray items) {
    return items.get(NDArrayIndex.interval(0, inputs[2].length()), NDArrayIndex.all());
  }
}
