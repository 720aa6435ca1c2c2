package org.taskweave.nn.item;

import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.taskweave.nn.vertex.PlainGraphVertex;
import org.taskweave.nn.vertex.PlainVertex;

/**
 * Scores of items for queries: query [R,W], items [U+1,W] and offsets [1,U] to (query . item) /
 * temperature - offset, [R,U]. The last item's vector stands for items outside the catalog and is
 * not scored. Offsets are 0 but in training, where they tell how often an item is drawn.
 */
public final class ItemScoresVertex extends PlainVertex {

  private double temperature;

  /** For Jackson. */
  ItemScoresVertex() {}

  /**
   * A vertex.
   *
   * @param temperature positive
   */
  public ItemScoresVertex(double temperature) {
    this.temperature = temperature;
  }

  /** What scores are divided by. */
  public double temperature() {
    return temperature;
  }

  @Override
  protected int inputs() {
    return 3;
  }

  @Override
  public org.deeplearning4j.nn.graph.vertex.GraphVertex instantiate(
      ComputationGraph graph,
      String name,
      int index,
      INDArray parameters,
      boolean initialize,
      DataType type) {
    return new Runtime(graph, name, index, type, temperature);
  }

  @Override
  public GraphVertex clone() {
    return new ItemScoresVertex(temperature);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ItemScoresVertex that && temperature == that.temperature;
  }

  @Override
  public int hashCode() {
    return Double.hashCode(temperature);
  }

  private static final class Runtime extends PlainGraphVertex {

    private final double temperature;

    Runtime(ComputationGraph graph, String name, int index, DataType type, double temperature) {
      super(graph, name, index, type);
      this.temperature = temperature;
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
      inputs[0].mmuli(items.transpose(), scores);
      return scores.divi(temperature).subiRowVector(inputs[2]);
    }

    @Override
    public Pair<Gradient, INDArray[]> doBackward(boolean tbptt, LayerWorkspaceMgr workspaces) {
      INDArray scaled = epsilon.div(temperature);
      INDArray atQuery =
          workspaces.dup(ArrayType.ACTIVATION_GRAD, scaled.mmul(known(inputs[1])), 'c');
      INDArray atItems =
          workspaces.create(
              ArrayType.ACTIVATION_GRAD, inputs[1].dataType(), inputs[1].shape(), 'c');
      known(atItems).assign(scaled.transpose().mmul(inputs[0]));
      return new Pair<>(null, new INDArray[] {atQuery, atItems, null});
    }

    private static INDArray known(INDArray items) {
      return items.get(NDArrayIndex.interval(0, items.size(0) - 1), NDArrayIndex.all());
    }
  }
}
