package org.taskweave.core.metric;

/**
 * How a rule ranks the rows of a split.
 *
 * @param name with its settings
 * @param rows [n,W] of {@link RankedRow}
 */
public record RankedRule(String name, double[] rows) {}
