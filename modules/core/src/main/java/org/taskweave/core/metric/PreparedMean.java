package org.taskweave.core.metric;

/** A metric that is a mean of one number per row, and perhaps its square root. */
record PreparedMean(double[] perRow, boolean squareRoot) implements Metric.Prepared {

  @Override
  public int rows() {
    return perRow.length;
  }

  @Override
  public double value(int[] counts) {
    double sum = 0;
    long rows = 0;
    for (int i = 0; i < perRow.length; i++) {
      sum += counts[i] == 0 ? 0 : counts[i] * perRow[i];
      rows += counts[i];
    }
    double mean = rows == 0 ? Double.NaN : sum / rows;
    return squareRoot ? Math.sqrt(mean) : mean;
  }
}
