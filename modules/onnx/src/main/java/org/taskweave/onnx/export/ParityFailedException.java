package org.taskweave.onnx.export;

/** A file does not say what the model says; nothing was written. */
public final class ParityFailedException extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final transient ParityReport report;

  ParityFailedException(ParityReport report) {
    super(
        String.format(
            java.util.Locale.ROOT,
            "the %s file differs from the model by up to %.3g, more than the tolerance %.3g; no"
                + " file was written. If that is good enough, allow it with a larger tolerance.%n%s",
            report.precision(),
            report.worst(),
            report.tolerance(),
            report.table().stripTrailing()));
    this.report = report;
  }

  /** What was measured. */
  public ParityReport report() {
    return report;
  }
}
