package org.taskweave.nn.encoder;

import java.util.Optional;

/**
 * A running vertex that reads an encoder's states [B,T,H] as its first input, and may read those of
 * one token of each sequence alone. What else stands in the states is then 0, and its gradient is
 * not asked for.
 */
public interface StateReader {

  /**
   * The tokens whose states it will read in this pass; its other inputs are set before the encoder
   * runs.
   *
   * @return b * T + t of the one token of each sequence [B]; empty if it reads others
   */
  Optional<int[]> tokensRead(int batchSize, int length);
}
