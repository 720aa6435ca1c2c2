package org.taskweave.engine.block;

import java.util.stream.LongStream;
import org.nd4j.autodiff.samediff.SDVariable;

/** How rows [B*T,...], or a mask [B,T], get a shape with the length T in it. */
@FunctionalInterface
public interface TokenRows {

  /** The place of T in a shape, to be replaced. */
  long LENGTH = -2;

  /** Reshapes; -1 stands for B, {@link #LENGTH} for T. */
  SDVariable reshape(SDVariable values, long... shape);

  /** Rows of sequences of a known length. */
  static TokenRows of(int length) {
    return (values, shape) ->
        values.reshape(LongStream.of(shape).map(d -> d == LENGTH ? length : d).toArray());
  }
}
