/**
 * How good predictions are.
 *
 * <p>A {@link org.taskweave.core.metric.Metric} is prepared once for labels and predictions and
 * then asked with how often each row counts, so that a {@link org.taskweave.core.metric.Bootstrap}
 * of a thousand resamples sorts nothing again. {@link org.taskweave.core.metric.TaskMetrics} says
 * which metrics a kind of task has, {@link org.taskweave.core.metric.TrivialPredictor} what
 * predicts without looking at the input, and an {@link org.taskweave.core.metric.Evaluator} puts
 * them beside the model's predictions in a {@link org.taskweave.core.metric.TaskEvaluation}.
 */
package org.taskweave.core.metric;
