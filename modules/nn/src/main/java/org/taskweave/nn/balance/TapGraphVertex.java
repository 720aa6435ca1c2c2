package org.taskweave.nn.balance;

import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.taskweave.engine.vertex.VertexSite;

/** Runs a {@link TapVertex}. */
final class TapGraphVertex extends PassThroughVertex {

  private final int task;
  private INDArray gradient;

  TapGraphVertex(int task, VertexSite site) {
    super(site);
    this.task = task;
  }

  int task() {
    return task;
  }

  /** The task's gradient at its input, of the last backward pass; a copy outside workspaces. */
  INDArray gradient() {
    return gradient;
  }

  @Override
  public Pair<Gradient, INDArray[]> doBackward(boolean tbptt, LayerWorkspaceMgr workspaces) {
    try (MemoryWorkspace outside = Nd4j.getWorkspaceManager().scopeOutOfWorkspaces()) {
      gradient = epsilon.dup('c');
    }
    // A copy: DL4J adds the other taps' gradients to it in place.
    return new Pair<>(null, new INDArray[] {workspaces.dup(ArrayType.ACTIVATION_GRAD, epsilon)});
  }
}
