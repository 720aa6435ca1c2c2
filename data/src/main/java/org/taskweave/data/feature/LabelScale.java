package org.taskweave.data.feature;

/**
 * Mean and standard deviation of a regression task's training labels.
 *
 * @param deviation above 0; 1 where all labels are equal
 */
public record LabelScale(double mean, double deviation) {

  public LabelScale {
    if (!Double.isFinite(mean) || !Double.isFinite(deviation) || deviation <= 0) {
      throw new IllegalArgumentException(
          "a scale of mean " + mean + " and deviation " + deviation + " scales nothing");
    }
  }

  /** Of tasks that are not standardised. */
  public static final LabelScale NONE = new LabelScale(0, 1);

  /** Of values, NaN left out; mean 0 and deviation 1 where there is none. */
  static LabelScale of(double[] values) {
    Standardised standardised = Standardised.of(values, false);
    return new LabelScale(standardised.mean(), standardised.deviation());
  }

  /** What the head learns. */
  public double standardise(double label) {
    return (label - mean) / deviation;
  }

  /** What a prediction means. */
  public double restore(double standardised) {
    return standardised * deviation + mean;
  }
}
