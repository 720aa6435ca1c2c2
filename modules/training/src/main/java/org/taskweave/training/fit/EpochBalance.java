package org.taskweave.training.fit;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.taskweave.core.task.TaskSpec;
import org.taskweave.nn.balance.StepBalance;

/** How tasks were weighed in an epoch: means over the steps that they were part of. */
final class EpochBalance {

  private final List<TaskSpec> tasks;
  private final Mean[] weights;
  private final Mean[][] cosines;

  EpochBalance(List<TaskSpec> tasks) {
    this.tasks = tasks;
    this.weights = new Mean[tasks.size()];
    this.cosines = new Mean[tasks.size()][tasks.size()];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = new Mean();
      for (int j = 0; j < weights.length; j++) {
        cosines[i][j] = new Mean();
      }
    }
  }

  void add(StepBalance step) {
    for (int i = 0; i < weights.length; i++) {
      if (step.lossFactors()[i] > 0) {
        weights[i].add(step.sharedFactor(i) * tasks.get(i).weight());
      }
      for (int j = 0; j < step.cosines().length; j++) {
        if (!Double.isNaN(step.cosines()[i][j])) {
          cosines[i][j].add(step.cosines()[i][j]);
        }
      }
    }
  }

  /** By task; empty if no step was balanced. */
  Map<String, Double> weights() {
    Map<String, Double> means = new LinkedHashMap<>();
    for (int i = 0; i < weights.length; i++) {
      weights[i].into(means, tasks.get(i).name());
    }
    return means;
  }

  /** By "task|task"; empty if gradients were not read. */
  Map<String, Double> cosines() {
    Map<String, Double> means = new LinkedHashMap<>();
    for (int i = 0; i < weights.length; i++) {
      for (int j = i + 1; j < weights.length; j++) {
        cosines[i][j].into(means, tasks.get(i).name() + "|" + tasks.get(j).name());
      }
    }
    return means;
  }

  private static final class Mean {
    private double sum;
    private int count;

    void add(double value) {
      sum += value;
      count++;
    }

    void into(Map<String, Double> means, String name) {
      if (count > 0) {
        means.put(name, sum / count);
      }
    }
  }
}
