package org.taskweave.data.batch;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Where encoded examples are kept for the epochs: as objects, or in a file. */
public interface ExampleKeeper {

  /** As objects of the Java heap. */
  ExampleKeeper IN_HEAP =
      source -> {
        List<EncodedExample> kept = new ArrayList<>();
        source.accept(kept::add);
        return List.copyOf(kept);
      };

  /**
   * Keeps examples in the order in which they come.
   *
   * @param source is called once, and hands over one example after the other
   */
  List<EncodedExample> keep(Consumer<Consumer<EncodedExample>> source);
}
