package org.taskweave.hyperparam.run;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.deeplearning4j.arbiter.optimize.api.OptimizationResult;
import org.deeplearning4j.arbiter.optimize.api.saving.ResultSaver;
import org.taskweave.hyperparam.store.StudyDatabase;
import org.taskweave.hyperparam.trial.Measurement;
import org.taskweave.hyperparam.trial.Trial;
import org.taskweave.hyperparam.trial.TrialOutcome;
import org.taskweave.hyperparam.trial.TrialRequest;
import org.taskweave.hyperparam.trial.TrialState;

/** Runs one trial with all its repeats and records what happens. */
final class TrialRunner {

  private final StudySetup setup;
  private final StudyDatabase database;
  private final StudyClock clock;
  private int endedTrials;

  TrialRunner(StudySetup setup, StudyDatabase database, StudyClock clock, int endedBefore) {
    this.setup = setup;
    this.database = database;
    this.clock = clock;
    this.endedTrials = endedBefore;
  }

  /** How a trial ended, before it is recorded. */
  private record End(
      TrialState state, List<Measurement> bests, int epochs, Optional<String> error) {}

  /**
   * Runs a trial.
   *
   * @param each told of every epoch
   * @param saver takes a complete trial's best outcome
   */
  OptimizationResult run(Trial trial, Consumer<Measurement> each, ResultSaver saver)
      throws Exception {
    setup.listener().trialStarted(trial);
    long start = System.nanoTime();
    List<TrialOutcome> best = new ArrayList<>();
    try {
      End end = attempt(trial, each, best);
      double seconds = (System.nanoTime() - start) / 1e9;
      Trial ended = ended(trial, end, seconds);
      OptimizationResult result = RecordedGenerator.result(ended);
      if (ended.state() == TrialState.COMPLETE) {
        result.setResultReference(saver.saveModel(result, best.get(0)));
      }
      setup.listener().trialEnded(record(ended));
      return result;
    } finally {
      for (TrialOutcome outcome : best) {
        outcome.artifact().close();
      }
    }
  }

  /** Places are given in the order of recording, also with several workers. */
  private synchronized Trial record(Trial ended) {
    double seconds = clock.seconds();
    Trial recorded = ended.recorded(seconds, endedTrials);
    database.ended(recorded);
    database.setting("studySeconds", Double.toString(seconds));
    endedTrials++;
    return recorded;
  }

  /**
   * All trainings of a trial.
   *
   * @param best holds the outcome of the best one, which the caller closes
   */
  private End attempt(Trial trial, Consumer<Measurement> each, List<TrialOutcome> best)
      throws Exception {
    List<Measurement> bests = new ArrayList<>();
    int epochs = 0;
    for (int repeat = 0; repeat < setup.trainingsPerTrial(); repeat++) {
      Progress progress = new Progress(trial, repeat, each);
      try {
        TrialOutcome outcome =
            setup
                .function()
                .run(
                    new TrialRequest(
                        trial.number(),
                        repeat,
                        RecordedGenerator.seed(setup.seed(), trial.number(), repeat),
                        trial.values()),
                    progress::report);
        keepBetter(outcome, best);
        bests.add(outcome.best());
        requireDefined(outcome.best());
      } catch (InterruptedException e) {
        throw e;
      } catch (Throwable e) {
        if (progress.broken != null) {
          throw new IllegalStateException("a trial could not be recorded", progress.broken);
        }
        requireMemory(e);
        return new End(TrialState.FAILED, List.of(), epochs + progress.epochs, trace(e));
      }
      epochs += progress.epochs;
      if (progress.pruned) {
        return new End(TrialState.PRUNED, bests, epochs, Optional.empty());
      }
    }
    return new End(TrialState.COMPLETE, bests, epochs, Optional.empty());
  }

  /** Memory that runs out says nothing of a trial's values: the next one would fail as well. */
  private static void requireMemory(Throwable error) {
    for (Throwable cause = error; cause != null; cause = cause.getCause()) {
      if (cause instanceof OutOfMemoryError memory) {
        throw memory;
      }
    }
  }

  private static void keepBetter(TrialOutcome outcome, List<TrialOutcome> best) {
    if (best.isEmpty()) {
      best.add(outcome);
    } else if (outcome.best().score() > best.get(0).best().score()) {
      best.set(0, outcome).artifact().close();
    } else {
      outcome.artifact().close();
    }
  }

  private void requireDefined(Measurement measurement) {
    for (int k = 0; k < setup.objectives().size(); k++) {
      if (Double.isNaN(measurement.values().get(k))) {
        throw new IllegalStateException(
            "the objective "
                + setup.objectives().get(k).name()
                + " is NaN after epoch "
                + measurement.epoch());
      }
    }
  }

  private static Optional<String> trace(Throwable error) {
    StringWriter text = new StringWriter();
    error.printStackTrace(new PrintWriter(text, true));
    return Optional.of(text.toString());
  }

  private Trial ended(Trial trial, End end, double seconds) {
    List<Double> means = new ArrayList<>();
    List<Double> spreads = new ArrayList<>();
    if (!end.bests().isEmpty()) {
      for (int k = 0; k < setup.objectives().size(); k++) {
        int objective = k;
        double[] values =
            end.bests().stream().mapToDouble(m -> m.values().get(objective)).toArray();
        means.add(mean(values));
        spreads.add(deviation(values));
      }
    }
    double score =
        end.bests().isEmpty()
            ? Double.NaN
            : mean(end.bests().stream().mapToDouble(Measurement::score).toArray());
    return new Trial(
        trial.number(),
        end.state(),
        trial.seed(),
        trial.unit(),
        trial.values(),
        means,
        spreads,
        score,
        end.epochs(),
        seconds,
        end.error(),
        trial.askedAfter(),
        trial.studySeconds(),
        trial.endedAs());
  }

  private static double mean(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum / values.length;
  }

  /** Of a sample; NaN for a single value. */
  private static double deviation(double[] values) {
    double mean = mean(values);
    double squares = 0;
    for (double value : values) {
      squares += (value - mean) * (value - mean);
    }
    return Math.sqrt(squares / (values.length - 1));
  }

  /** The epochs of one training. */
  private final class Progress {
    private final Trial trial;
    private final int repeat;
    private final Consumer<Measurement> each;
    private Measurement best;
    private int epochs;
    private boolean pruned;
    private RuntimeException broken;

    Progress(Trial trial, int repeat, Consumer<Measurement> each) {
      this.trial = trial;
      this.repeat = repeat;
      this.each = each;
    }

    boolean report(Measurement measurement) {
      try {
        database.epoch(trial.number(), repeat, measurement);
      } catch (RuntimeException e) {
        broken = e;
        throw e;
      }
      epochs++;
      clock.epochDone();
      each.accept(measurement);
      setup.listener().epochDone(trial.number(), repeat, measurement);
      if (best == null || measurement.score() > best.score()) {
        best = measurement;
      }
      pruned |= repeat == 0 && !goesOn(setup, trial.number(), measurement, best);
      return !pruned;
    }
  }

  /** Asks the pruner; a trial's last epoch is noted, but can not be saved any more. */
  static boolean goesOn(StudySetup setup, int trial, Measurement now, Measurement best) {
    List<Double> losses = new ArrayList<>();
    for (int k = 0; k < setup.objectives().size(); k++) {
      losses.add(setup.objectives().get(k).loss(best.values().get(k)));
    }
    return setup.pruner().goesOn(trial, now.epoch(), losses) || now.last();
  }
}
