package org.taskweave.core.calibration;

/**
 * What a task's regions are made of.
 *
 * @param ofModel distances of dev labels from what the model said
 * @param ofTrivial the same labels' distances from what is said without looking at the input, whose
 *     regions are all the same
 */
public record ConformalFit(ConformalScores ofModel, ConformalScores ofTrivial) {

  public ConformalFit {
    if (ofModel.labels() != ofTrivial.labels()) {
      throw new IllegalArgumentException(
          ofModel.labels() + " and " + ofTrivial.labels() + " labels are not the same ones");
    }
  }

  /**
   * Distances of n labels.
   *
   * @param labels [n], none missing, n above 0
   * @param scores [n, W]
   * @param trivial [W]
   */
  public static ConformalFit of(
      Nonconformity nonconformity, double[] labels, double[] scores, double[] trivial) {
    int width = scores.length / labels.length;
    double[] ofModel = new double[labels.length];
    double[] ofTrivial = new double[labels.length];
    double[] row = new double[width];
    for (int i = 0; i < labels.length; i++) {
      System.arraycopy(scores, i * width, row, 0, width);
      ofModel[i] = nonconformity.of(labels[i], row);
      ofTrivial[i] = nonconformity.of(labels[i], trivial);
    }
    return new ConformalFit(ConformalScores.of(ofModel), ConformalScores.of(ofTrivial));
  }
}
