package org.taskweave.core.calibration;

/**
 * From the odds of a sample, in which some answers are more frequent than where predictions are
 * used, to the odds there: odds times a factor (King and Zeng 2001, Logistic Regression in Rare
 * Events Data). It keeps the order of predictions.
 *
 * @param factor above 0; 1 changes nothing
 */
public record PriorCorrection(double factor) {

  public PriorCorrection {
    if (!Double.isFinite(factor) || factor <= 0) {
      throw new IllegalArgumentException("odds times " + factor + " are none");
    }
  }

  /** From predictions back to the sample. */
  public PriorCorrection inverse() {
    return new PriorCorrection(1 / factor);
  }

  /** The corrected probability of yes. */
  public double of(double probability) {
    double yes = probability * factor;
    return yes / (yes + (1 - probability));
  }

  /** Corrects probabilities of yes in their place. */
  public void applyAll(float[] probabilities) {
    for (int i = 0; i < probabilities.length; i++) {
      probabilities[i] = (float) of(probabilities[i]);
    }
  }
}
