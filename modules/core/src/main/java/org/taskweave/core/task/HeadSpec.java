package org.taskweave.core.task;

import java.util.Optional;
import org.taskweave.core.Checks;
import org.taskweave.core.config.DefaultValue;

/**
 * How a task's head is built and learns.
 *
 * @param hidden units of one hidden layer between the shared representation and the output; 0 for
 *     none
 * @param dropout probability of dropping an input of the head, 0 to below 1
 * @param l2 the loss gains l2 * (sum of squares of the head's weights, without biases)
 * @param learningRate the head's own; the recipe's training rate when absent
 */
public record HeadSpec(
    @DefaultValue("0") int hidden,
    @DefaultValue("0.1") double dropout,
    @DefaultValue("0") double l2,
    Optional<Double> learningRate) {

  public HeadSpec {
    Checks checks =
        new Checks(HeadSpec.class)
            .atLeast("hidden", hidden, 0)
            .dropout("dropout", dropout)
            .atLeast("l2", l2, 0);
    learningRate.ifPresent(rate -> checks.atLeast("learningRate", rate, 0));
    checks.done();
  }
}
