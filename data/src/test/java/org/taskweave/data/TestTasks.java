package org.taskweave.data;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.taskweave.core.task.HeadSpec;
import org.taskweave.core.task.LabelRule;
import org.taskweave.core.task.TaskSpec;

/** One task of each kind. */
public final class TestTasks {

  private static final HeadSpec HEAD = new HeadSpec(0, 0, 0, Optional.empty());
  private static final LabelRule GIVEN = new LabelRule.Given("label");

  private TestTasks() {}

  /** "buys". */
  public static TaskSpec binary() {
    return new TaskSpec.Binary("buys", GIVEN, 1, HEAD, Optional.empty(), 1);
  }

  /** "spend". */
  public static TaskSpec regression() {
    return new TaskSpec.Regression("spend", GIVEN, 1, HEAD, Optional.empty());
  }

  /** "topic". */
  public static TaskSpec multiclass(String... classes) {
    return new TaskSpec.Multiclass(
        "topic", GIVEN, 1, HEAD, Optional.empty(), List.of(classes), List.of());
  }

  /** "band": of the next event's price. */
  public static TaskSpec bands(List<Double> edges, String... classes) {
    return new TaskSpec.Multiclass(
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
    return new TaskSpec.Multilabel(
        "topics", GIVEN, 1, HEAD, Optional.empty(), List.of(classes), List.of());
  }

  /** "tags". */
  public static TaskSpec tagging(String... classes) {
    return new TaskSpec.TokenTagging(
        "tags", GIVEN, 1, HEAD, Optional.empty(), List.of(classes), List.of());
  }

  /** The classes of a multiclass, multilabel or tagging task. */
  public static List<String> classes(TaskSpec task) {
    if (task instanceof TaskSpec.Multiclass multiclass) {
      return multiclass.classes();
    }
    return task instanceof TaskSpec.Multilabel multilabel
        ? multilabel.classes()
        : ((TaskSpec.TokenTagging) task).classes();
  }
}
