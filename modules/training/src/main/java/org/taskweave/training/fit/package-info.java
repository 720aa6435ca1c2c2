/**
 * Fitting a model: epochs of optimizer steps, early stopping on the dev split, and a checkpoint
 * after every epoch from which training goes on to the same result.
 */
package org.taskweave.training.fit;
