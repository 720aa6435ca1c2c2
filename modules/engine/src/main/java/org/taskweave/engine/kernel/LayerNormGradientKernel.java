package org.taskweave.engine.kernel;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Gradients of {@link LayerNormKernel}, in one pass: with e = dy * gain and s the row's scale, dv =
 * (e - mean(e) - n mean(e n)) s; the gain's gradient is the column sums of dy * n, the shift's
 * those of dy, the bias's those of dv. x and residual both have the gradient dv.
 */
public final class LayerNormGradientKernel implements Runnable {

  private final NativeFloats dy;
  private final NativeFloats normalised;
  private final NativeFloats scale;
  private final NativeFloats gain;
  private final NativeFloats dv;
  private final NativeFloats[] columnSums;
  private final int columns;
  private final RowChunks chunks;
  private final Scratch[] scratch = new Scratch[Workers.COUNT];

  /**
   * Where the gradients go.
   *
   * @param dv [R,H]
   * @param gain [H], or null
   * @param shift [H], or null
   * @param bias [H], or null
   */
  public record Gradients(INDArray dv, INDArray gain, INDArray shift, INDArray bias) {}

  /**
   * The kernel for fixed arrays.
   *
   * @param dy [R,H]
   * @param normalised [R,H], as the forward kernel left it
   * @param scale [R], as the forward kernel left it
   * @param gain [H]
   */
  public LayerNormGradientKernel(
      INDArray dy, INDArray normalised, INDArray scale, INDArray gain, Gradients gradients) {
    this.dy = NativeFloats.of(dy);
    this.normalised = NativeFloats.of(normalised);
    this.scale = NativeFloats.of(scale);
    this.gain = NativeFloats.of(gain);
    this.dv = NativeFloats.of(gradients.dv());
    INDArray[] sums = {gradients.gain(), gradients.shift(), gradients.bias()};
    this.columnSums = new NativeFloats[sums.length];
    for (int i = 0; i < sums.length; i++) {
      columnSums[i] = sums[i] == null ? null : NativeFloats.of(sums[i]);
    }
    this.columns = (int) dy.size(1);
    this.chunks = new RowChunks((int) dy.size(0));
  }

  /** A row on its way, for one thread. */
  private static final class Scratch {
    final float[] incoming;
    final float[] normal;
    final float[] result;

    Scratch(int columns) {
      this.incoming = new float[columns];
      this.normal = new float[columns];
      this.result = new float[columns];
    }
  }

  @Override
  public void run() {
    float[] gains = gain.all();
    float[][][] sums = new float[columnSums.length][chunks.count()][columns];
    Workers.forEach(
        chunks.count(),
        (chunk, worker) -> {
          if (scratch[worker] == null) {
            scratch[worker] = new Scratch(columns);
          }
          run(chunk, scratch[worker], gains, sums);
        });
    for (int i = 0; i < columnSums.length; i++) {
      if (columnSums[i] != null) {
        RowChunks.sum(sums[i], columnSums[i]);
      }
    }
  }

  private void run(int chunk, Scratch row, float[] gains, float[][][] sums) {
    float[] dyRow = row.incoming;
    float[] n = row.normal;
    float[] e = row.result;
    for (int r = chunks.start(chunk); r < chunks.end(chunk); r++) {
      long start = (long) r * columns;
      dy.get(start, dyRow, columns);
      normalised.get(start, n, columns);
      addProducts(sums[0][chunk], dyRow, n, columns);
      RowMath.add(sums[1][chunk], dyRow, columns);
      for (int i = 0; i < columns; i++) {
        e[i] = dyRow[i] * gains[i];
      }
      float mean = RowMath.sum(e, columns) / columns;
      float along = RowMath.dot(e, n, columns) / columns;
      gradient(e, n, mean, along, scale.get(r), columns);
      RowMath.add(sums[2][chunk], e, columns);
      dv.put(start, e, columns);
    }
  }

  private static void addProducts(float[] into, float[] x, float[] y, int length) {
    for (int i = 0; i < length; i++) {
      into[i] += x[i] * y[i];
    }
  }

  private static void gradient(
      float[] e, float[] n, float mean, float along, float factor, int length) {
    for (int i = 0; i < length; i++) {
      e[i] = (e[i] - mean - n[i] * along) * factor;
    }
  }
}
