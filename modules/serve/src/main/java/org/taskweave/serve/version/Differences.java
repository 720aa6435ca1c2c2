package org.taskweave.serve.version;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.taskweave.core.task.TaskPrediction;

/** How far two predictions of one task are apart. */
final class Differences {

  private Differences() {}

  /**
   * Absolute differences of the numbers that both have under the same name; scores of items that
   * both list.
   */
  static List<Double> between(TaskPrediction one, TaskPrediction other) {
    Map<String, ?> numbers = numbers(one);
    Map<String, ?> others = numbers(other);
    List<Double> differences = new ArrayList<>();
    numbers.forEach(
        (name, number) -> {
          if (number instanceof Double a && others.get(name) instanceof Double b) {
            differences.add(Math.abs(a - b));
          }
        });
    return differences;
  }

  private static Map<String, ?> numbers(TaskPrediction said) {
    return said instanceof TaskPrediction.Items items ? items.scores() : said.columns();
  }
}
