package org.taskweave.training.language;

import java.util.Optional;
import java.util.Random;
import org.taskweave.core.batch.SequenceInput;
import org.taskweave.core.encoder.EncoderConfig;
import org.taskweave.core.tokenizer.TokenRoles;
import org.taskweave.nn.language.LanguageBatch;

/** What a language model guesses of texts. */
interface GuessedWords {

  /**
   * Texts with what is to be guessed.
   *
   * @param random all choices come from it
   * @return empty if there is nothing to guess
   */
  Optional<LanguageBatch> of(SequenceInput texts, Random random);

  /** Hidden words for encoders, the next ones for decoders. */
  static GuessedWords of(EncoderConfig config, TokenRoles roles, PretrainingSettings settings) {
    return config.layout().causal()
        ? new NextWords()
        : new HiddenWords(roles, settings.maskShare(), settings.wholeWords());
  }
}
