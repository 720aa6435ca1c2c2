package org.taskweave.core.task;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** Tasks of every kind, with labels, for the contract of kinds; a new kind gets a line here. */
final class ExampleTasks {

  private static final HeadSpec HEAD = HeadSpec.LINEAR;
  private static final LabelRule GIVEN = new LabelRule.Given("label");
  private static final List<String> CLASSES = List.of("a", "b", "c");

  private ExampleTasks() {}

  /**
   * A task and labels of its.
   *
   * @param labels [n, labelWidth], all known
   * @param perfect [n, scoreWidth] what a perfect model says of them
   */
  record Example(TaskSpec task, double[] labels, double[] perfect) {
    @Override
    public String toString() {
      return task.getClass().getSimpleName() + " " + task.name();
    }
  }

  static List<Example> all() {
    double[] classes = {0, 2, 1, 2};
    double[] ofClasses = {1, 0, 0, 0, 0, 1, 0, 1, 0, 0, 0, 1};
    double[] numbers = {1, 0, 4, 2};
    return List.of(
        new Example(
            new BinaryTask("buys", GIVEN, 1, HEAD, Optional.empty(), 1),
            new double[] {1, 0, 0, 1},
            new double[] {1, 0, 0, 1}),
        new Example(
            new MulticlassTask("band", GIVEN, 1, HEAD, Optional.empty(), CLASSES, List.of()),
            classes,
            ofClasses),
        new Example(
            new MultilabelTask("set", GIVEN, 1, HEAD, Optional.empty(), CLASSES, List.of()),
            new double[] {1, 0, 1, 0, 1, 0},
            new double[] {1, 0, 1, 0, 1, 0}),
        new Example(
            new OrdinalTask("stars", GIVEN, 1, HEAD, Optional.empty(), CLASSES),
            classes,
            ofClasses),
        new Example(
            new RegressionTask("spend", GIVEN, 1, HEAD, Optional.empty()), numbers, numbers),
        new Example(
            new RegressionTask(
                "robust", GIVEN, 1, HEAD, Optional.empty(), new RegressionLoss.Huber(1)),
            numbers,
            numbers),
        new Example(
            new RegressionTask(
                "range",
                GIVEN,
                1,
                HEAD,
                Optional.empty(),
                new RegressionLoss.Quantile(List.of(0.25, 0.75))),
            numbers,
            new double[] {1, 1, 0, 0, 4, 4, 2, 2}),
        new Example(new CountTask("orders", GIVEN, 1, HEAD, Optional.empty()), numbers, numbers),
        new Example(
            new TimeToEventTask(
                "next",
                new LabelRule.TimeUntil("buy", OptionalDouble.of(30)),
                1,
                HEAD,
                Optional.empty(),
                List.of(7.0, 30.0)),
            new double[] {3, 1, 10, 1, 30, 0, 8, 0},
            new double[] {1, 1, 0, 1, 0, 0, 0, 0}),
        new Example(
            new TokenTaggingTask("tags", GIVEN, 1, HEAD, Optional.empty(), CLASSES, List.of()),
            classes,
            ofClasses));
  }
}
