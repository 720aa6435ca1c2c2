package org.taskweave.hyperparam.compare;

import java.util.ArrayList;
import java.util.List;
import org.taskweave.core.metric.Direction;
import org.taskweave.core.metric.MetricResult;
import org.taskweave.core.metric.TaskEvaluation;
import org.taskweave.core.recipe.Recipe;
import org.taskweave.core.run.RunRecord;
import org.taskweave.data.example.Split;
import org.taskweave.training.fit.TrainerListener;
import org.taskweave.training.run.SharedTraining;
import org.taskweave.training.run.TrainedModel;

/** Trains a recipe and keeps what is measured of it. */
final class MeasuredTraining {

  private final SharedTraining shared;
  private final boolean test;
  private final boolean allMetrics;

  private MeasuredTraining(SharedTraining shared, boolean test, boolean allMetrics) {
    this.shared = shared;
    this.test = test;
    this.allMetrics = allMetrics;
  }

  /** Keeps each task's primary metric. */
  MeasuredTraining(SharedTraining shared, boolean test) {
    this(shared, test, false);
  }

  /** Keeps all metrics. */
  static MeasuredTraining ofAllMetrics(SharedTraining shared, boolean test) {
    return new MeasuredTraining(shared, test, true);
  }

  TrainedRow run(String method, String overrides, String task, Recipe recipe) {
    long started = System.nanoTime();
    Clock clock = new Clock();
    try (TrainedModel model = shared.train(recipe, clock)) {
      List<TrainedRow.Score> scores = new ArrayList<>(scores("dev", model.dev()));
      if (test && shared.has(recipe, Split.TEST)) {
        scores.addAll(scores("test", shared.evaluate(model.bundle(), Split.TEST, 0)));
      }
      return new TrainedRow(
          method,
          overrides,
          task,
          recipe.trainingSeed(),
          scores,
          model.result().epochs().size(),
          model.result().bestEpoch(),
          clock.secondsPerStep(),
          (System.nanoTime() - started) / 1e9);
    }
  }

  private List<TrainedRow.Score> scores(String split, List<TaskEvaluation> evaluations) {
    List<TrainedRow.Score> scores = new ArrayList<>();
    for (TaskEvaluation evaluation : evaluations) {
      for (MetricResult metric :
          allMetrics ? evaluation.metrics() : List.of(evaluation.primary())) {
        scores.add(
            new TrainedRow.Score(
                split,
                evaluation.task(),
                metric.name(),
                metric.direction() == Direction.HIGHER_IS_BETTER,
                metric.value(),
                metric.labelCount(),
                metric.floor().orElse(Double.NaN)));
      }
    }
    return scores;
  }

  /**
   * Seconds of the training steps alone; the first epoch of several builds plans and is left out.
   */
  private static final class Clock implements TrainerListener {

    private int steps;
    private int counted;
    private double seconds;

    @Override
    public void epochStarted(int epoch, int epochs, int stepsOfEpoch) {
      steps = stepsOfEpoch;
    }

    @Override
    public void epochDone(
        RunRecord.Epoch epoch, List<TaskEvaluation> dev, boolean best, double spent) {
      if (epoch.number() <= 2) {
        counted = 0;
        seconds = 0;
      }
      counted += steps;
      seconds += spent;
    }

    double secondsPerStep() {
      return counted == 0 ? Double.NaN : seconds / counted;
    }
  }
}
