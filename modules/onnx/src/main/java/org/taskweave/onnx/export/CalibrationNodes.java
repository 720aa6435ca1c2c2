package org.taskweave.onnx.export;

import java.util.List;
import org.taskweave.core.calibration.Calibration;
import org.taskweave.core.calibration.Isotonic;
import org.taskweave.core.calibration.PriorCorrection;
import org.taskweave.core.calibration.Temperature;
import org.taskweave.onnx.graph.Attributes;
import org.taskweave.onnx.graph.ElementType;
import org.taskweave.onnx.graph.OnnxGraph;
import org.taskweave.onnx.graph.Tensor;

/** A calibration as nodes that read a task's probabilities. */
final class CalibrationNodes {

  /** No log-odds of single precision are farther from 0, {@link Calibration#LEAST_PROBABILITY}. */
  private static final double FARTHEST = 20;

  private CalibrationNodes() {}

  /**
   * Adds the nodes.
   *
   * @param probabilities [R, width]
   * @return the name of the calibrated ones
   */
  static String add(OnnxGraph graph, Calibration calibration, String probabilities, int width) {
    if (calibration instanceof Temperature temperature) {
      return width == 1
          ? ofLogOdds(graph, divided(graph, logOdds(graph, probabilities), temperature))
          : ofClasses(graph, temperature, probabilities);
    }
    return ofLogOdds(
        graph, increasing(graph, (Isotonic) calibration, logOdds(graph, probabilities)));
  }

  /**
   * Adds a correction's nodes.
   *
   * @param probabilities [R, 1]
   * @return the name of the corrected ones
   */
  static String add(OnnxGraph graph, PriorCorrection correction, String probabilities) {
    String yes = graph.add("Mul", List.of(probabilities, real(graph, correction.factor())));
    String no = graph.add("Sub", List.of(real(graph, 1), probabilities));
    return graph.add("Div", List.of(yes, graph.add("Add", List.of(yes, no))));
  }

  private static String logOdds(OnnxGraph graph, String probabilities) {
    String clipped =
        graph.add(
            "Clip",
            List.of(
                probabilities,
                real(graph, Calibration.LEAST_PROBABILITY),
                real(graph, 1 - Calibration.LEAST_PROBABILITY)));
    String other = graph.add("Sub", List.of(real(graph, 1), clipped));
    return graph.add(
        "Sub", List.of(graph.add("Log", List.of(clipped)), graph.add("Log", List.of(other))));
  }

  private static String ofLogOdds(OnnxGraph graph, String logOdds) {
    return graph.add("Sigmoid", List.of(logOdds));
  }

  private static String divided(OnnxGraph graph, String value, Temperature temperature) {
    return graph.add("Div", List.of(value, real(graph, temperature.temperature())));
  }

  private static String ofClasses(OnnxGraph graph, Temperature temperature, String probabilities) {
    String most = real(graph, 1);
    String least = real(graph, Temperature.LEAST_CLASS_PROBABILITY);
    String logs = graph.add("Log", List.of(graph.add("Clip", List.of(probabilities, least, most))));
    return graph.add(
        "Softmax", List.of(divided(graph, logs, temperature)), Attributes.integer("axis", -1));
  }

  /** The sum of each piece's slope times how much of the piece lies below: [R,1] by [K]. */
  private static String increasing(OnnxGraph graph, Isotonic isotonic, String logOdds) {
    double[] knots = isotonic.knots();
    double[] values = isotonic.values();
    int pieces = knots.length + 1;
    float[] lows = new float[pieces];
    float[] highs = new float[pieces];
    float[] slopes = new float[pieces];
    for (int k = 0; k < pieces; k++) {
      boolean inside = k > 0 && k < pieces - 1;
      lows[k] = (float) (k == 0 ? -FARTHEST : knots[k - 1]);
      highs[k] = (float) (k == pieces - 1 ? FARTHEST : knots[k]);
      slopes[k] = (float) (inside ? (values[k] - values[k - 1]) / (knots[k] - knots[k - 1]) : 1);
    }
    String low = row(graph, "lows", lows, pieces);
    String within =
        graph.add(
            "Max",
            List.of(graph.add("Min", List.of(logOdds, row(graph, "highs", highs, pieces))), low));
    String below = graph.add("Sub", List.of(within, low));
    String slope = graph.constant(Tensor.of(graph.newName("slopes"), slopes, pieces, 1));
    String sum = graph.add("MatMul", List.of(below, slope));
    return graph.add("Add", List.of(sum, real(graph, values[0] - knots[0] - FARTHEST)));
  }

  private static String row(OnnxGraph graph, String name, float[] values, int pieces) {
    return graph.constant(Tensor.of(graph.newName(name), values, 1, pieces));
  }

  private static String real(OnnxGraph graph, double value) {
    return graph.scalar(ElementType.FLOAT, value);
  }
}
