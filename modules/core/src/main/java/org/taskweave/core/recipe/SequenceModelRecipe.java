package org.taskweave.core.recipe;

import java.util.Optional;
import org.taskweave.core.Checks;
import org.taskweave.core.config.DefaultValue;

/**
 * The sequence model over items' vectors, of hierarchical sequences: layers as wide as the vectors.
 *
 * @param kind transformer (self-attention) or gru (gated recurrent units, as GRU4Rec has; Hidasi et
 *     al. 2016, arXiv:1511.06939), which goes with the objective "next"
 * @param layers of that kind; 0 with the objective "others", and with "next" where a task attends
 *     to the events by itself ({@code interaction: {kind: targetAttention}})
 * @param heads attention heads; must divide the items' width. Recurrent layers have none
 * @param dropout after the sum of vectors and each sub-layer of a transformer, while training
 * @param learningRate of items' vectors and layers; the recipe's training rate when absent
 * @param objective how next-item tasks learn from a history
 * @param maskShare with the masked objective, the share of a history's events that are masked in a
 *     training step; above 0, below 1
 */
public record SequenceModelRecipe(
    @DefaultValue("transformer") Kind kind,
    @DefaultValue("2") int layers,
    @DefaultValue("2") int heads,
    @DefaultValue("0.2") double dropout,
    Optional<Double> learningRate,
    @DefaultValue("next") Objective objective,
    @DefaultValue("0.2") double maskShare) {

  public SequenceModelRecipe {
    Checks checks =
        new Checks(SequenceModelRecipe.class)
            .require(
                switch (objective == null ? Objective.NEXT : objective) {
                  case NEXT -> layers >= 0;
                  case MASKED -> layers >= 1;
                  case OTHERS -> layers == 0;
                },
                "layers",
                layers,
                objective == Objective.OTHERS
                    ? "must be 0 with objective: others, since layers between the events would"
                        + " tell each of them about the one that is asked for"
                    : objective == Objective.MASKED ? "must be at least 1" : "must not be negative")
            .atMost("layers", layers, 64, "no recommender has learned with more of them")
            .atLeast("heads", heads, 1)
            .dropout("dropout", dropout)
            .given("objective", objective)
            .given("kind", kind)
            .require(
                kind != Kind.GRU || objective == Objective.NEXT,
                "kind",
                "gru",
                "reads from the oldest event to the newest, which only objective: next asks for:"
                    + " remove one of the two")
            .require(
                kind != Kind.GRU || layers != 0,
                "kind",
                "gru",
                "has no layer here: give layers: 1 or more, or remove it")
            .require(
                maskShare > 0 && maskShare < 1,
                "maskShare",
                maskShare,
                "must be a share above 0 and below 1 (0.2 is usual)");
    learningRate.ifPresent(rate -> checks.atLeast("learningRate", rate, 0));
    checks.done();
  }

  /** What layers are made of. */
  public enum Kind {
    TRANSFORMER,
    GRU
  }

  /** What a next-item task's labels are in training. */
  public enum Objective {
    /** The event after each one: the model is causal, every position of a history learns. */
    NEXT,
    /**
     * Events that are hidden from a model that reads in both directions (the cloze task of
     * BERT4Rec; Sun et al. 2019, arXiv:1904.06690). With the losses inBatch and sampledSoftmax this
     * is masked noise-contrastive estimation. A user is scored at a mask after the newest event.
     */
    MASKED,
    /**
     * Each event's label is told from the user's other events, before and after it: the event's
     * item attends to them (target attention, as in DIN; Zhou et al. 2018, arXiv:1706.06978). Goes
     * with {@code examples.perEvent}.
     */
    OTHERS
  }
}
