package org.taskweave.hyperparam.store;

/**
 * A metric of a chosen model on a split, as recorded.
 *
 * @param role which model: "found", "default", or "single:TASK"
 * @param trial its number; -1 for the default recipe
 * @param split "dev" or "test"
 * @param floor the metric of the task's best one-line rule; NaN where it has none
 */
public record MetricRow(
    String role,
    int trial,
    String split,
    String task,
    String metric,
    boolean primary,
    boolean higherIsBetter,
    double value,
    double low,
    double high,
    double trivial,
    int labels,
    double floor) {}
