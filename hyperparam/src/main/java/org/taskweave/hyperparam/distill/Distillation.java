package org.taskweave.hyperparam.distill;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.taskweave.core.metric.Bootstrap;
import org.taskweave.core.metric.Direction;
import org.taskweave.core.metric.PairedDifference;
import org.taskweave.hyperparam.report.Numbers;
import org.taskweave.hyperparam.report.TextTable;

/**
 * A student beside its teacher and beside the same model without one.
 *
 * @param split that was measured
 * @param models teacher, student, alone
 * @param lines by task
 */
public record Distillation(String split, List<Size> models, List<Line> lines) {

  public Distillation {
    models = List.copyOf(models);
    lines = List.copyOf(lines);
  }

  /**
   * What a model costs.
   *
   * @param megabytes of its parameters in single precision
   * @param milliseconds for a row
   */
  public record Size(String model, double megabytes, double milliseconds) {}

  /**
   * The primary metric of a task. Gains are above 0 where the student is better; their ends are of
   * the 95 % interval over users.
   *
   * @param trivial of the metric without a model
   * @param overTeacher student less teacher, or the other way round where lower is better
   * @param overAlone student less the same model without a teacher, likewise
   */
  public record Line(
      String task,
      String metric,
      boolean higherIsBetter,
      int labels,
      double trivial,
      double teacher,
      double student,
      double alone,
      Gain overTeacher,
      Gain overAlone) {

    /** The student's way from trivial as a share of the teacher's; NaN where that has none. */
    public double skillKept() {
      double learned = higherIsBetter ? teacher - trivial : trivial - teacher;
      return learned > 0
          ? (higherIsBetter ? student - trivial : trivial - student) / learned
          : Double.NaN;
    }

    private String skillText() {
      double kept = skillKept();
      return Double.isNaN(kept)
          ? "teacher has none"
          : String.format(Locale.ROOT, "%.1f %%", 100 * kept);
    }
  }

  /** A difference and its interval. */
  public record Gain(double value, double low, double high) {

    static Gain of(PairedDifference difference, Direction direction) {
      Bootstrap.Interval interval = difference.interval();
      return direction == Direction.HIGHER_IS_BETTER
          ? new Gain(difference.difference(), interval.low(), interval.high())
          : new Gain(-difference.difference(), -interval.high(), -interval.low());
    }

    private String text() {
      return String.format(Locale.ROOT, "%+.4f (%+.4f to %+.4f)", value, low, high);
    }
  }

  /** Tables for people. */
  public String text() {
    List<List<String>> rows = new ArrayList<>();
    rows.add(
        List.of(
            "task",
            "metric",
            "trivial",
            "teacher",
            "student",
            "alone",
            "skill kept",
            "student over teacher",
            "student over alone"));
    for (Line line : lines) {
      rows.add(
          List.of(
              line.task(),
              line.metric() + (line.higherIsBetter() ? " ↑" : " ↓"),
              Numbers.metric(line.trivial()),
              Numbers.metric(line.teacher()),
              Numbers.metric(line.student()),
              Numbers.metric(line.alone()),
              line.skillText(),
              line.overTeacher().text(),
              line.overAlone().text()));
    }
    List<List<String>> sizes = new ArrayList<>();
    sizes.add(List.of("model", "megabytes", "ms for a row"));
    for (Size size : models) {
      sizes.add(
          List.of(
              size.model(),
              String.format(Locale.ROOT, "%.1f", size.megabytes()),
              String.format(Locale.ROOT, "%.3f", size.milliseconds())));
    }
    return TextTable.of(rows)
        + "\n"
        + TextTable.of(sizes)
        + String.format(
            Locale.ROOT,
            "%nThe %s split. Alone: the student's recipe without a teacher. Skill kept: the"
                + " student's way from the trivial guess as a share of the teacher's. Above 0 the"
                + " student is better; intervals resample users, the same ones for both.%n",
            split);
  }
}
