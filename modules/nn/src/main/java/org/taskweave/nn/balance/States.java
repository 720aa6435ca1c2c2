package org.taskweave.nn.balance;

/** Several arrays as one, to be stored. */
final class States {

  private States() {}

  static double[] join(double[]... parts) {
    int length = 0;
    for (double[] part : parts) {
      length += part.length;
    }
    double[] whole = new double[length];
    int at = 0;
    for (double[] part : parts) {
      System.arraycopy(part, 0, whole, at, part.length);
      at += part.length;
    }
    return whole;
  }

  /** Copies the whole into parts of known lengths. */
  static void split(double[] whole, double[]... parts) {
    int at = 0;
    for (double[] part : parts) {
      System.arraycopy(whole, at, part, 0, part.length);
      at += part.length;
    }
    if (at != whole.length) {
      throw new IllegalArgumentException(
          "a state of " + whole.length + " values, " + at + " were expected");
    }
  }
}
