package org.taskweave.nn.encoder;

import java.util.Optional;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;
import org.taskweave.core.recipe.EncoderRecipe.Pooling;
import org.taskweave.engine.vertex.PlainGraphVertex;
import org.taskweave.engine.vertex.VertexSite;

/** Runs a {@link PoolingVertex}: all kinds are weighted sums over tokens. */
final class PoolingGraphVertex extends PlainGraphVertex implements StateReader {

  private final Pooling pooling;

  PoolingGraphVertex(Pooling pooling, VertexSite site) {
    super(site);
    this.pooling = pooling;
  }

  /** How much each token counts [B,T]; rows sum to 1, or to 0 without real tokens. */
  private INDArray weights() {
    INDArray mask = inputs[1].castTo(inputs[0].dataType());
    if (pooling == Pooling.MEAN) {
      return mask.divColumnVector(Transforms.max(mask.sum(true, 1), 1, false));
    }
    INDArray one = mask.ulike().assign(0);
    for (int row = 0; row < mask.size(0); row++) {
      int column = column(mask, row);
      one.putScalar(row, column, mask.getDouble(row, column));
    }
    return one;
  }

  private int column(INDArray mask, int row) {
    return pooling == Pooling.LAST ? lastReal(mask, row) : 0;
  }

  @Override
  public Optional<int[]> tokensRead(int batchSize, int length) {
    if (pooling == Pooling.MEAN) {
      return Optional.empty();
    }
    return Optional.of(
        IntStream.range(0, batchSize).map(row -> row * length + column(inputs[1], row)).toArray());
  }

  /** The last column that is not 0; the first one if all are. */
  private static int lastReal(INDArray mask, int row) {
    int column = (int) mask.size(1) - 1;
    while (column > 0 && mask.getDouble(row, column) == 0) {
      column--;
    }
    return column;
  }

  @Override
  public INDArray doForward(boolean training, LayerWorkspaceMgr workspaces) {
    INDArray states = inputs[0];
    long batchSize = states.size(0);
    INDArray sums = Nd4j.matmul(weights().reshape(batchSize, 1, states.size(1)), states);
    return workspaces.dup(ArrayType.ACTIVATIONS, sums.reshape(batchSize, states.size(2)));
  }

  @Override
  public Pair<Gradient, INDArray[]> doBackward(boolean tbptt, LayerWorkspaceMgr workspaces) {
    INDArray states = inputs[0];
    long batchSize = states.size(0);
    INDArray perToken =
        Nd4j.matmul(
            weights().reshape(batchSize, states.size(1), 1),
            epsilon.dup('c').reshape(batchSize, 1, states.size(2)));
    return new Pair<>(
        null, new INDArray[] {workspaces.dup(ArrayType.ACTIVATION_GRAD, perToken, 'c'), null});
  }
}
