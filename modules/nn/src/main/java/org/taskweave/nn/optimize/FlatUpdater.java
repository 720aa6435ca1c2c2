package org.taskweave.nn.optimize;

import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.GradientUpdater;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.regularization.Regularization;

/** Applies a DL4J updater to one flat vector of parameters, outside of any network. */
public final class FlatUpdater {

  private final INDArray parameters;
  private final IUpdater updater;
  private final List<Regularization> penalties;
  private final INDArray state;
  private final GradientUpdater<?> running;

  /**
   * An updater with zero state.
   *
   * @param parameters [n], moved in place
   */
  public FlatUpdater(INDArray parameters, IUpdater updater, List<Regularization> penalties) {
    this.parameters = parameters.reshape(1, parameters.length());
    this.updater = updater;
    this.penalties = List.copyOf(penalties);
    long size = updater.stateSize(parameters.length());
    this.state = size == 0 ? null : Nd4j.create(parameters.dataType(), 1, size);
    this.running = updater.instantiate(state, true);
  }

  /**
   * Moves the parameters.
   *
   * @param gradient [n], overwritten
   * @param iteration 0-based step
   * @param epoch 0-based
   */
  public void update(INDArray gradient, int iteration, int epoch) {
    INDArray step = gradient.reshape(1, gradient.length());
    double rate = updater.getLearningRate(iteration, epoch);
    penalize(Regularization.ApplyStep.BEFORE_UPDATER, step, rate, iteration, epoch);
    running.applyUpdater(step, iteration, epoch);
    penalize(Regularization.ApplyStep.POST_UPDATER, step, rate, iteration, epoch);
    parameters.subi(step);
  }

  private void penalize(
      Regularization.ApplyStep when, INDArray step, double rate, int iteration, int epoch) {
    for (Regularization penalty : penalties) {
      if (penalty.applyStep() == when) {
        penalty.apply(parameters, step, rate, iteration, epoch);
      }
    }
  }

  /** The state [1,s] itself; null for an updater without. */
  public INDArray state() {
    return state;
  }
}
