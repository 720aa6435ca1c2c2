package org.taskweave.nn.encoder;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.taskweave.engine.plan.Precision;
import org.taskweave.nn.optimize.RowUpdater;

/**
 * What a model asks of what makes token states of its sequences: a pretrained encoder, an attached
 * one, or in a hierarchical model the sequence model over items.
 */
public interface SequenceEncoder extends AutoCloseable {

  /** Number of leading values of the model's parameter vector that DL4J's updater leaves alone. */
  long lengthApart();

  /** Parameters by name. */
  Map<String, INDArray> paramTable(boolean backpropOnly);

  /** All parameters, flat. */
  INDArray params();

  /** Bytes of native memory that the execution plans share. */
  long planBytes();

  /** The word embeddings' own updater, if they are updated lazily. */
  default Optional<RowUpdater> wordUpdater() {
    return Optional.empty();
  }

  /**
   * Sets the precision of its linear layers' products in training; scores are computed in single
   * precision.
   *
   * @throws UnsupportedOperationException if it has none
   */
  default void trainIn(Precision products) {
    if (products != Precision.FLOAT32) {
      throw new UnsupportedOperationException("this encoder computes in one precision alone");
    }
  }

  /** Whether outputs of frozen layers can be stored. */
  default boolean storesFrozenStates() {
    return false;
  }

  /**
   * Computes the frozen layers for a batch and stores their outputs.
   *
   * @param inputs token ids, token type ids, mask
   */
  default void storeFrozenStates(INDArray... inputs) {
    throw new UnsupportedOperationException("this encoder stores no outputs of frozen layers");
  }

  /**
   * Reads and stores outputs of the frozen layers elsewhere from now on.
   *
   * @param shared filled by the same weights with the same layers frozen
   */
  default void shareFrozenStates(FrozenStates shared) {
    throw new UnsupportedOperationException("this encoder stores no outputs of frozen layers");
  }

  /** Bytes of native memory that stored outputs of frozen layers take. */
  default long frozenStatesBytes() {
    return 0;
  }

  /** Kernel times of the training plan of the last batch. */
  default List<String> profile(int repeats) {
    return List.of();
  }

  @Override
  void close();
}
