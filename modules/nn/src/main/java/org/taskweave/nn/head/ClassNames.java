package org.taskweave.nn.head;

import java.util.List;

/** Classes in what is said of an output, and in what its loss reads. */
final class ClassNames {

  private ClassNames() {}

  /** The names in index order, for a table's cell. */
  static String listed(List<String> classes) {
    return String.join("; ", classes).replace("|", "\\|");
  }

  /** Rows [R,C] of class indices [R]. */
  static float[] oneHot(float[] indices, int classes) {
    float[] rows = new float[indices.length * classes];
    for (int i = 0; i < indices.length; i++) {
      rows[i * classes + (int) indices[i]] = 1;
    }
    return rows;
  }

  /** Weights by class; empty for 1. */
  static double[] weights(List<Double> byClass) {
    return byClass.stream().mapToDouble(Double::doubleValue).toArray();
  }
}
