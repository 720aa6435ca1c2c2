package org.taskweave.training.evaluate;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.taskweave.data.batch.EncodedExample;
import org.taskweave.data.example.Example;
import org.taskweave.data.feature.Preprocessing;

/** The examples of one split, ready to be scored and measured. */
public final class LabelledSplit {

  private final List<EncodedExample> encoded;
  private final int[] userOfExample;
  private final List<Optional<double[]>> floors;
  private final List<Optional<NextItemSplit>> nextItems;

  private LabelledSplit(
      List<EncodedExample> encoded,
      int[] userOfExample,
      List<Optional<double[]>> floors,
      List<Optional<NextItemSplit>> nextItems) {
    this.encoded = encoded;
    this.userOfExample = userOfExample;
    this.floors = List.copyOf(floors);
    this.nextItems = List.copyOf(nextItems);
  }

  /**
   * A split.
   *
   * @param encoded the examples as numbers, in the same order; not changed afterwards
   */
  public static LabelledSplit of(
      Preprocessing preprocessing, List<Example> examples, List<EncodedExample> encoded) {
    return of(
        preprocessing,
        examples,
        encoded,
        preprocessing.tasks().stream().map(task -> Optional.<TunedRules>empty()).toList());
  }

  /**
   * A split whose next-item tasks are measured beside rules.
   *
   * @param rules of each task; without them a next-item task's floor is the Markov chain that the
   *     preprocessing knows
   */
  public static LabelledSplit of(
      Preprocessing preprocessing,
      List<Example> examples,
      List<EncodedExample> encoded,
      List<Optional<TunedRules>> rules) {
    return new LabelledSplit(
        encoded,
        users(examples),
        Floors.of(preprocessing.tasks(), preprocessing::simpleEstimate, examples),
        NextItemSplit.of(preprocessing, examples, rules));
  }

  private static int[] users(List<Example> examples) {
    Map<String, Integer> numbers = new HashMap<>();
    return examples.stream()
        .mapToInt(e -> numbers.computeIfAbsent(e.user(), user -> numbers.size()))
        .toArray();
  }

  /** The user of each example, numbered from 0. */
  int[] userOfExample() {
    return userOfExample.clone();
  }

  /**
   * Which examples are of an item that never came in training; empty for a task that asks for no
   * next item.
   *
   * @param task position in the task list
   */
  public boolean[] coldRows(int task) {
    return nextItems.get(task).map(NextItemSplit::cold).orElse(new boolean[0]);
  }

  /** The examples as numbers. */
  public List<EncodedExample> encoded() {
    return encoded;
  }

  /** Per task, the floor's prediction of each example, for tasks that have one. */
  List<Optional<double[]>> floors() {
    return floors;
  }

  /** Per task, what came next, for next-item tasks. */
  List<Optional<NextItemSplit>> nextItems() {
    return nextItems;
  }
}
