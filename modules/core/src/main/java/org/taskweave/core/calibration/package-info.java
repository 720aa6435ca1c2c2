/**
 * Probabilities that mean what they say: what is fitted on labels that were not learned from, and
 * applied to a task's predictions. A {@link org.taskweave.core.calibration.CalibrationMethod} fits
 * a {@link org.taskweave.core.calibration.Calibration}. And regions that hold a label with a given
 * probability: a {@link org.taskweave.core.calibration.Nonconformity} says how far a label is, a
 * {@link org.taskweave.core.calibration.ConformalFit} how far labels were.
 */
package org.taskweave.core.calibration;
