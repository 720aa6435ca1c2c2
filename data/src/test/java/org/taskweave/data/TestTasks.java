package org.taskweave.data;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.taskweave.core.task.BinaryTask;
import org.taskweave.core.task.HeadSpec;
import org.taskweave.core.task.LabelRule;
import org.taskweave.core.task.MulticlassTask;
import org.taskweave.core.task.MultilabelTask;
import org.taskweave.core.task.RegressionTask;
import org.taskweave.core.task.TaskSpec;
import org.taskweave.core.task.TokenTaggingTask;

/** One task of each kind. */
public final class TestTasks {

  private static final HeadSpec HEAD = HeadSpec.LINEAR;
  private static final LabelRule GIVEN = new LabelRule.Given("label");

  private TestTasks() {}

  /** "buys". */
  public static TaskSpec binary() {
    return new BinaryTask("buys", GIVEN, 1, HEAD, Optional.empty(), 1);
  }

  /** "spend". */
  public static TaskSpec regression() {
    return new RegressionTask("spend", GIVEN, 1, HEAD, Optional.empty());
  }

  /** "topic". */
  public static TaskSpec multiclass(String... classes) {
    return new MulticlassTask(
        "topic", GIVEN, 1, HEAD, Optional.empty(), List.of(classes), List.of());
  }

  /** "band": of the next event's price. */
  public static TaskSpec bands(List<Double> edges, String... classes) {
    return new MulticlassTask(
        "band",
        new LabelRule.ClassOf("price", Optional.empty(), edges, OptionalDouble.empty()),
        1,
        HEAD,
        Optional.empty(),
        List.of(classes),
        List.of());
  }

  /** "topics". */
  public static TaskSpec multilabel(String... classes) {
    return new MultilabelTask(
        "topics", GIVEN, 1, HEAD, Optional.empty(), List.of(classes), List.of());
  }

  /** "tags". */
  public static TaskSpec tagging(String... classes) {
    return new TokenTaggingTask(
        "tags", GIVEN, 1, HEAD, Optional.empty(), List.of(classes), List.of());
  }

  /** The classes of a multiclass, multilabel or tagging task. */
  public static List<String> classes(TaskSpec task) {
    if (task instanceof MulticlassTask multiclass) {
      return multiclass.classes();
    }
    return task instanceof MultilabelTask multilabel
        ? multilabel.classes()
        : ((TokenTaggingTask) task).classes();
  }
}
