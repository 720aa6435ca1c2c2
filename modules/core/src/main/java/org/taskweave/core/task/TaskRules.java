package org.taskweave.core.task;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.taskweave.core.Checks;

/** What every task has to obey, and what its kind asks of its label and floor. */
final class TaskRules {
  /** No underscore: the engine splits names of parameters there. */
  private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9-]*");

  private static final Map<Class<?>, Set<Class<?>>> LABELS =
      Map.of(
          TaskSpec.Binary.class, Set.of(LabelRule.Occurs.class, LabelRule.Given.class),
          TaskSpec.Multiclass.class, Set.of(LabelRule.ClassOf.class, LabelRule.Given.class),
          TaskSpec.Multilabel.class, Set.of(LabelRule.ClassOf.class, LabelRule.Given.class),
          TaskSpec.Regression.class, Set.of(LabelRule.Value.class, LabelRule.Given.class),
          TaskSpec.TokenTagging.class, Set.of(LabelRule.Given.class),
          TaskSpec.NextItem.class, Set.of(LabelRule.NextItem.class));

  private static final Map<Class<?>, String> LABEL_ADVICE =
      Map.of(
          TaskSpec.Binary.class, "occurs or given",
          TaskSpec.Multiclass.class, "classOf or given",
          TaskSpec.Multilabel.class, "classOf or given",
          TaskSpec.Regression.class, "value or given",
          TaskSpec.TokenTagging.class, "given",
          TaskSpec.NextItem.class, "nextItem");

  private TaskRules() {}

  static Checks check(
      Class<? extends TaskSpec> kind,
      String name,
      LabelRule label,
      double weight,
      HeadSpec head,
      Optional<HistoryStatistic> floor) {
    return new Checks(kind)
        .require(
            name != null && NAME.matcher(name).matches(),
            "",
            Checks.quoted(name),
            "is not a task name: letters, digits and hyphens after a first letter, no underscore")
        .given("label", label)
        .require(
            label == null || LABELS.get(kind).contains(label.getClass()),
            "label",
            spelled(label),
            "does not make labels of this kind of task: use " + LABEL_ADVICE.get(kind))
        .atLeast("weight", weight, 0)
        .given("head", head)
        .require(
            floor.isEmpty() || floorFits(kind, floor.get()),
            "floor",
            floor.map(TaskRules::spelled).orElse(""),
            "is no floor for this kind of task: binary and regression take a number, multiclass"
                + " takes lastClass, the other kinds none");
  }

  /** The name of a rule or statistic as in a recipe. */
  private static String spelled(Object rule) {
    String name = rule == null ? "" : rule.getClass().getSimpleName();
    return name.isEmpty() ? name : Character.toLowerCase(name.charAt(0)) + name.substring(1);
  }

  private static boolean floorFits(Class<? extends TaskSpec> kind, HistoryStatistic floor) {
    boolean isClass = floor instanceof HistoryStatistic.LastClass;
    return kind == TaskSpec.Multiclass.class
        ? isClass
        : !isClass && (kind == TaskSpec.Binary.class || kind == TaskSpec.Regression.class);
  }

  static Checks checkClasses(
      Checks checks, LabelRule label, List<String> classes, List<Double> classWeights) {
    checks
        .require(
            classes.size() != 1, "classes", classes, "is only one class: name two or more, or none")
        .distinct("classes", classes)
        .require(
            classWeights.isEmpty() || classWeights.size() == classes.size(),
            "classWeights",
            classWeights.size() + " weights",
            "do not fit " + classes.size() + " named classes: give one for each class");
    for (int i = 0; i < classWeights.size(); i++) {
      checks.atLeast("classWeights[" + i + "]", classWeights.get(i), 0);
    }
    if (label instanceof LabelRule.ClassOf classOf && !classes.isEmpty()) {
      int bands = classOf.bands().size();
      checks.require(
          bands == 0 || classes.size() == bands + 1,
          "classes",
          classes.size() + " classes",
          "do not fit " + bands + " bands, which make " + (bands + 1));
    }
    return checks;
  }

  /** The set of all classes of a horizon is known when the horizon is over. */
  static Checks checkHorizonEnds(Checks checks, LabelRule label) {
    return checks.require(
        !(label instanceof LabelRule.ClassOf classOf)
            || classOf.withinDays().orElse(1) != Double.POSITIVE_INFINITY,
        "label.withinDays",
        ".inf",
        "never ends, so the set of all classes up to there is never known: give days");
  }
}
