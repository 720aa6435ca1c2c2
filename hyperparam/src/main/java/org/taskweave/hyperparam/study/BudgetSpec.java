package org.taskweave.hyperparam.study;

import org.taskweave.core.Checks;
import org.taskweave.core.config.DefaultValue;

/**
 * When no further trial starts; those running then still end. 0 is no limit; the first limit that
 * is reached counts.
 *
 * @param trials started, interrupted and failed ones included
 * @param minutes of running
 * @param epochs of all trials together
 */
public record BudgetSpec(
    @DefaultValue("0") int trials,
    @DefaultValue("0") double minutes,
    @DefaultValue("0") int epochs) {

  public BudgetSpec {
    new Checks(BudgetSpec.class)
        .atLeast("trials", trials, 0)
        .atLeast("minutes", minutes, 0)
        .atLeast("epochs", epochs, 0)
        .require(
            trials > 0 || minutes > 0 || epochs > 0,
            "",
            "no limit",
            "is given: give trials, minutes or epochs, as in {trials: 20}")
        .done();
  }
}
