package org.taskweave.training.fit;

import java.util.List;
import org.taskweave.core.metric.TaskEvaluation;
import org.taskweave.core.run.RunRecord;
import org.taskweave.nn.model.StepResult;

/** Told about the progress of a training; every method may be left as it is. */
public interface TrainerListener {

  /** Listens to nothing. */
  TrainerListener NONE = new TrainerListener() {};

  /** Before the training, where the recipe leaves the precision open: which was chosen and why. */
  default void precisionChosen(String why) {}

  /** Before a resumed training goes on: the epochs that were done before, in order. */
  default void resumed(List<DoneEpoch> epochs) {}

  /** Before the first step of an epoch (1-based). */
  default void epochStarted(int epoch, int epochs, int steps) {}

  /** After each step (1-based within its epoch). */
  default void stepDone(int epoch, int step, StepResult result) {}

  /**
   * After the dev split was scored.
   *
   * @param best whether this is the best epoch so far
   * @param seconds of the training steps, without the scoring
   */
  default void epochDone(
      RunRecord.Epoch epoch, List<TaskEvaluation> dev, boolean best, double seconds) {}

  /** Asked after {@link #epochDone}: whether to end the training here, as if patience ran out. */
  default boolean stop(RunRecord.Epoch epoch) {
    return false;
  }
}
