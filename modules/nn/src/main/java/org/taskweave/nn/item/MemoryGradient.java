package org.taskweave.nn.item;

/**
 * What a row says of the loss's gradient.
 *
 * @param terms at each channel's power [3J]
 * @param ages at the events' weights [C*ages]
 * @param repeat at the logarithm of the factor of items of the history
 */
record MemoryGradient(double[] terms, double[] ages, double repeat) {}
