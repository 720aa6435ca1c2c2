package org.taskweave.data.batch;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.taskweave.data.example.Example;

/** Turns examples into numbers. Not thread-safe. */
public interface HistoryEncoder {

  /** The numbers of one example, with one row of labels. */
  EncodedExample encode(Example example);

  /**
   * The numbers of examples that are scored, in their order: a sequence has a row for each of those
   * that share it. Examples that follow each other with the same history share one where they are
   * about items, so that a page of them, or a catalog, is encoded once.
   */
  default void encodeAll(List<Example> examples, Consumer<EncodedExample> sink) {
    examples.forEach(example -> sink.accept(encode(example)));
  }

  /** As above, as a list. */
  default List<EncodedExample> encodeAll(List<Example> examples) {
    List<EncodedExample> sequences = new ArrayList<>();
    encodeAll(examples, sequences::add);
    return sequences;
  }

  /**
   * What a model learns from: each label of the examples once, possibly in fewer sequences than
   * there are examples.
   */
  void encodeTraining(List<Example> examples, Consumer<EncodedExample> sink);

  /** As above, as a list. */
  default List<EncodedExample> encodeTraining(List<Example> examples) {
    List<EncodedExample> sequences = new ArrayList<>();
    encodeTraining(examples, sequences::add);
    return sequences;
  }

  /**
   * How often a label named a class that the training split does not know, by "task: class", in the
   * order of these names. Such a label is missing; in a set of classes only that class is.
   */
  Map<String, Integer> unknownClasses();
}
