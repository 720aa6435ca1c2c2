package org.taskweave.nn.share;

import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.MaskState;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.BaseGraphVertex;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Runs a {@link RowFunctionVertex}. */
public final class RowFunctionGraphVertex extends BaseGraphVertex {

  private final RowFunctionVertex function;
  private double penalty;

  RowFunctionGraphVertex(
      RowFunctionVertex function, ComputationGraph graph, String name, int index, DataType type) {
    super(graph, name, index, null, null, type);
    this.function = function;
  }

  /** What the vertex added to the loss in the last backward pass. */
  public double penalty() {
    return penalty;
  }

  @Override
  public INDArray doForward(boolean training, LayerWorkspaceMgr workspaces) {
    return workspaces.dup(ArrayType.ACTIVATIONS, function.forward(inputs), 'c');
  }

  @Override
  public Pair<Gradient, INDArray[]> doBackward(boolean tbptt, LayerWorkspaceMgr workspaces) {
    penalty = function.penalty(inputs);
    INDArray[] gradients = function.backward(inputs, epsilon);
    for (int i = 0; i < gradients.length; i++) {
      if (gradients[i] != null) {
        gradients[i] = workspaces.dup(ArrayType.ACTIVATION_GRAD, gradients[i], 'c');
      }
    }
    return new Pair<>(null, gradients);
  }

  @Override
  public void setBackpropGradientsViewArray(INDArray view) {
    throw new UnsupportedOperationException(vertexName + " has no parameters");
  }

  @Override
  public Pair<INDArray, MaskState> feedForwardMaskArrays(
      INDArray[] masks, MaskState state, int minibatchSize) {
    return new Pair<>(null, state);
  }

  @Override
  public boolean hasLayer() {
    return false;
  }

  @Override
  public Layer getLayer() {
    return null;
  }

  @Override
  public String toString() {
    return function.getClass().getSimpleName() + "(" + vertexName + ")";
  }
}
