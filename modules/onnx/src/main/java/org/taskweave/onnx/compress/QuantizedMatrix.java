package org.taskweave.onnx.compress;

/**
 * A matrix [R,C] in 8 bits: value = integer * scale, with one scale per column or per row and no
 * zero point.
 *
 * @param integers row-major
 * @param scales one per column or row, above 0
 */
record QuantizedMatrix(byte[] integers, float[] scales) {

  /**
   * Rounds to the nearest integer.
   *
   * @param limit the largest integer, which the largest value of a column or row becomes
   */
  static QuantizedMatrix of(float[] values, int rows, int columns, boolean perRow, int limit) {
    float[] scales = new float[perRow ? rows : columns];
    for (int r = 0; r < rows; r++) {
      for (int c = 0; c < columns; c++) {
        int s = perRow ? r : c;
        scales[s] = Math.max(scales[s], Math.abs(values[r * columns + c]));
      }
    }
    for (int s = 0; s < scales.length; s++) {
      scales[s] = scales[s] == 0 ? 1 : scales[s] / limit;
    }
    byte[] integers = new byte[values.length];
    for (int r = 0; r < rows; r++) {
      for (int c = 0; c < columns; c++) {
        int at = r * columns + c;
        integers[at] = (byte) Math.round(values[at] / scales[perRow ? r : c]);
      }
    }
    return new QuantizedMatrix(integers, scales);
  }
}
