package org.taskweave.benchmarks;

/**
 * Sequences of a batch.
 *
 * @param batchSize B
 * @param length T
 */
public record Shape(int batchSize, int length) {

  /**
   * Reads "16x64".
   *
   * @throws IllegalArgumentException if it has another form
   */
  public static Shape parse(String text) {
    if (!text.matches("[1-9]\\d*x[1-9]\\d*")) {
      throw new IllegalArgumentException(
          "shape \"" + text + "\": give batch size and length, as in 16x64");
    }
    int x = text.indexOf('x');
    return new Shape(
        Integer.parseInt(text.substring(0, x)), Integer.parseInt(text.substring(x + 1)));
  }

  @Override
  public String toString() {
    return batchSize + "x" + length;
  }
}
