/** Scoring examples with a model and measuring it, beside trivial baselines and floors. */
package org.taskweave.training.evaluate;
