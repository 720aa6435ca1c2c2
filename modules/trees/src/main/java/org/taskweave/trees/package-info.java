/**
 * Gradient-boosted trees (XGBoost; Chen and Guestrin 2016, arXiv:1603.02754) on what a recipe's
 * heads read besides the sequence: what a user would pick instead of a network, measured by the
 * same metrics on the same rows.
 *
 * <p>{@link org.taskweave.trees.BoostedTrees} is the entry. A {@code TreeColumns} makes a row of an
 * example, a {@code TreeObjective} is how a kind of task is learned, a {@code TreeEnsemble} the
 * trees of one number.
 */
package org.taskweave.trees;
