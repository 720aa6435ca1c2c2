package org.taskweave.hyperparam.run;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.deeplearning4j.arbiter.optimize.api.saving.ResultSaver;
import org.deeplearning4j.arbiter.optimize.api.termination.TerminationCondition;
import org.deeplearning4j.arbiter.optimize.config.OptimizationConfiguration;
import org.deeplearning4j.arbiter.optimize.runner.IOptimizationRunner;
import org.deeplearning4j.arbiter.optimize.runner.LocalOptimizationRunner;
import org.taskweave.hyperparam.generate.HigherIsBetter;
import org.taskweave.hyperparam.store.EpochRow;
import org.taskweave.hyperparam.store.StudyDatabase;
import org.taskweave.hyperparam.trial.Measurement;
import org.taskweave.hyperparam.trial.Trial;
import org.taskweave.hyperparam.trial.TrialState;

/**
 * Runs a study on Arbiter's {@link LocalOptimizationRunner}, or goes on with one: what the database
 * holds is not repeated, and the generator and pruner know of it. With one worker and the same seed
 * a study that was killed and resumed ends with the same trials as one that was not.
 */
public final class StudyRun {

  private final StudySetup setup;
  private final StudyDatabase database;

  /**
   * A run.
   *
   * @param database empty, or of the same study
   */
  public StudyRun(StudySetup setup, StudyDatabase database) {
    this.setup = setup;
    this.database = database;
  }

  /** Runs until the budget or the generator is exhausted; returns all trials by number. */
  public List<Trial> execute() {
    database.objectives(setup.objectives());
    database.interruptRunning();
    List<Trial> before = database.trials();
    StudyClock clock =
        new StudyClock(
            database.setting("studySeconds").map(Double::parseDouble).orElse(0.0),
            before.stream().filter(Trial::ended).mapToInt(Trial::epochs).sum());
    RecordedGenerator generator =
        new RecordedGenerator(setup.generator(), database, setup.budget(), clock, setup.seed());
    generator.replay(before);
    replayPruner(before);
    ResultSaver saver = setup.resultSaver().orElseGet(KeepNothing::new);
    if (saver instanceof BestArtifact artifacts) {
      before.stream()
          .filter(trial -> trial.state() == TrialState.COMPLETE)
          .forEach(trial -> artifacts.resume(trial.number(), trial.score()));
    }
    if (generator.hasMoreCandidates()) {
      int ended = (int) before.stream().filter(Trial::ended).count();
      run(
          generator,
          saver,
          new TrialTasks(generator, new TrialRunner(setup, database, clock, ended)));
    }
    return database.trials();
  }

  private void run(RecordedGenerator generator, ResultSaver saver, TrialTasks tasks) {
    List<TerminationCondition> conditions = new ArrayList<>(setup.terminationConditions());
    conditions.add(new Exhausted(generator, tasks));
    LocalOptimizationRunner runner =
        new LocalOptimizationRunner(
            setup.workers(),
            new OptimizationConfiguration.Builder()
                .candidateGenerator(generator)
                .dataSource(NoData.class, new Properties())
                .modelSaver(saver)
                .scoreFunction(new HigherIsBetter())
                .terminationConditions(conditions)
                .build(),
            tasks);
    setup.statusListeners().forEach(runner::addListeners);
    runner.execute();
    if (tasks.broken() != null) {
      throw new IllegalStateException(
          "the study stopped, and can be resumed: " + tasks.broken().getMessage(), tasks.broken());
    }
  }

  /** The pruner hears of every epoch of the trials that have ended, in the order of numbers. */
  private void replayPruner(List<Trial> before) {
    Map<Integer, Boolean> ended = new HashMap<>();
    before.forEach(trial -> ended.put(trial.number(), trial.ended()));
    Map<Integer, Measurement> best = new HashMap<>();
    for (EpochRow row : database.epochs()) {
      if (row.repeat() == 0 && ended.getOrDefault(row.trial(), false)) {
        Measurement now = row.measurement();
        Measurement bestNow =
            best.merge(row.trial(), now, (old, next) -> next.score() > old.score() ? next : old);
        TrialRunner.goesOn(setup, row.trial(), now, bestNow);
      }
    }
  }

  /** Arbiter's runner would wait for ever for a generator that has no more. */
  private record Exhausted(RecordedGenerator generator, TrialTasks tasks)
      implements TerminationCondition {
    @Override
    public void initialize(IOptimizationRunner runner) {}

    @Override
    public boolean terminate(IOptimizationRunner runner) {
      return tasks.broken() != null || (!generator.hasMoreCandidates() && generator.idle());
    }

    @Override
    public String toString() {
      return "the budget or the generator is exhausted";
    }
  }
}
