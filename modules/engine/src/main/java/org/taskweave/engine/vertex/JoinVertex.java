package org.taskweave.engine.vertex;

import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.taskweave.engine.kernel.KernelSupport;
import org.taskweave.engine.kernel.NativeFloats;

/**
 * Rows side by side, [R,W1], [R,W2], ... to [R, W1 + W2 + ...]: DL4J's merge, which for many rows
 * takes longer than the product behind it; at inference rows are copied as runs of memory here.
 */
public final class JoinVertex extends MergeVertex {

  @Override
  public MergeVertex clone() {
    return new JoinVertex();
  }

  @Override
  public org.deeplearning4j.nn.graph.vertex.GraphVertex instantiate(
      ComputationGraph graph,
      String name,
      int index,
      INDArray parameters,
      boolean initialize,
      DataType type) {
    return new Running(graph, name, index, type, getMergeAxis());
  }

  private static final class Running extends org.deeplearning4j.nn.graph.vertex.impl.MergeVertex {

    Running(ComputationGraph graph, String name, int index, DataType type, int axis) {
      super(graph, name, index, type, axis);
    }

    @Override
    public INDArray doForward(boolean training, LayerWorkspaceMgr workspaces) {
      long width = 0;
      boolean copies = !training;
      for (INDArray input : inputs) {
        copies &= input.rank() == 2 && KernelSupport.serves(input.dataType());
        width += input.size(-1);
      }
      if (!copies) {
        return super.doForward(training, workspaces);
      }
      int rows = (int) inputs[0].size(0);
      INDArray joined =
          workspaces.createUninitialized(
              ArrayType.ACTIVATIONS, inputs[0].dataType(), new long[] {rows, width}, 'c');
      NativeFloats into = NativeFloats.of(joined);
      int at = 0;
      for (INDArray input : inputs) {
        NativeFloats from = NativeFloats.of(KernelSupport.contiguous(input));
        int part = (int) input.size(1);
        for (int row = 0; row < rows; row++) {
          into.copy((int) (row * width + at), from, row * part, part);
        }
        at += part;
      }
      return joined;
    }
  }
}
