package org.taskweave.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.taskweave.core.metric.MetricResult;
import org.taskweave.core.metric.TaskEvaluation;
import org.taskweave.core.run.RunRecord;
import org.taskweave.data.example.ExampleSummary;
import org.taskweave.data.log.ReadReport;
import org.taskweave.nn.model.StepResult;
import org.taskweave.training.language.PretrainingListener;
import org.taskweave.training.language.PretrainingReport;

/** Stages as lines on standard output, a progress bar per epoch on standard error. */
final class ConsoleProgress implements PretrainingListener, AutoCloseable {

  private final PrintWriter out;
  private final PrintWriter err;
  private final ConsoleBar bar = new ConsoleBar();

  ConsoleProgress(PrintWriter out, PrintWriter err) {
    this.out = out;
    this.err = err;
  }

  @Override
  public void stage(String what) {
    line("... " + what);
  }

  @Override
  public void logRead(ReadReport report) {
    line(report.toString());
  }

  @Override
  public void examplesCut(ExampleSummary summary) {
    line(summary.toString());
  }

  @Override
  public void unknownClasses(Map<String, Integer> counts) {
    if (!counts.isEmpty()) {
      line("labels of classes that training does not know, now missing: " + counts);
    }
  }

  @Override
  public void padding(double share) {
    line(String.format(Locale.ROOT, "padding in training batches: %.1f %%", 100 * share));
  }

  @Override
  public void stageProgress(String what, int done, int total) {
    bar.stage(what, done, total);
  }

  @Override
  public void epochStarted(int epoch, int epochs, int steps) {
    bar.open("epoch " + epoch + "/" + epochs, steps);
  }

  @Override
  public void stepDone(int epoch, int step, StepResult result) {
    bar.step();
    bar.message(
        step == 1
            ? "(first steps build plans)"
            : String.format(Locale.ROOT, "loss %.3f", result.totalLoss()));
  }

  @Override
  public void epochDone(
      RunRecord.Epoch epoch, List<TaskEvaluation> dev, boolean best, double seconds) {
    bar.close();
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "epoch %d: %.0f s, training loss %.3f; dev:",
            epoch.number(),
            seconds,
            epoch.trainingLoss()));
    for (TaskEvaluation task : dev) {
      MetricResult primary = task.primary();
      text.append(
          String.format(Locale.ROOT, " %s %s %.3f,", task.task(), primary.name(), primary.value()));
    }
    text.append(String.format(Locale.ROOT, " objective %.4f", epoch.objective()));
    line(best ? text + " (best so far)" : text.toString());
  }

  @Override
  public void epochGuessed(PretrainingReport.Epoch epoch, boolean best) {
    bar.close();
    line(
        String.format(
            Locale.ROOT,
            "epoch %d: %.0f s, training loss %.3f; held out: %.4f, perplexity %.2f%s",
            epoch.number(),
            epoch.seconds(),
            epoch.trainingLoss(),
            epoch.heldOutLoss(),
            Math.exp(epoch.heldOutLoss()),
            best ? " (best so far)" : ""));
  }

  private void line(String text) {
    out.println(text);
    out.flush();
  }

  @Override
  public void close() {
    bar.close();
    err.flush();
  }
}
