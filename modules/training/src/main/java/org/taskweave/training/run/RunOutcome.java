package org.taskweave.training.run;

import java.nio.file.Path;
import java.util.List;
import org.taskweave.core.metric.TaskEvaluation;
import org.taskweave.training.fit.TrainingResult;

/**
 * What a run left.
 *
 * @param bundle where the trained model is
 * @param test the test split's evaluations, in task order; empty if there is no test split
 * @param calibration of the tasks that ask for it, on dev and then on test
 */
public record RunOutcome(
    Path bundle,
    TrainingResult training,
    List<TaskEvaluation> test,
    List<CalibrationReport> calibration) {

  public RunOutcome {
    test = List.copyOf(test);
    calibration = List.copyOf(calibration);
  }
}
