package org.taskweave.nn.balance;

import java.util.Optional;
import java.util.function.Function;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.taskweave.engine.vertex.VertexSite;

/** Runs a {@link JunctionVertex}; without a combination it sends down the sum. */
public final class JunctionGraphVertex extends PassThroughVertex {

  private Function<Gram, Optional<double[]>> combination = gram -> Optional.empty();
  private TaskGradients gradients;

  JunctionGraphVertex(VertexSite site) {
    super(site);
  }

  /**
   * What to send down in backward passes from now on.
   *
   * @param weights of the tasks' gradients, by their Gram matrix; empty for their sum
   */
  public void combine(Function<Gram, Optional<double[]>> weights) {
    combination = weights;
  }

  @Override
  public Pair<Gradient, INDArray[]> doBackward(boolean tbptt, LayerWorkspaceMgr workspaces) {
    INDArray combined;
    try (MemoryWorkspace outside = Nd4j.getWorkspaceManager().scopeOutOfWorkspaces()) {
      if (gradients == null) {
        gradients = new TaskGradients(graph, this);
      }
      INDArray rows = gradients.rows(epsilon);
      Gram gram = Gram.of(rows.mmul(rows.transpose()).toDoubleMatrix());
      combined =
          combination
              .apply(gram)
              .map(weights -> sum(rows, weights).reshape(epsilon.shape()))
              .orElse(epsilon);
    }
    return new Pair<>(null, new INDArray[] {workspaces.dup(ArrayType.ACTIVATION_GRAD, combined)});
  }

  private static INDArray sum(INDArray rows, double[] weights) {
    return Nd4j.createFromArray(weights)
        .castTo(rows.dataType())
        .reshape(1, weights.length)
        .mmul(rows);
  }
}
