package org.taskweave.data.batch;

import java.util.ArrayList;
import java.util.List;
import org.taskweave.data.example.Example;

/** Examples that follow each other and are told from one and the same history. */
final class SharedHistories {

  /** So that the rows of one sequence take little memory. */
  private static final int MOST_ROWS = 4096;

  private SharedHistories() {}

  /** Groups in the order of the examples. */
  @SuppressWarnings("ReferenceEquality")
  static List<List<Example>> of(List<Example> examples) {
    List<List<Example>> groups = new ArrayList<>();
    int end;
    for (int first = 0; first < examples.size(); first = end) {
      end = first + 1;
      while (end < examples.size()
          && end - first < MOST_ROWS
          && examples.get(end).history() == examples.get(first).history()) {
        end++;
      }
      groups.add(examples.subList(first, end));
    }
    return groups;
  }
}
