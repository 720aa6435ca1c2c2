package org.taskweave.hyperparam.trial;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Which trials of a study are best. */
public final class TrialRanking {

  private TrialRanking() {}

  /**
   * The complete trial with the highest score; the first of equal ones. In a study of several
   * objectives the score is their mean skill, so that this is a point of the front.
   */
  public static Optional<Trial> best(List<Trial> trials) {
    return trials.stream()
        .filter(trial -> trial.state() == TrialState.COMPLETE)
        .max(
            Comparator.comparingDouble(Trial::score)
                .thenComparing(Comparator.comparingInt(Trial::number).reversed()));
  }

  /** Numbers of the complete trials that no other one dominates. */
  public static List<Integer> front(List<Objective> objectives, List<Trial> trials) {
    List<Trial> complete =
        trials.stream().filter(trial -> trial.state() == TrialState.COMPLETE).toList();
    int[] fronts =
        NonDominatedOrder.fronts(complete.stream().map(t -> t.losses(objectives)).toList());
    List<Integer> numbers = new ArrayList<>();
    for (int i = 0; i < fronts.length; i++) {
      if (fronts[i] == 0) {
        numbers.add(complete.get(i).number());
      }
    }
    return numbers;
  }
}
