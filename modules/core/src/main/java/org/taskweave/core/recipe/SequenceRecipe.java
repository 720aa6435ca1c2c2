package org.taskweave.core.recipe;

import org.taskweave.core.Checks;
import org.taskweave.core.config.DefaultValue;

/**
 * How a history becomes what the sequence model reads.
 *
 * @param kind one token per word piece, or one per event
 * @param maxTokens budget of tokens for a sequence, special tokens included; the newest events are
 *     kept when it runs out
 * @param maxEvents at most that many of the newest events
 * @param maxTokensPerEvent an event's text is cut there
 * @param template text of one event: {action}, {text}, {item} and {attribute} are replaced
 * @param padToMultipleOf sequences are padded to a multiple of this many tokens, not to the maximum
 */
public record SequenceRecipe(
    @DefaultValue("flat") Kind kind,
    @DefaultValue("64") int maxTokens,
    @DefaultValue("50") int maxEvents,
    @DefaultValue("12") int maxTokensPerEvent,
    @DefaultValue("'{action} {text}'") String template,
    @DefaultValue("8") int padToMultipleOf) {

  public SequenceRecipe {
    new Checks(SequenceRecipe.class)
        .given("kind", kind)
        .length("maxTokens", maxTokens, 3)
        .length("maxEvents", maxEvents, 1)
        .length("maxTokensPerEvent", maxTokensPerEvent, 1)
        .notBlank("template", template)
        .length("padToMultipleOf", padToMultipleOf, 1)
        .done();
  }

  /** What a token is. */
  public enum Kind {
    /** The pretrained encoder reads the texts of all events as one text. */
    FLAT,
    /**
     * The pretrained encoder reads each item's text once; a sequence model reads the items'
     * vectors, one token per event.
     */
    HIERARCHICAL
  }

  /** Tokens of the longest sequence. */
  public int longest() {
    return kind == Kind.FLAT ? maxTokens : maxEvents;
  }
}
