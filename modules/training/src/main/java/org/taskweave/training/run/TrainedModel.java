package org.taskweave.training.run;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.taskweave.core.metric.TaskEvaluation;
import org.taskweave.training.bundle.ModelBundle;
import org.taskweave.training.fit.TrainingResult;

/** A model that {@link SharedTraining} trained, with the weights of its best epoch. */
public final class TrainedModel implements AutoCloseable {

  private final ModelBundle bundle;
  private final TrainingResult result;
  private final List<TaskEvaluation> dev;
  private final Optional<SharedFrozenStates.Lease> lease;

  TrainedModel(
      ModelBundle bundle,
      TrainingResult result,
      List<TaskEvaluation> dev,
      Optional<SharedFrozenStates.Lease> lease) {
    this.bundle = bundle;
    this.result = result;
    this.dev = List.copyOf(dev);
    this.lease = lease;
  }

  /** How the training went. */
  public TrainingResult result() {
    return result;
  }

  /** The dev split's evaluations after the best epoch, in task order, without intervals. */
  public List<TaskEvaluation> dev() {
    return dev;
  }

  /** The model with all that belongs to it; open as long as this is. */
  public ModelBundle bundle() {
    return bundle;
  }

  /** Writes its bundle as a whole. */
  public void save(Path path) {
    bundle.save(path);
  }

  @Override
  public void close() {
    bundle.close();
    lease.ifPresent(SharedFrozenStates.Lease::close);
  }
}
