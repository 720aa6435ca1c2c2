package org.taskweave.zoo.tensor;

/** A tensor in a file: its shape is known, its values are read when asked for. */
public interface StoredTensor {

  /** The shape, as the loaded tensor has it. */
  long[] shape();

  /** The element type as the file calls it, for errors. */
  String typeName();

  /** Whether {@link #read} can give floats; integer tensors and quantised ones cannot. */
  boolean isFloatingPoint();

  /** The values, row-major. */
  float[] read();

  /**
   * The matrix with rows and columns exchanged, for a linear weight stored as [in,out].
   *
   * @throws IllegalStateException if this is not a matrix
   */
  default StoredTensor transposed() {
    return new TransposedTensor(this);
  }
}
