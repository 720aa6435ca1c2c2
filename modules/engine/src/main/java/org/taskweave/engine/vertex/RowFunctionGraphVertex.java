package org.taskweave.engine.vertex;

import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Runs a {@link RowFunctionVertex}. */
public final class RowFunctionGraphVertex extends PlainGraphVertex {

  private final RowFunctionVertex function;
  private double penalty;

  RowFunctionGraphVertex(RowFunctionVertex function, VertexSite site) {
    super(site);
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
}
