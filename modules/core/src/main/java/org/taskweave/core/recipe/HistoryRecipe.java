package org.taskweave.core.recipe;

import java.util.Optional;
import org.taskweave.core.Checks;
import org.taskweave.core.config.DefaultValue;

/**
 * The sequence model over items' vectors, of hierarchical sequences: causal transformer layers as
 * wide as the vectors.
 *
 * @param layers transformer layers, at least 1
 * @param heads attention heads; must divide the items' width
 * @param dropout after the sum of vectors and each sub-layer, while training
 * @param learningRate of items' vectors and layers; the recipe's training rate when absent
 */
public record HistoryRecipe(
    @DefaultValue("2") int layers,
    @DefaultValue("2") int heads,
    @DefaultValue("0.2") double dropout,
    Optional<Double> learningRate) {

  public HistoryRecipe {
    Checks checks =
        new Checks(HistoryRecipe.class)
            .atLeast("layers", layers, 1)
            .atLeast("heads", heads, 1)
            .dropout("dropout", dropout);
    learningRate.ifPresent(rate -> checks.atLeast("learningRate", rate, 0));
    checks.done();
  }
}
