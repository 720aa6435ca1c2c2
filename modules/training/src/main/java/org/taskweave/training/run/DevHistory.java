package org.taskweave.training.run;

import java.util.ArrayList;
import java.util.List;
import org.taskweave.core.metric.TaskEvaluation;
import org.taskweave.core.run.RunRecord;
import org.taskweave.nn.model.StepResult;
import org.taskweave.training.fit.TrainerListener;

/** Keeps the dev evaluations of every epoch and passes everything on. */
final class DevHistory implements TrainerListener {

  private final TrainerListener next;
  private final List<List<TaskEvaluation>> evaluations = new ArrayList<>();

  DevHistory(TrainerListener next) {
    this.next = next;
  }

  /** The evaluations of an epoch (1-based). */
  List<TaskEvaluation> of(int epoch) {
    return evaluations.get(epoch - 1);
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

  @Override
  public void epochDone(
      RunRecord.Epoch epoch, List<TaskEvaluation> dev, boolean best, double seconds) {
    evaluations.add(List.copyOf(dev));
    next.epochDone(epoch, dev, best, seconds);
  }

  @Override
  public boolean stop(RunRecord.Epoch epoch) {
    return next.stop(epoch);
  }
}
