package org.taskweave.core.recipe;

import java.util.List;
import org.taskweave.core.Checks;
import org.taskweave.core.Suggestion;
import org.taskweave.core.task.HistoryStatistic;
import org.taskweave.core.task.LabelForm;
import org.taskweave.core.task.TaskSpec;

/** What a sharing architecture asks of tasks and features. */
final class SharingRules {
  private final Checks checks;
  private final List<TaskSpec> tasks;

  SharingRules(Checks checks, List<TaskSpec> tasks) {
    this.checks = checks;
    this.tasks = tasks;
  }

  void fits(SharingRecipe sharing, FeaturesRecipe features) {
    if (sharing instanceof SharingRecipe.Esmm esmm) {
      binary("sharing.click", esmm.click());
      binary("sharing.purchase", esmm.purchase());
    }
    if (sharing instanceof SharingRecipe.Aitm aitm) {
      for (int i = 0; i < aitm.chain().size(); i++) {
        binary("sharing.chain[" + i + "]", aitm.chain().get(i));
      }
    }
    if (!(sharing instanceof SharingRecipe.SharedBottom) && !tasks.isEmpty()) {
      checks.require(
          !tasks.stream().allMatch(TaskSpec::perToken),
          "sharing",
          "this architecture",
          "shares between tasks of whole sequences, and all tasks tag tokens: remove it");
    }
    sharing.domainFeature().ifPresent(name -> domain(name, features));
  }

  private void binary(String path, String name) {
    List<String> names = tasks.stream().map(TaskSpec::name).toList();
    int index = names.indexOf(name);
    checks.require(
        index >= 0,
        path,
        Checks.quoted(name),
        "is not a task; " + Suggestion.forMessage(name, names));
    if (index >= 0) {
      checks.require(
          tasks.get(index).labelForm() == LabelForm.FLAG,
          path,
          Checks.quoted(name),
          "is not a binary task: only probabilities of yes and no form a chain");
    }
  }

  private void domain(String name, FeaturesRecipe features) {
    List<String> names = features.user().stream().map(FeaturesRecipe.UserFeature::name).toList();
    int index = names.indexOf(name);
    checks.require(
        index >= 0,
        "sharing.domain",
        Checks.quoted(name),
        "is not a user feature: add it under features.user, as in "
            + name
            + ": {lastClass: {attribute: platform}}"
            + (names.isEmpty() ? "" : "; " + Suggestion.forMessage(name, names)));
    if (index >= 0) {
      checks.require(
          features.user().get(index).statistic() instanceof HistoryStatistic.LastClass,
          "sharing.domain",
          Checks.quoted(name),
          "is a number, and a domain is one of several: name a user feature of the kind lastClass");
    }
  }
}
