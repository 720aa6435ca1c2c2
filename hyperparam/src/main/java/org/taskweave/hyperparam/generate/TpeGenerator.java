package org.taskweave.hyperparam.generate;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.deeplearning4j.arbiter.optimize.api.Candidate;
import org.deeplearning4j.arbiter.optimize.api.OptimizationResult;
import org.deeplearning4j.arbiter.optimize.generator.BaseCandidateGenerator;
import org.taskweave.hyperparam.space.SearchSpace;
import org.taskweave.hyperparam.trial.NonDominatedOrder;
import org.taskweave.hyperparam.trial.Objective;
import org.taskweave.hyperparam.trial.Trial;
import org.taskweave.hyperparam.trial.TrialState;

/**
 * Tree-structured Parzen estimators (Bergstra et al. 2011, "Algorithms for hyper-parameter
 * optimization", NeurIPS): trials are split into a few good ones and the rest; of several points
 * drawn from the density l of the good ones, the one with the highest l / g is tried, g being the
 * density of the rest. With several objectives the split is by {@link NonDominatedOrder}.
 *
 * <p>Complete trials come first, then pruned ones (those that got further before others), then
 * failed ones, so that a region where trainings break is avoided. A candidate depends on the seed,
 * its number and the set of trials reported, not on the order of the reports.
 */
public final class TpeGenerator extends BaseCandidateGenerator<Map<String, Object>> {

  private static final int MOST_GOOD = 25;

  private final SearchSpace space;
  private final List<Objective> objectives;
  private final Settings settings;
  private final Optional<double[]> first;
  private final Map<Integer, Observation> observations = new TreeMap<>();
  private long seed;

  /**
   * How it searches; the defaults of Optuna are (10, 24, 0.1).
   *
   * @param startupTrials spread over the space by a Latin hypercube, first
   * @param candidates drawn for each trial
   * @param goodShare of the trials, at most 25 of them
   */
  public record Settings(int startupTrials, int candidates, double goodShare) {}

  private record Observation(double[] unit, TrialState state, double[] losses, int epochs) {}

  /**
   * A generator.
   *
   * @param objectives of the trials that are reported; results without a {@link Trial} as their
   *     model-specific result count by their score, of which the only objective says the direction
   * @param first the point of trial 0, if it is known what to begin with
   */
  public TpeGenerator(
      SearchSpace space,
      List<Objective> objectives,
      Settings settings,
      Optional<double[]> first,
      long seed) {
    super(space, null, false);
    this.space = space;
    this.objectives = List.copyOf(objectives);
    this.settings = settings;
    this.first = first.map(double[]::clone);
    this.seed = seed;
  }

  @Override
  public void setRngSeed(long seed) {
    super.setRngSeed(seed);
    this.seed = seed;
  }

  @Override
  public boolean hasMoreCandidates() {
    return true;
  }

  @Override
  public synchronized Candidate<Map<String, Object>> getCandidate() {
    int number = getCandidateCounter().getAndIncrement();
    SplittableRandom random = Streams.of(seed, number);
    double[] unit =
        observations.size() < settings.startupTrials() ? start(number, random) : suggested(random);
    return new Candidate<>(space.getValue(unit), number, unit);
  }

  @Override
  public Class<?> getCandidateType() {
    return Map.class;
  }

  /** The first point, then the Latin hypercube; anywhere while reports are still to come. */
  private double[] start(int number, SplittableRandom random) {
    if (number == 0 && first.isPresent()) {
      return first.get().clone();
    }
    int spread = settings.startupTrials() - (first.isPresent() ? 1 : 0);
    int place = number - (first.isPresent() ? 1 : 0);
    return place < spread
        ? LatinHypercube.point(place, spread, space.numParameters(), seed)
        : random.doubles(space.numParameters()).toArray();
  }

  private double[] suggested(SplittableRandom random) {
    List<Observation> order = bestFirst();
    int good = Math.min(MOST_GOOD, (int) Math.ceil(settings.goodShare() * order.size()));
    ParzenEstimator l = estimator(order.subList(0, good));
    ParzenEstimator g = estimator(order.subList(good, order.size()));
    double[] best = null;
    double highest = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < settings.candidates(); i++) {
      double[] unit = l.sample(random);
      double gain = l.logDensity(unit) - g.logDensity(unit);
      if (best == null || gain > highest) {
        best = unit;
        highest = gain;
      }
    }
    return best;
  }

  private ParzenEstimator estimator(List<Observation> of) {
    return new ParzenEstimator(space.dimensions(), of.stream().map(Observation::unit).toList());
  }

  private List<Observation> bestFirst() {
    List<Observation> order = new ArrayList<>(ordered(TrialState.COMPLETE));
    List<Observation> pruned = ordered(TrialState.PRUNED);
    pruned.sort(Comparator.comparingInt(Observation::epochs).reversed());
    order.addAll(pruned);
    observations.values().stream()
        .filter(observation -> observation.losses() == null)
        .forEach(order::add);
    return order;
  }

  private List<Observation> ordered(TrialState state) {
    List<Observation> some =
        observations.values().stream()
            .filter(each -> each.state() == state && each.losses() != null)
            .toList();
    List<Observation> order = new ArrayList<>();
    NonDominatedOrder.order(some.stream().map(Observation::losses).toList())
        .forEach(index -> order.add(some.get(index)));
    return order;
  }

  @Override
  public synchronized void reportResults(OptimizationResult result) {
    double[] unit = result.getCandidate().getFlatParameters();
    if (result.getModelSpecificResults() instanceof Trial trial) {
      double[] losses = trial.measured() ? losses(trial.objectives()) : null;
      observations.put(
          trial.number(), new Observation(unit, trial.state(), losses, trial.epochs()));
      return;
    }
    boolean scored = result.getScore() != null && !result.getScore().isNaN();
    double[] losses = scored ? losses(List.of(result.getScore())) : null;
    TrialState state = scored ? TrialState.COMPLETE : TrialState.FAILED;
    observations.put(result.getIndex(), new Observation(unit, state, losses, 0));
  }

  private double[] losses(List<Double> values) {
    double[] losses = new double[values.size()];
    for (int k = 0; k < losses.length; k++) {
      losses[k] = objectives.get(k).loss(values.get(k));
    }
    return losses;
  }

  @Override
  public String toString() {
    return "TPE " + settings;
  }
}
