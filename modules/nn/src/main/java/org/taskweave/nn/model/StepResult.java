package org.taskweave.nn.model;

import java.util.Optional;
import org.taskweave.nn.balance.StepBalance;

/**
 * What one training step saw.
 *
 * @param totalLoss weighted task losses and L2 penalty
 * @param taskLosses unweighted, in task order; NaN for a task of weight 0
 * @param gradientNorm L2 norm over all trainable parameters before clipping, without the L2 penalty
 * @param balance how tasks were weighed; empty with fixed weights alone
 */
public record StepResult(
    double totalLoss, double[] taskLosses, double gradientNorm, Optional<StepBalance> balance) {}
