package org.taskweave.nn.model;

import java.util.Locale;
import java.util.Map;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.taskweave.core.InvalidInputException;

/**
 * How many parameters a graph would have.
 *
 * @param largest name of the vertex that has the most of them
 * @param ofLargest how many that one has
 */
record ParameterCount(double all, String largest, double ofLargest) {

  /** They are one array, whose places native code counts by 32 bits. */
  private static final double MOST = Integer.MAX_VALUE;

  /** Before anything is allocated. */
  static ParameterCount of(ComputationGraphConfiguration configuration) {
    double all = 0;
    String largest = "";
    double ofLargest = 0;
    for (Map.Entry<String, GraphVertex> vertex : configuration.getVertices().entrySet()) {
      double own = vertex.getValue().numParams(false);
      all += own;
      if (own > ofLargest) {
        largest = vertex.getKey();
        ofLargest = own;
      }
    }
    return new ParameterCount(all, largest, ofLargest);
  }

  /**
   * Refuses a graph whose parameters could not be addressed.
   *
   * @throws InvalidInputException with the part that is largest
   */
  void requireThatItFits() {
    if (all > MOST) {
      throw new InvalidInputException(
          String.format(
              Locale.ROOT,
              "the model would have %,.0f parameters, and at most %,.0f can be held; %,.0f of them are"
                  + " in \"%s\": make hidden, width, experts or layers smaller",
              all,
              MOST,
              ofLargest,
              largest));
    }
  }
}
