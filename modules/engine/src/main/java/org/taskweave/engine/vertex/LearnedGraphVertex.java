package org.taskweave.engine.vertex;

import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Runs a {@link LearnedVertex}; its parameters are views of the graph's flat vector. */
public final class LearnedGraphVertex extends ParameterGraphVertex {

  private final LearnedVertex configuration;

  LearnedGraphVertex(LearnedVertex configuration, VertexSite site) {
    super(configuration, site);
    this.configuration = configuration;
  }

  @Override
  public INDArray doForward(boolean training, LayerWorkspaceMgr workspaces) {
    return workspaces.dup(ArrayType.ACTIVATIONS, configuration.forward(inputs, parameters()), 'c');
  }

  @Override
  public Pair<Gradient, INDArray[]> doBackward(boolean tbptt, LayerWorkspaceMgr workspaces) {
    INDArray[] atInputs = configuration.backward(inputs, epsilon, parameters(), gradients());
    for (int i = 0; i < atInputs.length; i++) {
      atInputs[i] = workspaces.dup(ArrayType.ACTIVATION_GRAD, atInputs[i], 'c');
    }
    return new Pair<>(gradient(), atInputs);
  }
}
