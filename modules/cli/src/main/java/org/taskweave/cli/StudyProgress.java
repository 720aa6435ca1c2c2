package org.taskweave.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import org.taskweave.data.log.ReadReport;
import org.taskweave.hyperparam.run.StudyListener;
import org.taskweave.hyperparam.trial.Measurement;
import org.taskweave.hyperparam.trial.Objective;
import org.taskweave.hyperparam.trial.Trial;
import org.taskweave.hyperparam.trial.TrialState;
import org.taskweave.training.run.RunListener;

/**
 * A study's stages and ended trials as lines on standard output, and a progress bar over trials on
 * standard error that tells the best so far.
 */
final class StudyProgress implements StudyListener, RunListener, AutoCloseable {

  private final PrintWriter out;
  private final List<Objective> objectives;
  private final int trials;
  private final ConsoleBar bar = new ConsoleBar();
  private int ended;
  private double bestScore = Double.NEGATIVE_INFINITY;
  private String best = "none complete yet";

  /**
   * A progress.
   *
   * @param trials expected; 0 if only time or epochs end the study
   */
  StudyProgress(PrintWriter out, List<Objective> objectives, int trials) {
    this.out = out;
    this.objectives = List.copyOf(objectives);
    this.trials = trials;
  }

  @Override
  public synchronized void stage(String what) {
    if (what.startsWith("task ")) {
      ended = 0;
      bestScore = Double.NEGATIVE_INFINITY;
      best = "none complete yet";
    }
    line("... " + what);
  }

  @Override
  public synchronized void logRead(ReadReport report) {
    line(report.toString());
  }

  @Override
  public synchronized void stageProgress(String what, int done, int total) {
    bar.stage(what, done, total);
  }

  @Override
  public synchronized void epochDone(int trial, int repeat, Measurement measurement) {
    if (!bar.isOpen()) {
      bar.open("trials", trials == 0 ? -1 : trials);
      bar.stepTo(ended);
    }
    bar.message(
        String.format(
            Locale.ROOT, " trial %d, epoch %d; best: %s", trial, measurement.epoch(), best));
  }

  @Override
  public synchronized void trialEnded(Trial trial) {
    ended++;
    StringBuilder text = new StringBuilder();
    text.append("trial ").append(trial.number()).append(' ').append(trial.state().word());
    text.append(": ").append(values(trial));
    text.append(String.format(Locale.ROOT, "%d epochs, %.0f s", trial.epochs(), trial.seconds()));
    if (trial.state() == TrialState.COMPLETE && trial.score() > bestScore) {
      bestScore = trial.score();
      best = values(trial) + "trial " + trial.number();
      text.append(" (best so far)");
    }
    trial.error().ifPresent(error -> text.append("; ").append(firstLine(error)));
    line(text.toString());
  }

  private String values(Trial trial) {
    StringBuilder text = new StringBuilder();
    for (int k = 0; trial.measured() && k < trial.objectives().size(); k++) {
      String name = k < objectives.size() && objectives.size() > 1 ? objectives.get(k).name() : "";
      text.append(
          String.format(Locale.ROOT, "%s %.4f, ", name, trial.objectives().get(k)).stripLeading());
    }
    return text.toString();
  }

  private static String firstLine(String text) {
    return text.lines().findFirst().orElse("");
  }

  private void line(String text) {
    bar.close();
    out.println(text);
    out.flush();
  }

  @Override
  public synchronized void close() {
    bar.close();
  }
}
