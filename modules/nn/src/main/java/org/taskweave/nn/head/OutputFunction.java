package org.taskweave.nn.head;

import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;
import org.nd4j.shade.jackson.annotation.JsonAutoDetect;
import org.taskweave.nn.loss.Logits;

/**
 * What turns a head's logits into predictions, where DL4J has no activation for it. It is written
 * once, in a {@link RowAlgebra}, and runs and is exported as written. Losses read logits, so it has
 * no gradient.
 */
@JsonAutoDetect(fieldVisibility = JsonAutoDetect.Visibility.ANY)
public abstract class OutputFunction implements IActivation {

  /** The predictions [R,out] of logits [R,W]. */
  public abstract <V> V apply(RowAlgebra<V> algebra, V logits);

  /** Outside of workspaces, since its width may differ from that of the logits. */
  @Override
  public final INDArray getActivation(INDArray logits, boolean training) {
    try (MemoryWorkspace outside = Nd4j.getWorkspaceManager().scopeOutOfWorkspaces()) {
      return apply(new NdRows(), logits);
    }
  }

  @Override
  public final Pair<INDArray, INDArray> backprop(INDArray logits, INDArray epsilon) {
    throw new UnsupportedOperationException("a loss reads logits, not " + getClass());
  }

  @Override
  public final int numParams(int inputs) {
    return 0;
  }

  /** A constant matrix. */
  static double[][] matrix(int rows, int columns, Cell cell) {
    double[][] matrix = new double[rows][columns];
    for (int r = 0; r < rows; r++) {
      for (int c = 0; c < columns; c++) {
        matrix[r][c] = cell.at(r, c);
      }
    }
    return matrix;
  }

  /** One number of a matrix. */
  @FunctionalInterface
  interface Cell {
    double at(int row, int column);
  }

  /**
   * x_0, x_0 + softplus(x_1), x_0 + softplus(x_1) + softplus(x_2), ...: W numbers that ascend,
   * whatever the logits are.
   */
  static <V> V ascending(RowAlgebra<V> algebra, V logits, int width) {
    V first = algebra.times(logits, matrix(width, width, (r, c) -> r == 0 ? 1 : 0));
    V steps =
        algebra.times(
            algebra.softplus(logits), matrix(width, width, (r, c) -> r > 0 && r <= c ? 1 : 0));
    return algebra.plus(first, steps);
  }

  @Override
  @SuppressWarnings("EqualsGetClass")
  public boolean equals(Object other) {
    return other != null && getClass() == other.getClass();
  }

  @Override
  public int hashCode() {
    return getClass().hashCode();
  }

  /** Rows of an engine that computes. */
  private static final class NdRows implements RowAlgebra<INDArray> {

    @Override
    public INDArray exp(INDArray rows) {
      return Transforms.exp(rows, true);
    }

    @Override
    public INDArray sigmoid(INDArray rows) {
      return Transforms.sigmoid(rows, true);
    }

    @Override
    public INDArray softplus(INDArray rows) {
      return Logits.softplus(rows);
    }

    @Override
    public INDArray times(INDArray rows, double[][] matrix) {
      return rows.mmul(Nd4j.createFromArray(matrix).castTo(rows.dataType()));
    }

    @Override
    public INDArray plus(INDArray first, INDArray second) {
      return first.add(second);
    }

    @Override
    public INDArray plus(INDArray rows, double[] constant) {
      return rows.addRowVector(
          Nd4j.createFromArray(constant).castTo(rows.dataType()).reshape(1, constant.length));
    }
  }
}
