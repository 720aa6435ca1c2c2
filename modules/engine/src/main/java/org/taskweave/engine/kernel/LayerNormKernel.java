package org.taskweave.engine.kernel;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Layer norm (Ba et al. 2016, arXiv:1607.06450) of v = x + bias + residual over the rows, in one
 * pass: n = (v - mean v) / sqrt(var v + epsilon), y = n * gain + shift.
 */
public final class LayerNormKernel implements Runnable {

  private final NativeFloats x;
  private final NativeFloats bias;
  private final NativeFloats residual;
  private final NativeFloats gain;
  private final NativeFloats shift;
  private final NativeFloats y;
  private final NativeFloats normalised;
  private final NativeFloats scale;
  private final double epsilon;
  private final int columns;
  private final RowChunks chunks;
  private final Scratch[] scratch = new Scratch[Workers.COUNT];

  /**
   * What is normalised.
   *
   * @param x [R,H]
   * @param bias [H], or null
   * @param residual [R,H], or null
   * @param gain [H]
   * @param shift [H]
   * @param epsilon added to the variance
   */
  public record Inputs(
      INDArray x,
      INDArray bias,
      INDArray residual,
      INDArray gain,
      INDArray shift,
      double epsilon) {}

  /**
   * The kernel for fixed arrays.
   *
   * @param y [R,H]
   * @param normalised n [R,H], for {@link LayerNormGradientKernel}; null if not needed
   * @param scale 1 / sqrt(var v + epsilon) [R]; null if not needed
   */
  public LayerNormKernel(Inputs inputs, INDArray y, INDArray normalised, INDArray scale) {
    this.x = NativeFloats.of(inputs.x());
    this.bias = optional(inputs.bias());
    this.residual = optional(inputs.residual());
    this.gain = NativeFloats.of(inputs.gain());
    this.shift = NativeFloats.of(inputs.shift());
    this.epsilon = inputs.epsilon();
    this.y = NativeFloats.of(y);
    this.normalised = optional(normalised);
    this.scale = optional(scale);
    this.columns = (int) inputs.x().size(1);
    this.chunks = new RowChunks((int) inputs.x().size(0));
  }

  private static NativeFloats optional(INDArray array) {
    return array == null ? null : NativeFloats.of(array);
  }

  /** A row on its way, for one thread. */
  private static final class Scratch {
    final float[] values;
    final float[] other;

    Scratch(int columns) {
      this.values = new float[columns];
      this.other = new float[columns];
    }
  }

  @Override
  public void run() {
    float[] biases = bias == null ? null : bias.all();
    float[] gains = gain.all();
    float[] shifts = shift.all();
    Workers.forEach(
        chunks.count(),
        (chunk, worker) -> {
          if (scratch[worker] == null) {
            scratch[worker] = new Scratch(columns);
          }
          run(chunk, scratch[worker], biases, gains, shifts);
        });
  }

  private void run(int chunk, Scratch row, float[] biases, float[] gains, float[] shifts) {
    float[] v = row.values;
    for (int r = chunks.start(chunk); r < chunks.end(chunk); r++) {
      long start = (long) r * columns;
      x.get(start, v, columns);
      if (biases != null) {
        RowMath.add(v, biases, columns);
      }
      if (residual != null) {
        residual.get(start, row.other, columns);
        RowMath.add(v, row.other, columns);
      }
      float factor = normalise(v, columns, epsilon);
      if (scale != null) {
        scale.put(r, factor);
      }
      if (normalised != null) {
        normalised.put(start, v, columns);
      }
      for (int i = 0; i < columns; i++) {
        v[i] = v[i] * gains[i] + shifts[i];
      }
      y.put(start, v, columns);
    }
  }

  private static float normalise(float[] v, int length, double epsilon) {
    float mean = RowMath.sum(v, length) / length;
    for (int i = 0; i < length; i++) {
      v[i] -= mean;
    }
    float factor = (float) (1 / Math.sqrt(RowMath.dot(v, v, length) / length + epsilon));
    for (int i = 0; i < length; i++) {
      v[i] *= factor;
    }
    return factor;
  }
}
