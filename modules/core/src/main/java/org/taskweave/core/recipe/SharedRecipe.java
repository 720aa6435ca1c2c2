package org.taskweave.core.recipe;

/**
 * The shared representation: the pooled vector and the user features, concatenated; optionally
 * through one hidden layer.
 *
 * @param hidden units of a hidden layer (ReLU); 0 for none
 * @param dropout on the shared representation, while training
 * @param l2 the loss gains l2 * (sum of squares of the hidden layer's weights)
 */
public record SharedRecipe(int hidden, double dropout, double l2) {}
