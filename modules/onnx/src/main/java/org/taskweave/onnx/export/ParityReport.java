package org.taskweave.onnx.export;

import java.util.List;
import java.util.Locale;

/**
 * How much a file's outputs differ from the model's.
 *
 * @param precision of the file
 * @param examples where the sequences came from
 * @param shapes of the batches that were compared
 * @param outputs one entry per output that the model has, too
 * @param tolerance the most that was allowed, absolute
 * @param runtime ONNX Runtime's version
 */
public record ParityReport(
    String precision,
    String examples,
    List<Shape> shapes,
    List<Difference> outputs,
    double tolerance,
    String runtime) {

  /** Model values smaller than this count as this large in a relative difference. */
  static final double SMALLEST_REFERENCE = 1e-3;

  public ParityReport {
    shapes = List.copyOf(shapes);
    outputs = List.copyOf(outputs);
  }

  /**
   * A batch.
   *
   * @param paddedRows rows that end in padding
   */
  public record Shape(int batchSize, int length, int paddedRows) {}

  /**
   * An output's greatest differences over all batches.
   *
   * @param absolute |file - model|
   * @param relative |file - model| / |model|; |model| below 0.001 counts as 0.001
   */
  public record Difference(String output, double absolute, double relative) {}

  /** The greatest absolute difference of all; not a number where an output is not. */
  public double worst() {
    double worst = 0;
    for (Difference difference : outputs) {
      if (!(difference.absolute() <= worst)) {
        worst = difference.absolute();
      }
    }
    return worst;
  }

  /** Whether every output is within the tolerance. */
  public boolean holds() {
    return worst() <= tolerance;
  }

  /** As a table for a person. */
  public String table() {
    StringBuilder text =
        new StringBuilder(
            String.format(
                Locale.ROOT,
                "%s against the model, on %s, batches %s:%n",
                precision,
                examples,
                String.join(
                    ", ", shapes.stream().map(s -> s.batchSize() + "x" + s.length()).toList())));
    int width = outputs.stream().mapToInt(o -> o.output().length()).max().orElse(0);
    for (Difference difference : outputs) {
      text.append(
          String.format(
              Locale.ROOT,
              "  %-" + width + "s  greatest difference %.2e absolute, %.2e relative%n",
              difference.output(),
              difference.absolute(),
              difference.relative()));
    }
    return text.toString();
  }
}
