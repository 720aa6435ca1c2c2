package org.taskweave.core.recipe;

import java.util.List;
import java.util.TreeSet;
import org.taskweave.core.Checks;
import org.taskweave.core.config.ConfigPath;
import org.taskweave.core.task.LabelForm;
import org.taskweave.core.task.TaskSpec;

/** What tasks that read user and item ask of a recipe. */
final class ItemTaskRules {

  private final Checks checks;
  private final List<TaskSpec> tasks;
  private final List<TaskSpec> reading;

  ItemTaskRules(Checks checks, List<TaskSpec> tasks) {
    this.checks = checks;
    this.tasks = tasks;
    this.reading = tasks.stream().filter(task -> task.head().readsItem()).toList();
  }

  void fit(
      ExamplesRecipe examples,
      SequenceRecipe sequence,
      FeaturesRecipe features,
      SequenceModelRecipe model) {
    reading.forEach(task -> fits(task, examples, sequence, model));
    TreeSet<String> actions = new TreeSet<>();
    reading.forEach(task -> actions.add(task.label().namedAction().orElse("any action")));
    checks.require(
        actions.size() <= 1 || examples.perImpression().isPresent(),
        "tasks",
        actions,
        "are the actions of tasks that read user and item: they are all about one event, so give"
            + " them the same label.action");
    checks.require(
        features.effects().isEmpty() || !reading.isEmpty(),
        "features.effects",
        "this",
        "tells of an item, but no task reads one: set reads: userAndItem in a task, or remove it");
    checks.require(
        features.target().isEmpty() || !reading.isEmpty(),
        "features.target",
        "this",
        "tells of an item, but no task reads one: set reads: userAndItem in a task, or remove it");
    checks.require(
        model.layers() > 0
            || model.objective() != SequenceModelRecipe.Objective.NEXT
            || sequence.kind() != SequenceRecipe.Kind.HIERARCHICAL
            || reading.stream().anyMatch(task -> task.head().attends()),
        "sequenceModel.layers",
        0,
        "lets a task read the newest event alone: give 1 or more, or set interaction: {kind:"
            + " targetAttention} in a task that reads userAndItem");
    perEventFits(examples, features, model);
    examples.perImpression().ifPresent(shown -> perImpressionFits(shown, examples.horizonDays()));
  }

  private void fits(
      TaskSpec task, ExamplesRecipe examples, SequenceRecipe sequence, SequenceModelRecipe model) {
    String path = ConfigPath.append("tasks", task.name());
    checks.require(
        sequence.kind() == SequenceRecipe.Kind.HIERARCHICAL,
        path + ".reads",
        "userAndItem",
        "needs items' vectors: set sequence.kind: hierarchical");
    checks.require(
        task.label().readsAnEvent()
            || (examples.perImpression().isPresent() && task.ranking().isEmpty()),
        path + ".reads",
        "userAndItem",
        "needs a label that is read from the item's own event: atLeast or isOneOf (binary), value"
            + " (regression) or classOf (classes); or examples.perImpression, for what follows");
    checks.require(
        model.objective() != SequenceModelRecipe.Objective.MASKED,
        "sequenceModel.objective",
        "masked",
        "hides the item that task "
            + Checks.quoted(task.name())
            + " reads: set it to next, or that task's reads to user");
    checks.require(
        !task.head().attends() || model.objective() != SequenceModelRecipe.Objective.OTHERS,
        path + ".interaction.kind",
        "targetAttention",
        "is what sequenceModel.objective: others does for every task: remove it, or give fm or dcn");
    checks.require(
        task.head().tower().isEmpty(),
        path + ".tower",
        "this",
        "reads the shared representation alone: remove it, or set reads: user");
  }

  /** What follows an impression is known when a horizon of days is over. */
  private void perImpressionFits(ExamplesRecipe.PerImpression shown, double horizonDays) {
    checks.require(
        shown.negativeShare() == 1
            || tasks.stream().anyMatch(task -> task.labelForm() == LabelForm.FLAG),
        "examples.perImpression.negativeShare",
        shown.negativeShare(),
        "leaves out impressions that every yes-or-no task says no to, but no task asks yes or no:"
            + " remove it, or add a binary task");
    checks.require(
        shown.negativesPerPage().isEmpty()
            || tasks.stream().anyMatch(task -> task.labelForm() == LabelForm.FLAG),
        "examples.perImpression.negativesPerPage",
        shown.negativesPerPage().orElse(0),
        "leaves out impressions that every yes-or-no task says no to, but no task asks yes or no:"
            + " remove it, or add a binary task");
    checks.require(
        shown.drawn().isEmpty() || tasks.stream().anyMatch(shown::asksWhetherItOccurs),
        "examples.perImpression.drawn",
        "this",
        "draws items for tasks that ask whether the user takes them, but there is none: add a"
            + " binary task with label: {occurs: {action: "
            + shown.action()
            + "}}, or remove it");
    for (TaskSpec task : tasks) {
      String path = ConfigPath.append("tasks", task.name());
      checks.require(
          task.head().readsItem(),
          path + ".reads",
          "user",
          "has no meaning with examples.perImpression, where the label belongs to an item: set it"
              + " to userAndItem, or leave the task out");
      checks.require(
          shown.drawn().isPresent() || !shown.asksWhetherItOccurs(task),
          path + ".label.occurs",
          shown.action(),
          "is what every example is, so the answer is always yes: add examples.perImpression.drawn:"
              + " {count: 4} for items to tell it from, or ask what follows");
      boolean follows =
          task.label().namedAction().map(a -> !a.equals(shown.action())).orElse(false);
      checks.require(
          !follows || Double.isFinite(task.label().withinDays().orElse(horizonDays)),
          path + ".label.withinDays",
          ".inf",
          "never ends, so what follows an impression is never known: give days");
    }
  }

  /** Other events tell of one whose item is given, and of nothing else. */
  private void perEventFits(
      ExamplesRecipe examples, FeaturesRecipe features, SequenceModelRecipe model) {
    boolean others = model.objective() == SequenceModelRecipe.Objective.OTHERS;
    checks.require(
        others == examples.perEvent().isPresent(),
        "sequenceModel.objective",
        others ? "others" : "next",
        "does not fit: examples.perEvent and sequenceModel.objective: others go together");
    if (examples.perEvent().isEmpty()) {
      return;
    }
    for (TaskSpec task : tasks) {
      checks.require(
          task.head().readsItem(),
          ConfigPath.append("tasks", task.name()) + ".reads",
          "user",
          "has no meaning with examples.perEvent, where the label belongs to an item: set it to"
              + " userAndItem, or leave the task out");
    }
    checks.require(
        features.user().isEmpty(),
        "features.user",
        "this",
        "looks back from a cut, and with examples.perEvent the history lies on both sides: remove"
            + " it");
    checks.require(
        features.target().isEmpty(),
        "features.target",
        "this",
        "looks back from a cut, and with examples.perEvent the history lies on both sides: remove"
            + " it");
  }
}
