package org.taskweave.hyperparam.store;

/**
 * One task trained with the others beside the task trained alone, on the test split.
 *
 * @param difference multi-task minus single-task, in the metric's own units
 * @param low lower end of its 95 % interval, paired bootstrap over the test examples
 */
public record DifferenceRow(
    String task,
    String metric,
    boolean higherIsBetter,
    double multi,
    double single,
    double difference,
    double low,
    double high,
    int labels) {}
