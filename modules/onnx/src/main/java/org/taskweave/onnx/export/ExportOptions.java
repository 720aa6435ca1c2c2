package org.taskweave.onnx.export;

import java.util.OptionalDouble;
import org.taskweave.core.InvalidInputException;
import org.taskweave.onnx.graph.OnnxFile;

/**
 * How a bundle is exported.
 *
 * @param tolerance the most that an output may differ from the model's, absolute; {@link
 *     Precision#defaultTolerance} if absent
 * @param mostInlineBytes weights of more bytes go to a second file beside the first
 */
public record ExportOptions(
    ExtraOutputs extraOutputs,
    Precision precision,
    OptionalDouble tolerance,
    long mostInlineBytes) {

  /** Single precision, the tasks' scores. */
  public static final ExportOptions DEFAULT = of(ExtraOutputs.NONE, Precision.FP32);

  public ExportOptions {
    if (tolerance.isPresent()
        && !(tolerance.getAsDouble() >= 0 && tolerance.getAsDouble() < Double.POSITIVE_INFINITY)) {
      throw new InvalidInputException(
          "the tolerance " + tolerance.getAsDouble() + " is no number of at least 0");
    }
  }

  /** Options with the default tolerance. */
  public static ExportOptions of(ExtraOutputs extraOutputs, Precision precision) {
    return new ExportOptions(
        extraOutputs, precision, OptionalDouble.empty(), OnnxFile.MOST_INLINE_BYTES);
  }

  double toleranceOf(Precision of) {
    return of == precision ? tolerance.orElse(of.defaultTolerance()) : of.defaultTolerance();
  }
}
