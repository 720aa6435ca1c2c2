package org.taskweave.nn.balance;

import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.taskweave.engine.vertex.PlainGraphVertex;
import org.taskweave.engine.vertex.VertexSite;

/** A vertex of one input that is the identity in the forward pass. */
abstract class PassThroughVertex extends PlainGraphVertex {

  PassThroughVertex(VertexSite site) {
    super(site);
  }

  @Override
  public INDArray doForward(boolean training, LayerWorkspaceMgr workspaces) {
    return workspaces.dup(ArrayType.ACTIVATIONS, inputs[0]);
  }
}
