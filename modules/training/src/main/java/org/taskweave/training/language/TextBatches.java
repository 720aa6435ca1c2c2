package org.taskweave.training.language;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.taskweave.core.batch.MultiTaskBatch;
import org.taskweave.core.batch.TokenChannels;
import org.taskweave.data.batch.Batcher;
import org.taskweave.data.batch.EncodedExample;
import org.taskweave.nn.language.LanguageBatch;

/** Batches of texts of about the same length; all choices follow from the seed. */
final class TextBatches {

  private static final int BUCKET = 8;
  private static final long HELD_OUT = 0x68656c64L;

  private final TextCorpus corpus;
  private final GuessedWords guessed;
  private final PretrainingSettings settings;
  private final long seed;
  private final Batcher batcher;

  TextBatches(TextCorpus corpus, GuessedWords guessed, PretrainingSettings settings, long seed) {
    this.corpus = corpus;
    this.guessed = guessed;
    this.settings = settings;
    this.seed = seed;
    this.batcher =
        new Batcher(
            List.of(), TokenChannels.NONE, BUCKET, settings.maxTokens(), settings.batchSize());
  }

  /** Texts of an epoch. */
  private int texts() {
    int all = corpus.training().size();
    return settings.textsPerEpoch() == 0 ? all : Math.min(all, settings.textsPerEpoch());
  }

  /** Steps of each epoch. */
  int steps() {
    return (texts() + settings.batchSize() - 1) / settings.batchSize();
  }

  /**
   * The batches of an epoch before anything is hidden.
   *
   * @param epoch from 1
   */
  List<MultiTaskBatch> training(int epoch) {
    List<EncodedExample> texts = corpus.training();
    if (texts() < texts.size()) {
      List<EncodedExample> shuffled = new ArrayList<>(texts);
      Collections.shuffle(shuffled, new Random(seed * 31 + epoch));
      texts = shuffled.subList(0, texts());
    }
    return batcher.training(texts, seed, epoch);
  }

  /** What is guessed in a step; it depends on the seed and the step alone. */
  Optional<LanguageBatch> guessed(MultiTaskBatch texts, int iteration) {
    return guessed.of(texts.input(), new Random(seed * 1_000_003L + iteration));
  }

  /** The held-out batches, the same words hidden each time. */
  List<LanguageBatch> heldOut() {
    Random random = new Random(seed ^ HELD_OUT);
    return batcher.evaluation(corpus.heldOut()).stream()
        .map(batch -> guessed.of(batch.input(), random))
        .flatMap(Optional::stream)
        .toList();
  }
}
