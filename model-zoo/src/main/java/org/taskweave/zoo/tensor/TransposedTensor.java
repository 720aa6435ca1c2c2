package org.taskweave.zoo.tensor;

/** A stored [rows, columns] matrix seen as [columns, rows]. */
record TransposedTensor(StoredTensor stored) implements StoredTensor {

  TransposedTensor {
    if (stored.shape().length != 2) {
      throw new IllegalStateException("only a matrix is transposed");
    }
  }

  @Override
  public long[] shape() {
    long[] shape = stored.shape();
    return new long[] {shape[1], shape[0]};
  }

  @Override
  public String typeName() {
    return stored.typeName();
  }

  @Override
  public boolean isFloatingPoint() {
    return stored.isFloatingPoint();
  }

  @Override
  public float[] read() {
    float[] from = stored.read();
    int rows = Math.toIntExact(stored.shape()[0]);
    int columns = Math.toIntExact(stored.shape()[1]);
    float[] to = new float[from.length];
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        to[column * rows + row] = from[row * columns + column];
      }
    }
    return to;
  }
}
