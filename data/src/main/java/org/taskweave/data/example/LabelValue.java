package org.taskweave.data.example;

import java.util.List;
import java.util.Set;

/** The label of one task for one example. */
public sealed interface LabelValue {

  /** Cannot be known; never negative. */
  record Missing() implements LabelValue {}

  /** Binary (0 or 1) and regression. */
  record Quantity(double value) implements LabelValue {}

  /** Multiclass. */
  record ClassName(String name) implements LabelValue {}

  /** Multilabel. */
  record ClassSet(Set<String> names) implements LabelValue {
    public ClassSet {
      names = Set.copyOf(names);
    }
  }

  /**
   * Next item.
   *
   * @param item its id
   */
  record NextItem(String item) implements LabelValue {}

  /**
   * Token tagging: for every event of the history, one tag per white-space-separated word of its
   * item text; an empty list where the event has no tags.
   */
  record WordTags(List<List<String>> tagsPerEvent) implements LabelValue {
    public WordTags {
      tagsPerEvent = tagsPerEvent.stream().map(List::copyOf).toList();
    }
  }
}
