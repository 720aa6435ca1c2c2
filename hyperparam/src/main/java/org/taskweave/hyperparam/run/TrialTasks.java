package org.taskweave.hyperparam.run;

import java.util.List;
import java.util.Properties;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import org.deeplearning4j.arbiter.optimize.api.Candidate;
import org.deeplearning4j.arbiter.optimize.api.OptimizationResult;
import org.deeplearning4j.arbiter.optimize.api.TaskCreator;
import org.deeplearning4j.arbiter.optimize.api.data.DataProvider;
import org.deeplearning4j.arbiter.optimize.api.data.DataSource;
import org.deeplearning4j.arbiter.optimize.api.score.ScoreFunction;
import org.deeplearning4j.arbiter.optimize.runner.CandidateInfo;
import org.deeplearning4j.arbiter.optimize.runner.CandidateStatus;
import org.deeplearning4j.arbiter.optimize.runner.IOptimizationRunner;
import org.deeplearning4j.arbiter.optimize.runner.listener.StatusListener;
import org.taskweave.hyperparam.trial.Trial;

/** Arbiter's way to run a candidate, for trials of a study. */
final class TrialTasks implements TaskCreator {

  private final RecordedGenerator generator;
  private final TrialRunner trials;
  private final AtomicReference<Throwable> broken = new AtomicReference<>();

  TrialTasks(RecordedGenerator generator, TrialRunner trials) {
    this.generator = generator;
    this.trials = trials;
  }

  /** What keeps the study itself from going on, such as a full disk; null if nothing. */
  Throwable broken() {
    return broken.get();
  }

  @Override
  @SuppressWarnings({"deprecation", "rawtypes"}) // As in Arbiter's interface.
  public Callable<OptimizationResult> create(
      Candidate candidate,
      DataProvider data,
      ScoreFunction score,
      List<StatusListener> listeners,
      IOptimizationRunner runner) {
    return create(candidate, listeners, runner);
  }

  @Override
  @SuppressWarnings("rawtypes") // As in Arbiter's interface.
  public Callable<OptimizationResult> create(
      Candidate candidate,
      Class<? extends DataSource> data,
      Properties properties,
      ScoreFunction score,
      List<StatusListener> listeners,
      IOptimizationRunner runner) {
    return create(candidate, listeners, runner);
  }

  private Callable<OptimizationResult> create(
      Candidate<?> candidate, List<StatusListener> listeners, IOptimizationRunner runner) {
    Trial trial = generator.open(candidate.getIndex());
    return () -> {
      try {
        long now = System.currentTimeMillis();
        CandidateInfo info =
            new CandidateInfo(
                trial.number(), CandidateStatus.Running, null, now, now, null, trial.unit(), null);
        listeners.forEach(each -> each.onCandidateStatusChange(info, runner, null));
        OptimizationResult result =
            trials.run(
                trial,
                measurement ->
                    listeners.forEach(
                        each -> each.onCandidateIteration(info, measurement, measurement.epoch())),
                runner.getConfiguration().getResultSaver());
        if (result.getCandidateInfo().getCandidateStatus() == CandidateStatus.Failed) {
          // Arbiter's runner tells its generator of all results but those of failed candidates.
          generator.reportResults(result);
        }
        listeners.forEach(
            each -> each.onCandidateStatusChange(result.getCandidateInfo(), runner, result));
        return result;
      } catch (Throwable e) {
        broken.compareAndSet(null, e);
        throw e;
      }
    };
  }
}
