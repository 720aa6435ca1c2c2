package org.taskweave.core.task;

import java.util.Optional;
import org.taskweave.core.Checks;
import org.taskweave.core.config.DefaultValue;

/**
 * How a task's head is built and learns.
 *
 * @param hidden units of one hidden layer between the shared representation and the output; 0 for
 *     none
 * @param dropout probability of dropping an input of the head (with a tower: an input of the output
 *     layer), 0 to below 1
 * @param l2 the loss gains l2 * (sum of squares of the head's weights, without biases)
 * @param learningRate the head's own; the recipe's training rate when absent
 * @param tower pretrained layers between the shared representation and the output, instead of
 *     {@code hidden}
 * @param reads whom the question is about: the user alone, or the user and the item that the label
 *     is about
 * @param interaction how user, item and features are crossed, where the head reads the item
 */
public record HeadSpec(
    @DefaultValue("0") int hidden,
    @DefaultValue("0.1") double dropout,
    @DefaultValue("0") double l2,
    Optional<Double> learningRate,
    Optional<TowerSpec> tower,
    @DefaultValue("user") Reads reads,
    Optional<Interaction> interaction) {

  /** A head of one linear layer that reads the user. */
  public static final HeadSpec LINEAR = ofUser(0, 0, 0, Optional.empty());

  public HeadSpec {
    Checks checks =
        new Checks(HeadSpec.class)
            .width("hidden", hidden, 0)
            .dropout("dropout", dropout)
            .atLeast("l2", l2, 0)
            .given("reads", reads)
            .require(
                hidden == 0 || tower.isEmpty(),
                "hidden",
                hidden,
                "stands beside a tower: a head has a hidden layer or a tower, remove one")
            .require(
                interaction.isEmpty() || reads != Reads.USER,
                "interaction",
                "this",
                "crosses user and item, but the task reads the user alone: set reads: userAndItem,"
                    + " or remove it");
    learningRate.ifPresent(rate -> checks.atLeast("learningRate", rate, 0));
    checks.done();
  }

  /** A head without a tower that reads the user. */
  public static HeadSpec ofUser(int hidden, double dropout, double l2, Optional<Double> rate) {
    return new HeadSpec(hidden, dropout, l2, rate, Optional.empty(), Reads.USER, Optional.empty());
  }

  /** A head without a tower that reads user and item. */
  public static HeadSpec ofPair(int hidden, double dropout, Optional<Interaction> interaction) {
    return new HeadSpec(
        hidden, dropout, 0, Optional.empty(), Optional.empty(), Reads.USER_AND_ITEM, interaction);
  }

  /** Whether the head also reads the item that the label is about. */
  public boolean readsItem() {
    return reads == Reads.USER_AND_ITEM;
  }

  /** Whether the item attends to the events of the history. */
  public boolean attends() {
    return interaction.filter(Interaction.TargetAttention.class::isInstance).isPresent();
  }

  /** What a head's input is made of. */
  public enum Reads {
    /** The shared representation of the user's history. */
    USER,
    /**
     * Also the vector of the item that the label is about (the candidate): how will this user rate
     * this item?
     */
    USER_AND_ITEM
  }
}
