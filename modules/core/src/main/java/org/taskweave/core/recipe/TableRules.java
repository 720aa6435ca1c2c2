package org.taskweave.core.recipe;

import java.util.List;
import org.taskweave.core.Checks;
import org.taskweave.core.task.TaskSpec;

/** What tables beside the log ask of a recipe: that something reads them. */
final class TableRules {

  private final Checks checks;
  private final List<TaskSpec> tasks;

  TableRules(Checks checks, List<TaskSpec> tasks) {
    this.checks = checks;
    this.tasks = tasks;
  }

  void fit(DataRecipe data, SequenceRecipe sequence) {
    boolean readsItem = tasks.stream().anyMatch(task -> task.head().readsItem());
    boolean hasVectors =
        sequence.kind() == SequenceRecipe.Kind.HIERARCHICAL
            || tasks.stream().anyMatch(task -> task.ranking().isPresent());
    data.items()
        .ifPresent(
            items -> {
              checks.require(
                  !items.hasFeatures() || hasVectors,
                  "data.items",
                  "this",
                  "has features of items, but the model has no items' vectors: set sequence.kind:"
                      + " hierarchical, or list the columns under attributes");
              checks.require(
                  !items.hasFeatures() || items.validFrom().isEmpty() || readsItem,
                  "data.items.validFrom",
                  "this",
                  "dates features that only a task about one item at one time can read: set reads:"
                      + " userAndItem in a task, or remove validFrom to give each item one row");
            });
    data.users()
        .ifPresent(
            users -> {
              checks.require(
                  users.text().isEmpty(),
                  "data.users.text",
                  "this",
                  "is read by nothing: list the column under categorical, or remove it");
              checks.require(
                  users.hasFeatures(),
                  "data.users",
                  "this",
                  "has no feature: list columns under categorical, numeric, multiValued or vectors,"
                      + " or remove it");
            });
  }
}
