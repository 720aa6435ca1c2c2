/**
 * How good predictions are.
 *
 * <p>A {@link org.taskweave.core.metric.Metric} is prepared once for labels and predictions and
 * then asked with how often each row counts, so that a {@link org.taskweave.core.metric.Bootstrap}
 * of a thousand resamples sorts nothing again. {@link org.taskweave.core.metric.Measured} is what a
 * task tells of itself: its metrics, what predicts without looking at the input ({@link
 * org.taskweave.core.metric.TrivialPredictor}), how a rule's numbers are read. An {@link
 * org.taskweave.core.metric.Evaluator} puts them beside the model's predictions in a {@link
 * org.taskweave.core.metric.TaskEvaluation}.
 */
package org.taskweave.core.metric;
