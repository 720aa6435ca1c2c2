package org.taskweave.hyperparam.store;

import org.taskweave.hyperparam.trial.Measurement;

/** An epoch of a trial as recorded. */
public record EpochRow(int trial, int repeat, Measurement measurement) {}
