package org.taskweave.training.run;

import java.util.List;
import java.util.Locale;
import org.taskweave.core.metric.Reliability;
import org.taskweave.data.example.Split;

/**
 * How a task's probabilities were before and after they were calibrated.
 *
 * @param fitted what was fitted, in a few words
 * @param split that was measured; the dev split is also what it was fitted on
 */
public record CalibrationReport(
    String task, String fitted, Split split, Reliability before, Reliability after) {

  /** Reports as lines of text. */
  public static String text(List<CalibrationReport> reports) {
    StringBuilder text = new StringBuilder();
    for (CalibrationReport report : reports) {
      text.append(
          String.format(
              Locale.ROOT,
              "%s, %s, calibration error on %s: %.4f before, %.4f after%n",
              report.task,
              report.fitted,
              report.split == Split.DEV ? "dev, which it was fitted on" : "test",
              report.before.error(),
              report.after.error()));
    }
    return text.toString();
  }
}
