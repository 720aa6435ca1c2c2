package org.taskweave.training.run;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.taskweave.core.metric.TaskEvaluation;
import org.taskweave.core.recipe.Recipe;
import org.taskweave.core.run.RunRecord;
import org.taskweave.core.task.TaskSpec;
import org.taskweave.nn.model.StepResult;
import org.taskweave.training.fit.DoneEpoch;
import org.taskweave.training.fit.TrainerListener;

/** Writes each epoch to the run's log and passes everything on. */
final class LoggingListener implements TrainerListener {

  private final TrainerListener next;
  private final RunLog log;
  private final Map<String, Double> weights = new LinkedHashMap<>();
  private Optional<List<TaskEvaluation>> dev = Optional.empty();

  LoggingListener(TrainerListener next, RunLog log, Recipe recipe) {
    this.next = next;
    this.log = log;
    for (TaskSpec task : recipe.tasks()) {
      weights.put(task.name(), task.weight());
    }
  }

  @Override
  public void precisionChosen(String why) {
    next.precisionChosen(why);
  }

  @Override
  public void epochStarted(int epoch, int epochs, int steps) {
    next.epochStarted(epoch, epochs, steps);
  }

  @Override
  public void stepDone(int epoch, int step, StepResult result) {
    next.stepDone(epoch, step, result);
  }

  /** The process may have died after an epoch's checkpoint and before its line. */
  @Override
  public void resumed(List<DoneEpoch> epochs) {
    Set<Integer> logged = log.epochs();
    for (DoneEpoch done : epochs) {
      if (!logged.contains(done.epoch().number())) {
        log.append(entry(done));
      }
    }
    next.resumed(epochs);
  }

  @Override
  public void epochDone(
      RunRecord.Epoch epoch, List<TaskEvaluation> dev, boolean best, double seconds) {
    log.append(entry(new DoneEpoch(epoch, best, seconds)));
    this.dev = Optional.of(dev);
    next.epochDone(epoch, dev, best, seconds);
  }

  private Map<String, Object> entry(DoneEpoch done) {
    RunRecord.Epoch epoch = done.epoch();
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("event", RunLog.EPOCH);
    entry.put("epoch", epoch.number());
    entry.put("seconds", done.seconds());
    entry.put("trainingLoss", epoch.trainingLoss());
    entry.put("taskLosses", epoch.taskLosses());
    entry.put("taskWeights", epoch.taskWeights().isEmpty() ? weights : epoch.taskWeights());
    if (!epoch.gradientCosines().isEmpty()) {
      entry.put("gradientCosines", epoch.gradientCosines());
    }
    entry.put("devMetrics", epoch.devMetrics());
    entry.put("objective", epoch.objective());
    entry.put("best", done.best());
    return entry;
  }

  /** The newest evaluation of the dev split; empty until an epoch ends. */
  Optional<List<TaskEvaluation>> dev() {
    return dev;
  }

  @Override
  public boolean stop(RunRecord.Epoch epoch) {
    return next.stop(epoch);
  }
}
