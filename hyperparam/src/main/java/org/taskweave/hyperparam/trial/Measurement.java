package org.taskweave.hyperparam.trial;

import java.util.List;
import java.util.Map;

/**
 * What an epoch's model is worth on the dev split.
 *
 * @param epoch from 1
 * @param last whether no further epoch follows, so that there is nothing to prune
 * @param values of the study's objectives, in order
 * @param score one number for all objectives, higher is better: by it one trial is chosen
 * @param metrics everything that was measured, by task, then by metric
 * @param seconds of the epoch
 */
public record Measurement(
    int epoch,
    boolean last,
    List<Double> values,
    double score,
    Map<String, Map<String, Double>> metrics,
    double seconds) {

  public Measurement {
    values = List.copyOf(values);
    metrics = Map.copyOf(metrics);
  }
}
