package org.taskweave.core.encoder;

/**
 * A named weight's values, widened to float, row-major.
 *
 * @param shape as in Hugging Face's PyTorch files: a linear weight is [out,in]
 */
public record WeightTensor(long[] shape, float[] values) {

  public WeightTensor {
    long length = 1;
    for (long d : shape) {
      length *= d;
    }
    if (length != values.length) {
      throw new IllegalArgumentException(
          "shape "
              + java.util.Arrays.toString(shape)
              + " does not hold "
              + values.length
              + " values");
    }
  }
}
