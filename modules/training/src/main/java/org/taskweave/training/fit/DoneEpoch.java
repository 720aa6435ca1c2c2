package org.taskweave.training.fit;

import org.taskweave.core.run.RunRecord;

/**
 * An epoch that is done.
 *
 * @param best whether it was the best one up to then
 * @param seconds of the training steps, without the scoring; NaN if that was not kept
 */
public record DoneEpoch(RunRecord.Epoch epoch, boolean best, double seconds) {}
