package org.taskweave.nn.item;

import java.util.Optional;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.taskweave.engine.vertex.PlainGraphVertex;
import org.taskweave.engine.vertex.PlainVertex;
import org.taskweave.engine.vertex.RowTables;
import org.taskweave.engine.vertex.VertexSite;
import org.taskweave.nn.encoder.StateReader;

/**
 * States [B,T,W] and cells b * T + t [R,1] (INT32), or vectors [V,W] and their rows, to those
 * states or vectors [R,W].
 */
public final class RowsVertex extends PlainVertex {

  @Override
  protected int inputs() {
    return 2;
  }

  @Override
  protected org.deeplearning4j.nn.graph.vertex.GraphVertex run(VertexSite site) {
    return new Running(site);
  }

  private static final class Running extends PlainGraphVertex implements StateReader {

    Running(VertexSite site) {
      super(site);
    }

    @Override
    public INDArray doForward(boolean training, LayerWorkspaceMgr workspaces) {
      INDArray states = inputs[0];
      INDArray rows =
          workspaces.createUninitialized(
              ArrayType.ACTIVATIONS,
              states.dataType(),
              new long[] {inputs[1].length(), states.size(-1)},
              'c');
      RowTables.gather(flat(states), cells(), rows);
      return rows;
    }

    @Override
    public Pair<Gradient, INDArray[]> doBackward(boolean tbptt, LayerWorkspaceMgr workspaces) {
      INDArray atStates =
          workspaces.create(
              ArrayType.ACTIVATION_GRAD, inputs[0].dataType(), inputs[0].shape(), 'c');
      RowTables.scatterAdd(flat(atStates), cells(), epsilon.dup('c'));
      return new Pair<>(null, new INDArray[] {atStates, null});
    }

    @Override
    public Optional<int[]> tokensRead(int batchSize, int length) {
      int[] cells = inputs[1].length() == batchSize ? cells().toIntVector() : new int[0];
      for (int row = 0; row < cells.length; row++) {
        if (cells[row] / length != row) {
          return Optional.empty();
        }
      }
      return cells.length == batchSize ? Optional.of(cells) : Optional.empty();
    }

    private static INDArray flat(INDArray states) {
      return states.rank() == 2
          ? states
          : states.reshape('c', states.size(0) * states.size(1), states.size(2));
    }

    private INDArray cells() {
      return inputs[1].reshape('c', new long[] {inputs[1].length()});
    }
  }
}
