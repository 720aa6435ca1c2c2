package org.taskweave.hyperparam.run;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.deeplearning4j.arbiter.optimize.api.Candidate;
import org.deeplearning4j.arbiter.optimize.api.CandidateGenerator;
import org.deeplearning4j.arbiter.optimize.api.OptimizationResult;
import org.deeplearning4j.arbiter.optimize.api.ParameterSpace;
import org.deeplearning4j.arbiter.optimize.runner.CandidateInfo;
import org.deeplearning4j.arbiter.optimize.runner.CandidateStatus;
import org.taskweave.hyperparam.store.StudyDatabase;
import org.taskweave.hyperparam.study.BudgetSpec;
import org.taskweave.hyperparam.trial.Trial;
import org.taskweave.hyperparam.trial.TrialState;

/**
 * Any generator, with a record: candidates are numbered and written down before they run, the
 * budget ends them, and after a kill the generator is led through the same questions and reports
 * again, so that it stands where it stood.
 */
final class RecordedGenerator implements CandidateGenerator {

  private final CandidateGenerator generator;
  private final StudyDatabase database;
  private final BudgetSpec budget;
  private final StudyClock clock;
  private final long seed;
  private final Deque<Trial> interrupted = new ArrayDeque<>();
  private int asked;
  private int reported;
  private final Map<Integer, Trial> open = new HashMap<>();

  RecordedGenerator(
      CandidateGenerator generator,
      StudyDatabase database,
      BudgetSpec budget,
      StudyClock clock,
      long seed) {
    this.generator = generator;
    this.database = database;
    this.budget = budget;
    this.clock = clock;
    this.seed = seed;
  }

  /** The seed of a training of a trial. */
  static long seed(long studySeed, int trial, int repeat) {
    return new SplittableRandom(studySeed * 1_000_003L + trial * 1009L + repeat)
        .nextInt(1, Integer.MAX_VALUE);
  }

  /** Leads the generator through recorded trials; interrupted ones are run again first. */
  void replay(List<Trial> trials) {
    List<Trial> ended =
        trials.stream()
            .filter(Trial::ended)
            .sorted(Comparator.comparingInt(Trial::endedAs))
            .toList();
    for (Trial trial : trials) {
      while (reported < Math.min(trial.askedAfter(), ended.size())) {
        generator.reportResults(result(ended.get(reported++)));
      }
      generator.getCandidate();
      asked++;
      if (!trial.ended()) {
        interrupted.add(trial);
      }
    }
    while (reported < ended.size()) {
      generator.reportResults(result(ended.get(reported++)));
    }
  }

  /** A trial as Arbiter's result; only complete ones have a score. */
  static OptimizationResult result(Trial trial) {
    boolean complete = trial.state() == TrialState.COMPLETE;
    Double score = complete ? (Double) trial.score() : null;
    CandidateInfo info =
        new CandidateInfo(
            trial.number(),
            complete
                ? CandidateStatus.Complete
                : trial.state() == TrialState.PRUNED
                    ? CandidateStatus.Cancelled
                    : CandidateStatus.Failed,
            score,
            0L,
            0L,
            (long) (trial.seconds() * 1000),
            trial.unit(),
            trial.error().orElse(null));
    return new OptimizationResult(
        new Candidate<>(trial.values(), trial.number(), trial.unit().clone()),
        score,
        trial.number(),
        trial,
        info,
        null);
  }

  @Override
  public synchronized boolean hasMoreCandidates() {
    return !interrupted.isEmpty() || (withinBudget() && generator.hasMoreCandidates());
  }

  private boolean withinBudget() {
    return (budget.trials() == 0 || asked < budget.trials())
        && (budget.minutes() == 0 || clock.seconds() < 60 * budget.minutes())
        && (budget.epochs() == 0 || clock.epochs() < budget.epochs());
  }

  /** Whether every candidate asked for has been reported. */
  synchronized boolean idle() {
    return open.isEmpty();
  }

  @Override
  public synchronized Candidate<?> getCandidate() {
    Trial trial = interrupted.isEmpty() ? next() : interrupted.poll();
    open.put(trial.number(), trial);
    database.started(trial);
    return new Candidate<>(trial.values(), trial.number(), trial.unit());
  }

  /** The trial of a candidate that has not been reported yet. */
  synchronized Trial open(int number) {
    return open.get(number);
  }

  @SuppressWarnings("unchecked")
  private Trial next() {
    Candidate<?> candidate = generator.getCandidate();
    if (candidate.getException() != null) {
      throw new IllegalStateException("the generator failed", candidate.getException());
    }
    if (!(candidate.getValue() instanceof Map)) {
      throw new IllegalStateException(
          "the generator gave "
              + candidate.getValue()
              + ", not a Map of values by path: generate from a SearchSpace");
    }
    int number = asked++;
    return Trial.started(
        number,
        seed(seed, number, 0),
        candidate.getFlatParameters().clone(),
        (Map<String, Object>) candidate.getValue(),
        reported);
  }

  @Override
  public synchronized void reportResults(OptimizationResult result) {
    reported++;
    open.remove(result.getIndex());
    generator.reportResults(result);
  }

  @Override
  public ParameterSpace<?> getParameterSpace() {
    return generator.getParameterSpace();
  }

  /** Ignored: the generator has its seed already, and may have been led on from there. */
  @Override
  public void setRngSeed(long rngSeed) {}

  @Override
  public Class<?> getCandidateType() {
    return Map.class;
  }

  @Override
  public String toString() {
    return generator.toString();
  }
}
