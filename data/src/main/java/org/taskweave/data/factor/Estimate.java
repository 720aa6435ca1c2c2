package org.taskweave.data.factor;

/** An expected value and its variance, less the noise of a single rating. */
public record Estimate(double mean, double variance) {}
