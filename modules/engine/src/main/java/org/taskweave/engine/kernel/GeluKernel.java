package org.taskweave.engine.kernel;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * GELU in its exact form (Hendrycks and Gimpel 2016, arXiv:1606.08415), y = v F(v) of v = x + bias,
 * with F the normal distribution function, and its derivative F(v) + v f(v), in one pass.
 *
 * <p>F(-|v|) = e^(-v^2/2) t P(t) / 2 with t = 1 / (1 + 0.3275911 |v| / sqrt 2): formula 7.1.26 of
 * Abramowitz and Stegun, Handbook of Mathematical Functions, off by at most 0.8e-7.
 */
public final class GeluKernel implements Runnable {

  private static final float SLOPE = (float) (0.3275911 * Math.sqrt(0.5));
  private static final float A1 = (float) (0.5 * 0.254829592);
  private static final float A2 = (float) (0.5 * -0.284496736);
  private static final float A3 = (float) (0.5 * 1.421413741);
  private static final float A4 = (float) (0.5 * -1.453152027);
  private static final float A5 = (float) (0.5 * 1.061405429);
  private static final float DENSITY = (float) (1 / Math.sqrt(2 * Math.PI));

  private static final float TINY = 1e-30f;

  private final NativeFloats x;
  private final NativeFloats bias;
  private final NativeFloats y;
  private final NativeFloats derivative;
  private final int columns;
  private final RowChunks chunks;
  private final Scratch[] scratch = new Scratch[Workers.COUNT];

  /**
   * The kernel for fixed arrays.
   *
   * @param x [R,I]
   * @param bias [I]
   * @param y [R,I]
   * @param derivative [R,I], or null if no gradient will be asked for
   */
  public GeluKernel(INDArray x, INDArray bias, INDArray y, INDArray derivative) {
    this.x = NativeFloats.of(x);
    this.bias = NativeFloats.of(bias);
    this.y = NativeFloats.of(y);
    this.derivative = derivative == null ? null : NativeFloats.of(derivative);
    this.columns = (int) x.size(1);
    this.chunks = new RowChunks((int) x.size(0));
  }

  private static final class Scratch {
    final float[] values;
    final float[] decay;
    final float[] result;
    final RowMath math;

    Scratch(int columns) {
      this.values = new float[columns];
      this.decay = new float[columns];
      this.result = new float[columns];
      this.math = new RowMath(columns);
    }
  }

  @Override
  public void run() {
    float[] biases = bias.all();
    Workers.forEach(chunks.count(), (chunk, worker) -> run(chunk, scratch(worker), biases));
  }

  private Scratch scratch(int worker) {
    if (scratch[worker] == null) {
      scratch[worker] = new Scratch(columns);
    }
    return scratch[worker];
  }

  private void run(int chunk, Scratch row, float[] biases) {
    for (int r = chunks.start(chunk); r < chunks.end(chunk); r++) {
      long start = (long) r * columns;
      x.get(start, row.values, columns);
      exponents(row.values, biases, row.decay, columns);
      row.math.exp(row.decay, columns);
      activate(row.values, row.decay, row.result, columns);
      y.put(start, row.result, columns);
      if (derivative != null) {
        differentiate(row.values, row.decay, row.result, columns);
        derivative.put(start, row.values, columns);
      }
    }
  }

  /** Turns x into v and gives -v^2/2; v is never 0, so that dividing by it is safe. */
  private static void exponents(float[] v, float[] biases, float[] into, int length) {
    for (int i = 0; i < length; i++) {
      float value = v[i] + biases[i] + TINY;
      v[i] = value;
      into[i] = -0.5f * value * value;
    }
  }

  private static void activate(float[] v, float[] decay, float[] into, int length) {
    for (int i = 0; i < length; i++) {
      float size = Math.abs(v[i]);
      float t = 1 / Math.fma(SLOPE, size, 1);
      float p = Math.fma(t, A5, A4);
      p = Math.fma(t, p, A3);
      p = Math.fma(t, p, A2);
      p = Math.fma(t, p, A1);
      into[i] = Math.fma(-size, decay[i] * (t * p), 0.5f * (v[i] + size));
    }
  }

  /** F(v) = y / v. */
  private static void differentiate(float[] v, float[] decay, float[] y, int length) {
    for (int i = 0; i < length; i++) {
      v[i] = Math.fma(v[i] * DENSITY, decay[i], y[i] / v[i]);
    }
  }
}
