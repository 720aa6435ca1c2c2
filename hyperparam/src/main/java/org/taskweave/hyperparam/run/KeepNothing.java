package org.taskweave.hyperparam.run;

import java.util.List;
import java.util.Map;
import org.deeplearning4j.arbiter.optimize.api.OptimizationResult;
import org.deeplearning4j.arbiter.optimize.api.saving.ResultReference;
import org.deeplearning4j.arbiter.optimize.api.saving.ResultSaver;
import org.taskweave.hyperparam.trial.TrialOutcome;

/** Keeps no artifact; the database has the rest. */
final class KeepNothing implements ResultSaver {

  private record Reference(OptimizationResult result) implements ResultReference {
    @Override
    public OptimizationResult getResult() {
      return result;
    }

    @Override
    public Object getResultModel() {
      return null;
    }
  }

  @Override
  public ResultReference saveModel(OptimizationResult result, Object model) {
    return new Reference(result);
  }

  @Override
  public List<Class<?>> getSupportedCandidateTypes() {
    return List.of(Map.class);
  }

  @Override
  public List<Class<?>> getSupportedModelTypes() {
    return List.of(TrialOutcome.class);
  }
}
