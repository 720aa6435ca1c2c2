/**
 * What each part of a recipe adds on its own log: the recipe is trained without the part, over
 * seeds, and the difference of both is resampled by user.
 *
 * <p>{@link org.taskweave.hyperparam.ablate.AblationRun} trains what is not done yet and keeps
 * predictions as lines of a file; {@link org.taskweave.hyperparam.ablate.Ablation} is the
 * arithmetic over those lines.
 */
package org.taskweave.hyperparam.ablate;
