package org.taskweave.hyperparam.prune;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.taskweave.hyperparam.trial.NonDominatedOrder;

/**
 * Asynchronous successive halving (ASHA, Li et al. 2018, arXiv:1810.05934), in the form that stops
 * trials instead of pausing them, as Optuna and Ray do: at the rungs minEpochs * reduction^k a
 * trial goes on if it is among the best 1 / reduction of all trials that have come to the rung so
 * far; while there are fewer than reduction of them, if it is the best. With several objectives,
 * "best" is by {@link NonDominatedOrder}, so that a front is kept.
 */
public final class SuccessiveHalving implements Pruner {

  private final int reduction;
  private final int minEpochs;
  private final Map<Integer, Map<Integer, double[]>> rungs = new HashMap<>();

  /**
   * A pruner.
   *
   * @param reduction at least 2
   * @param minEpochs the first rung, at least 1
   */
  public SuccessiveHalving(int reduction, int minEpochs) {
    this.reduction = reduction;
    this.minEpochs = minEpochs;
  }

  @Override
  public synchronized boolean goesOn(int trial, int epoch, List<Double> losses) {
    if (!isRung(epoch)) {
      return true;
    }
    Map<Integer, double[]> rung = rungs.computeIfAbsent(epoch, number -> new TreeMap<>());
    rung.put(trial, losses.stream().mapToDouble(Double::doubleValue).toArray());
    List<Integer> trials = new ArrayList<>(rung.keySet());
    List<Integer> order = NonDominatedOrder.order(new ArrayList<>(rung.values()));
    int place = order.indexOf(trials.indexOf(trial));
    return place < Math.max(1, order.size() / reduction);
  }

  private boolean isRung(int epoch) {
    long rung = minEpochs;
    while (rung < epoch) {
      rung *= reduction;
    }
    return rung == epoch;
  }
}
