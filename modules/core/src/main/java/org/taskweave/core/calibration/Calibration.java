package org.taskweave.core.calibration;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** What makes probabilities of probabilities. It keeps the order of a task's predictions. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Temperature.class, name = "temperature"),
  @JsonSubTypes.Type(value = Isotonic.class, name = "isotonic")
})
public sealed interface Calibration permits Temperature, Isotonic {

  /** Probabilities nearer to 0 or 1 count as that near. */
  double LEAST_PROBABILITY = LogOdds.LEAST;

  /**
   * Calibrates one row in its place.
   *
   * @param row [1] probability of yes, or [C] of classes, which sum to 1
   */
  void apply(double[] row);

  /** What was fitted, in a few words. */
  @JsonIgnore
  String summary();

  /** Calibrates all rows of a task in their place. */
  default void applyAll(float[] values, int width) {
    double[] row = new double[width];
    for (int at = 0; at < values.length; at += width) {
      for (int c = 0; c < width; c++) {
        row[c] = values[at + c];
      }
      apply(row);
      for (int c = 0; c < width; c++) {
        values[at + c] = (float) row[c];
      }
    }
  }
}
