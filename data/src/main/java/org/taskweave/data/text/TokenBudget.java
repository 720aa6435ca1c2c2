package org.taskweave.data.text;

import org.taskweave.core.recipe.SequenceRecipe;

/**
 * How much of a history a flat sequence takes.
 *
 * @param maxTokens of a sequence, special tokens included; the newest events are kept
 * @param maxEvents at most that many of the newest events
 * @param maxTokensPerEvent an event's text is cut there
 */
public record TokenBudget(int maxTokens, int maxEvents, int maxTokensPerEvent) {

  /** As a recipe says. */
  public static TokenBudget of(SequenceRecipe recipe) {
    return new TokenBudget(recipe.maxTokens(), recipe.maxEvents(), recipe.maxTokensPerEvent());
  }

  /** Of a single text. */
  public static TokenBudget ofOneText(int maxTokens) {
    return new TokenBudget(maxTokens, 1, maxTokens);
  }
}
