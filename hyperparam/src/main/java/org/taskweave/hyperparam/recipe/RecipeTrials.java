package org.taskweave.hyperparam.recipe;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.taskweave.core.metric.TaskEvaluation;
import org.taskweave.core.recipe.Recipe;
import org.taskweave.core.run.RunRecord;
import org.taskweave.hyperparam.study.StudyDefinition;
import org.taskweave.hyperparam.trial.EpochReporter;
import org.taskweave.hyperparam.trial.Measurement;
import org.taskweave.hyperparam.trial.TrialFunction;
import org.taskweave.hyperparam.trial.TrialOutcome;
import org.taskweave.hyperparam.trial.TrialRequest;
import org.taskweave.training.fit.TrainerListener;
import org.taskweave.training.run.SharedTraining;
import org.taskweave.training.run.TrainedModel;

/** Trains a study's recipe with the values of a trial. */
final class RecipeTrials implements TrialFunction {

  private final StudyDefinition study;
  private final SharedTraining training;
  private final DevScores scores;

  RecipeTrials(StudyDefinition study, SharedTraining training) {
    this.study = study;
    this.training = training;
    this.scores = new DevScores(study);
  }

  @Override
  public TrialOutcome run(TrialRequest request, EpochReporter reporter) {
    Recipe recipe = study.trialRecipe(request.values(), request.seed());
    Epochs epochs = new Epochs(recipe.training().epochs(), reporter);
    TrainedModel trained = training.train(recipe, epochs);
    return new TrialOutcome(
        epochs.measurements.get(trained.result().bestEpoch() - 1), new Trained(trained));
  }

  private record Trained(TrainedModel model) implements TrialOutcome.Artifact {
    @Override
    public void save(Path path) {
      model.save(path);
    }

    @Override
    public void close() {
      model.close();
    }
  }

  private final class Epochs implements TrainerListener {
    private final int count;
    private final EpochReporter reporter;
    private final List<Measurement> measurements = new ArrayList<>();
    private boolean goesOn = true;

    Epochs(int count, EpochReporter reporter) {
      this.count = count;
      this.reporter = reporter;
    }

    @Override
    public void epochDone(
        RunRecord.Epoch epoch, List<TaskEvaluation> dev, boolean best, double seconds) {
      Measurement measurement = scores.measurement(epoch, epoch.number() == count, dev, seconds);
      measurements.add(measurement);
      goesOn = reporter.report(measurement);
    }

    @Override
    public boolean stop(RunRecord.Epoch epoch) {
      return !goesOn;
    }
  }
}
