package org.taskweave.nn.balance;

import java.util.List;
import java.util.Optional;
import org.taskweave.core.recipe.BalancingRecipe;
import org.taskweave.core.task.TaskSpec;
import org.taskweave.nn.head.TaskHeads;

/** The rules that a recipe names. */
final class Rules {

  private Rules() {}

  static Optional<LossRule> onLosses(BalancingRecipe recipe, List<TaskSpec> tasks) {
    int count = tasks.size();
    if (recipe instanceof BalancingRecipe.RandomLossWeighting) {
      return Optional.of(new RandomLossWeighting());
    }
    if (recipe instanceof BalancingRecipe.DynamicWeightAverage average) {
      return Optional.of(new DynamicWeightAverage(average.temperature(), count));
    }
    if (recipe instanceof BalancingRecipe.Uncertainty uncertainty) {
      boolean[] squaredError = new boolean[count];
      for (int k = 0; k < count; k++) {
        squaredError[k] = TaskHeads.of(tasks.get(k)).isSquaredError();
      }
      return Optional.of(new UncertaintyWeighting(uncertainty.learningRate(), squaredError));
    }
    if (recipe instanceof BalancingRecipe.GradNorm norm) {
      return Optional.of(new GradNorm(norm.alpha(), norm.learningRate(), count));
    }
    if (recipe instanceof BalancingRecipe.Imtl imtl
        && imtl.balance() != BalancingRecipe.Imtl.Balance.GRADIENTS) {
      return Optional.of(new ImtlL(imtl.learningRate(), count));
    }
    if (recipe instanceof BalancingRecipe.Famo famo) {
      return Optional.of(new Famo(famo.learningRate(), famo.decay(), count));
    }
    return Optional.empty();
  }

  static Optional<GradientRule> onGradients(BalancingRecipe recipe) {
    if (recipe instanceof BalancingRecipe.Mgda mgda) {
      return Optional.of(new Mgda(mgda.normalize()));
    }
    if (recipe instanceof BalancingRecipe.Pcgrad) {
      return Optional.of(new PcGrad());
    }
    if (recipe instanceof BalancingRecipe.Cagrad cagrad) {
      return Optional.of(new CaGrad(cagrad.c()));
    }
    if (recipe instanceof BalancingRecipe.Imtl imtl && imtl.combinesGradients()) {
      return Optional.of(new ImtlG());
    }
    if (recipe instanceof BalancingRecipe.NashMtl nash) {
      return Optional.of(new NashMtl(nash.updateEvery()));
    }
    if (recipe instanceof BalancingRecipe.AlignedMtl) {
      return Optional.of(new AlignedMtl());
    }
    return Optional.empty();
  }
}
