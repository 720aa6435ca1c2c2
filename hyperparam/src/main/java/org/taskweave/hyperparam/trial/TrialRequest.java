package org.taskweave.hyperparam.trial;

import java.util.Map;

/**
 * A training to do.
 *
 * @param repeat from 0
 * @param seed of all random choices; depends on the study's seed, the trial's number and the repeat
 * @param values of the searched fields by path
 */
public record TrialRequest(int number, int repeat, long seed, Map<String, Object> values) {}
