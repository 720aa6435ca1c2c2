package org.taskweave.hyperparam.trial;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One trial as recorded.
 *
 * @param number from 0
 * @param seed of its first training
 * @param unit its point in the unit cube of the search space
 * @param values of the fields by path
 * @param objectives value of each objective, the mean over repeats; empty unless complete or pruned
 * @param spreads standard deviation of each over the repeats; NaN for a single one
 * @param score one number, higher is better; NaN unless complete or pruned
 * @param epochs trained, all repeats together
 * @param seconds it took
 * @param error stack trace of a failed trial
 * @param askedAfter how many trials had ended when its values were chosen
 * @param studySeconds how long the study had run when it ended
 * @param endedAs its place among all ended trials, from 0; -1 before
 */
public record Trial(
    int number,
    TrialState state,
    long seed,
    double[] unit,
    Map<String, Object> values,
    List<Double> objectives,
    List<Double> spreads,
    double score,
    int epochs,
    double seconds,
    Optional<String> error,
    int askedAfter,
    double studySeconds,
    int endedAs) {

  public Trial {
    objectives = List.copyOf(objectives);
    spreads = List.copyOf(spreads);
  }

  /** Whether it has values to learn from. */
  public boolean measured() {
    return !objectives.isEmpty();
  }

  /** A trial that is about to begin. */
  public static Trial started(
      int number, long seed, double[] unit, Map<String, Object> values, int askedAfter) {
    return new Trial(
        number,
        TrialState.RUNNING,
        seed,
        unit,
        values,
        List.of(),
        List.of(),
        Double.NaN,
        0,
        0,
        Optional.empty(),
        askedAfter,
        0,
        -1);
  }

  /** As it is recorded when it has ended. */
  public Trial recorded(double studySeconds, int endedAs) {
    return new Trial(
        number,
        state,
        seed,
        unit,
        values,
        objectives,
        spreads,
        score,
        epochs,
        seconds,
        error,
        askedAfter,
        studySeconds,
        endedAs);
  }

  /** Whether it has ended and will not be run again. */
  public boolean ended() {
    return endedAs >= 0;
  }

  /** Its objectives turned so that lower is better. */
  public double[] losses(List<Objective> of) {
    double[] losses = new double[objectives.size()];
    for (int k = 0; k < losses.length; k++) {
      losses[k] = of.get(k).loss(objectives.get(k));
    }
    return losses;
  }
}
