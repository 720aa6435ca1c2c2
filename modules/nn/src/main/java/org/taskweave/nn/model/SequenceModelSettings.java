package org.taskweave.nn.model;

import org.taskweave.core.recipe.SequenceModelRecipe;
import org.taskweave.core.recipe.SequenceModelRecipe.Kind;
import org.taskweave.core.recipe.SequenceModelRecipe.Objective;

/**
 * The sequence model over the items' vectors of a history, in a hierarchical model.
 *
 * @param kind of the layers
 * @param layers 0 with the objective OTHERS, which has no layers between the events
 * @param heads of attention
 * @param dropout after the sum of vectors and each sub-layer, while training
 * @param objective how next-item tasks learn
 * @param maskShare share of the events that a step masks; means nothing to other objectives than
 *     MASKED
 * @param longest events of the longest history
 */
public record SequenceModelSettings(
    Kind kind,
    int layers,
    int heads,
    double dropout,
    Objective objective,
    double maskShare,
    int longest) {

  /** Each event sees those before it and learns the next one. */
  public static SequenceModelSettings causal(int layers, int heads, double dropout, int longest) {
    return new SequenceModelSettings(
        Kind.TRANSFORMER, layers, heads, dropout, Objective.NEXT, 0, longest);
  }

  /** As the causal one, of gated recurrent units. */
  public static SequenceModelSettings recurrent(int layers, double dropout, int longest) {
    return new SequenceModelSettings(Kind.GRU, layers, 1, dropout, Objective.NEXT, 0, longest);
  }

  /** Each event sees all others; masked ones are learned. */
  public static SequenceModelSettings masked(int layers, int heads, double maskShare, int longest) {
    return new SequenceModelSettings(
        Kind.TRANSFORMER, layers, heads, 0, Objective.MASKED, maskShare, longest);
  }

  /** A row reads all events but its own. */
  public static SequenceModelSettings others(int heads, int longest) {
    return new SequenceModelSettings(Kind.TRANSFORMER, 0, heads, 0, Objective.OTHERS, 0, longest);
  }

  /** Layers of self-attention. */
  int attentionLayers() {
    return kind == Kind.TRANSFORMER ? layers : 0;
  }

  /** Layers of recurrent units. */
  int recurrentLayers() {
    return kind == Kind.GRU ? layers : 0;
  }

  /**
   * As a recipe says.
   *
   * @param longest events of the longest history
   */
  public static SequenceModelSettings of(SequenceModelRecipe recipe, int longest) {
    return new SequenceModelSettings(
        recipe.kind(),
        recipe.layers(),
        recipe.heads(),
        recipe.dropout(),
        recipe.objective(),
        recipe.maskShare(),
        longest);
  }
}
