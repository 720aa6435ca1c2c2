package org.taskweave.hyperparam.run;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.deeplearning4j.arbiter.optimize.api.CandidateGenerator;
import org.deeplearning4j.arbiter.optimize.api.saving.ResultSaver;
import org.deeplearning4j.arbiter.optimize.api.termination.TerminationCondition;
import org.deeplearning4j.arbiter.optimize.runner.listener.StatusListener;
import org.taskweave.hyperparam.prune.Pruner;
import org.taskweave.hyperparam.study.BudgetSpec;
import org.taskweave.hyperparam.trial.Objective;
import org.taskweave.hyperparam.trial.TrialFunction;

/**
 * What a {@link StudyRun} runs. Generator, termination conditions, status listeners and result
 * saver may be anyone's own: they are Arbiter's interfaces.
 */
public final class StudySetup {

  private final TrialFunction function;
  private final List<Objective> objectives;
  private final CandidateGenerator generator;
  private final List<TerminationCondition> terminationConditions = new ArrayList<>();
  private final List<StatusListener> statusListeners = new ArrayList<>();
  private BudgetSpec budget = new BudgetSpec(20, 0, 0);
  private Pruner pruner = Pruner.NONE;
  private int trainingsPerTrial = 1;
  private int workers = 1;
  private long seed = 7;
  private StudyListener listener = StudyListener.NONE;
  private Optional<ResultSaver> resultSaver = Optional.empty();

  /**
   * A study of 20 trials, one at a time, without pruning.
   *
   * @param generator gives a Map of values by path, or anything whose text describes it
   */
  public StudySetup(
      TrialFunction function, List<Objective> objectives, CandidateGenerator generator) {
    this.function = function;
    this.objectives = List.copyOf(objectives);
    this.generator = generator;
  }

  /** When no further trial starts. */
  public StudySetup budget(BudgetSpec limits) {
    this.budget = limits;
    return this;
  }

  /** Which trials end early. */
  public StudySetup pruner(Pruner by) {
    this.pruner = by;
    return this;
  }

  /** Trainings of each trial; only the first can be pruned. */
  public StudySetup trainingsPerTrial(int count) {
    this.trainingsPerTrial = count;
    return this;
  }

  /** Trials at a time. */
  public StudySetup workers(int count) {
    this.workers = count;
    return this;
  }

  /** The trials' seeds follow from this one and their numbers. */
  public StudySetup seed(long value) {
    this.seed = value;
    return this;
  }

  /** Who is told. */
  public StudySetup listener(StudyListener who) {
    this.listener = who;
    return this;
  }

  /** Further conditions that end the study; trials under way still end. */
  public StudySetup terminationCondition(TerminationCondition condition) {
    terminationConditions.add(condition);
    return this;
  }

  /** Further Arbiter listeners. */
  public StudySetup statusListener(StatusListener arbiterListener) {
    statusListeners.add(arbiterListener);
    return this;
  }

  /** Takes complete trials' {@link org.taskweave.hyperparam.trial.TrialOutcome}s. */
  public StudySetup resultSaver(ResultSaver saver) {
    this.resultSaver = Optional.of(saver);
    return this;
  }

  /** Keeps the best trial's artifact in a folder. */
  public StudySetup keepBestIn(Path folder) {
    return resultSaver(new BestArtifact(folder));
  }

  TrialFunction function() {
    return function;
  }

  List<Objective> objectives() {
    return objectives;
  }

  CandidateGenerator generator() {
    return generator;
  }

  BudgetSpec budget() {
    return budget;
  }

  Pruner pruner() {
    return pruner;
  }

  int trainingsPerTrial() {
    return trainingsPerTrial;
  }

  int workers() {
    return workers;
  }

  long seed() {
    return seed;
  }

  StudyListener listener() {
    return listener;
  }

  List<TerminationCondition> terminationConditions() {
    return List.copyOf(terminationConditions);
  }

  List<StatusListener> statusListeners() {
    return List.copyOf(statusListeners);
  }

  Optional<ResultSaver> resultSaver() {
    return resultSaver;
  }
}
