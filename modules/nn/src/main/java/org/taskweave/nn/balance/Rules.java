package org.taskweave.nn.balance;

import java.util.List;
import java.util.Optional;
import org.taskweave.core.recipe.BalancingMethod;
import org.taskweave.core.task.TaskSpec;
import org.taskweave.nn.head.TaskHeads;

/** The rules of the methods. */
final class Rules {

  private Rules() {}

  static Optional<LossRule> onLosses(BalancingMethod method, List<TaskSpec> tasks) {
    int count = tasks.size();
    if (method instanceof BalancingMethod.RandomLossWeighting) {
      return Optional.of(new RandomLossWeighting());
    }
    if (method instanceof BalancingMethod.DynamicWeightAverage average) {
      return Optional.of(new DynamicWeightAverage(average.temperature(), count));
    }
    if (method instanceof BalancingMethod.Uncertainty uncertainty) {
      boolean[] squaredError = new boolean[count];
      for (int k = 0; k < count; k++) {
        squaredError[k] = TaskHeads.of(tasks.get(k)).isSquaredError();
      }
      return Optional.of(new UncertaintyWeighting(uncertainty.learningRate(), squaredError));
    }
    if (method instanceof BalancingMethod.GradNorm norm) {
      return Optional.of(new GradNorm(norm.alpha(), norm.learningRate(), count));
    }
    if (method instanceof BalancingMethod.Imtl imtl
        && imtl.balance() != BalancingMethod.Imtl.Balance.GRADIENTS) {
      return Optional.of(new ImtlL(imtl.learningRate(), count));
    }
    if (method instanceof BalancingMethod.Famo famo) {
      return Optional.of(new Famo(famo.learningRate(), famo.decay(), count));
    }
    return Optional.empty();
  }

  static Optional<GradientRule> onGradients(BalancingMethod method) {
    if (method instanceof BalancingMethod.Mgda mgda) {
      return Optional.of(new Mgda(mgda.normalize()));
    }
    if (method instanceof BalancingMethod.Pcgrad) {
      return Optional.of(new PcGrad());
    }
    if (method instanceof BalancingMethod.Cagrad cagrad) {
      return Optional.of(new CaGrad(cagrad.c()));
    }
    if (method instanceof BalancingMethod.Imtl imtl && imtl.combinesGradients()) {
      return Optional.of(new ImtlG());
    }
    if (method instanceof BalancingMethod.NashMtl nash) {
      return Optional.of(new NashMtl(nash.updateEvery()));
    }
    if (method instanceof BalancingMethod.AlignedMtl) {
      return Optional.of(new AlignedMtl());
    }
    return Optional.empty();
  }
}
