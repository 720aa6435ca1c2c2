package org.taskweave.core.recipe;

/**
 * How a history becomes tokens.
 *
 * @param maxTokens budget of tokens for a sequence, special tokens included; the newest events are
 *     kept when it runs out
 * @param maxEvents at most that many of the newest events
 * @param maxTokensPerEvent an event's text is cut there
 * @param template text of one event: {action}, {text}, {item} and {attribute} are replaced
 * @param lengthBuckets sequences are padded to a multiple of this many tokens, not to the maximum
 */
public record SequenceRecipe(
    int maxTokens, int maxEvents, int maxTokensPerEvent, String template, int lengthBuckets) {}
