/**
 * Probabilities that mean what they say: what is fitted on labels that were not learned from, and
 * applied to a task's predictions. A {@link org.taskweave.core.calibration.CalibrationMethod} fits
 * a {@link org.taskweave.core.calibration.Calibration}.
 */
package org.taskweave.core.calibration;
