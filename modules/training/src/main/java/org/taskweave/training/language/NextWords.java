package org.taskweave.training.language;

import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.taskweave.core.batch.SequenceInput;
import org.taskweave.nn.language.LanguageBatch;

/** Each token guesses the one after it; nothing is drawn. */
final class NextWords implements GuessedWords {

  @Override
  public Optional<LanguageBatch> of(SequenceInput texts, Random random) {
    int[] ids = texts.tokenIds();
    int[] positions =
        IntStream.range(0, ids.length)
            .filter(cell -> (cell + 1) % texts.length() != 0 && texts.mask()[cell + 1] > 0)
            .toArray();
    if (positions.length == 0) {
      return Optional.empty();
    }
    return Optional.of(
        new LanguageBatch(
            texts.batchSize(),
            texts.length(),
            ids,
            new int[ids.length],
            texts.mask(),
            positions,
            IntStream.of(positions).map(cell -> ids[cell + 1]).toArray()));
  }
}
