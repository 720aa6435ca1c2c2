package org.taskweave.hyperparam.trial;

import java.nio.file.Path;

/**
 * What a training came to.
 *
 * @param best the measurement of the epoch whose model it is
 */
public record TrialOutcome(Measurement best, Artifact artifact) {

  /** A trained model, held until it is known whether it is worth keeping. */
  public interface Artifact extends AutoCloseable {

    /** Nothing to keep. */
    Artifact NONE = path -> {};

    /** Writes it as a whole. */
    void save(Path path);

    @Override
    default void close() {}
  }
}
