package org.taskweave.core.metric;

import java.util.Map;

/**
 * How well a rule predicts a next-item task.
 *
 * @param rule its name and settings
 * @param values by metric's name, in the order of a table
 */
public record RuleResult(String rule, Map<String, Double> values) {}
