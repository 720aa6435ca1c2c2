package org.taskweave.data.feature;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.TreeSet;
import org.taskweave.core.InvalidInputException;
import org.taskweave.core.metric.TrivialPredictor;
import org.taskweave.core.task.Bands;
import org.taskweave.core.task.TaskSpec;
import org.taskweave.data.example.ClassIndex;
import org.taskweave.data.example.Example;
import org.taskweave.data.example.LabelValue;

/**
 * What training labels say of a task.
 *
 * @param classes in index order; empty for kinds without classes
 * @param trivial the trivial baseline's prediction
 * @param steps what came after what; {@link ItemSteps#NONE} but for next-item tasks
 * @param items means by item; {@link ItemMeans#NONE} but for numbers and yes-or-no about an item
 */
record LearnedTask(
    List<String> classes, LabelScale scale, double[] trivial, ItemSteps steps, ItemMeans items) {

  LearnedTask {
    classes = List.copyOf(classes);
  }

  /**
   * Learns from the known labels of the training examples.
   *
   * @param index of the task
   * @param items ids of the catalog's items: the classes of next-item tasks
   * @throws InvalidInputException no label is known, or their classes are no choice
   */
  static LearnedTask fit(TaskSpec task, int index, List<Example> examples, List<String> items) {
    List<LabelValue> known =
        examples.stream()
            .map(example -> example.labels().get(index))
            .filter(LabelValue::isKnown)
            .toList();
    if (known.isEmpty()) {
      throw new InvalidInputException(
          "tasks."
              + task.name()
              + ": none of the "
              + examples.size()
              + " training examples has a"
              + " known label. Check the label rule (action and attribute names, horizon) and the"
              + " training cuts.");
    }
    List<String> classes = task.ranking().isPresent() ? items : classes(task, known);
    double[] labels = labels(known, classes);
    if (labels.length == 0) {
      throw new InvalidInputException(
          "tasks."
              + task.name()
              + ".classes: the known training labels are none of the named classes "
              + classes
              + ". Correct the names, or leave them out.");
    }
    TrivialPredictor trivial = task.withClasses(classes).trivial(labels);
    return new LearnedTask(
        classes,
        task.standardises() ? scale(labels) : LabelScale.NONE,
        trivial.prediction(),
        task.ranking().isPresent()
            ? TrainingVisits.steps(task, index, examples, classes)
            : ItemSteps.NONE,
        ItemMeans.fit(task, index, examples));
  }

  /** Whether it can have been learned for such a task. */
  boolean fits(TaskSpec task) {
    List<String> given = task.classes();
    if (steps.interactions().length != (task.ranking().isPresent() ? classes.size() : 0)) {
      return false;
    }
    return task.hasClasses()
        ? trivial.length == classes.size()
            && classes.size() > 1
            && (given.isEmpty() || given.equals(classes))
        : trivial.length == task.outputWidth() && classes.isEmpty();
  }

  /**
   * The same where the catalog has more items, which never came.
   *
   * @param items ids of the larger catalog, ascending; all old ones are among them
   */
  LearnedTask withItems(List<String> items) {
    int[] rows = classes.stream().mapToInt(id -> Collections.binarySearch(items, id)).toArray();
    double[] shares = new double[items.size()];
    for (int i = 0; i < rows.length; i++) {
      shares[rows[i]] = trivial[i];
    }
    return new LearnedTask(items, scale, shares, steps.moved(rows, items.size()), this.items);
  }

  private static LabelScale scale(double[] labels) {
    double mean = Arrays.stream(labels).average().orElseThrow();
    double squares = Arrays.stream(labels).map(x -> (x - mean) * (x - mean)).sum();
    double deviation = Math.sqrt(squares / labels.length);
    return new LabelScale(mean, deviation > 1e-9 * Math.max(1, Math.abs(mean)) ? deviation : 1);
  }

  private static List<String> classes(TaskSpec task, List<LabelValue> known) {
    List<String> given = task.classes();
    if (!given.isEmpty() || !task.hasClasses()) {
      return given;
    }
    if (!task.label().bands().isEmpty()) {
      return Bands.classNames(task.label().bands());
    }
    TreeSet<String> names = new TreeSet<>();
    known.forEach(label -> names.addAll(label.classNames()));
    if (names.size() < 2) {
      throw new InvalidInputException(
          "tasks."
              + task.name()
              + ": the training labels have the classes "
              + names
              + ", but a choice needs two. Check the label rule, or name the classes.");
    }
    return new ArrayList<>(names);
  }

  /** Labels [n, labelWidth] of the rows whose classes are known. */
  private static double[] labels(List<LabelValue> known, List<String> classes) {
    ClassIndex index = new ClassIndex(classes, unknown -> {});
    return known.stream().flatMapToDouble(label -> Arrays.stream(label.numbers(index))).toArray();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof LearnedTask that
        && classes.equals(that.classes)
        && scale.equals(that.scale)
        && Arrays.equals(trivial, that.trivial)
        && steps.equals(that.steps)
        && items.equals(that.items);
  }

  @Override
  public int hashCode() {
    return classes.hashCode() * 31 + scale.hashCode();
  }
}
