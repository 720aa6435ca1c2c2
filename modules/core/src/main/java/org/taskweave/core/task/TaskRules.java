package org.taskweave.core.task;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.taskweave.core.Checks;

/** What every task has to obey, and what its kind asks of its label and floor. */
final class TaskRules {
  /** No underscore: the engine splits names of parameters there. */
  private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9-]*");

  private final Checks checks;
  private final LabelForm form;
  private final FloorRule floorRule;

  TaskRules(Class<? extends TaskSpec> kind, LabelForm form, FloorRule floorRule) {
    this.checks = new Checks(kind);
    this.form = form;
    this.floorRule = floorRule;
  }

  /** What every kind has; returns the checks, for what the kind adds. */
  Checks check(
      String name,
      LabelRule label,
      double weight,
      HeadSpec head,
      Optional<HistoryStatistic> floor) {
    return checks
        .require(
            name != null && NAME.matcher(name).matches(),
            "",
            Checks.quoted(name),
            "is not a task name: letters, digits and hyphens after a first letter, no underscore")
        .given("label", label)
        .require(
            label == null || form.isMadeBy(label),
            "label",
            label == null ? "" : spelled(label.getClass()),
            "does not make labels of this kind of task: use " + form.advice())
        .atLeast("weight", weight, 0)
        .given("head", head)
        .require(
            floor.isEmpty() || floorRule.fits(floor.get()),
            "floor",
            floor.map(rule -> spelled(rule.getClass())).orElse(""),
            "is no floor for this kind of task, which " + floorRule.advice());
  }

  /** Reports all problems. */
  void done() {
    checks.done();
  }

  /** The name of a rule or statistic as in a recipe. */
  static String spelled(Class<?> rule) {
    String name = rule.getSimpleName();
    return Character.toLowerCase(name.charAt(0)) + name.substring(1);
  }

  /** Names and weights of classes, and the bands that make them. */
  void checkClasses(LabelRule label, List<String> classes, List<Double> classWeights) {
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
    int bands = label == null ? 0 : label.bands().size();
    checks.require(
        bands == 0 || classes.isEmpty() || classes.size() == bands + 1,
        "classes",
        classes.size() + " classes",
        "do not fit " + bands + " bands, which make " + (bands + 1));
  }

  /** The set of all classes of a horizon is known when the horizon is over. */
  void checkHorizonEnds(LabelRule label) {
    checks.require(
        label == null || label.withinDays().orElse(1) != Double.POSITIVE_INFINITY,
        "label.withinDays",
        ".inf",
        "never ends, so the set of all classes up to there is never known: give days");
  }
}
