package org.taskweave.hyperparam.recipe;

import java.nio.file.Path;

/**
 * Where a study's files are: study.duckdb, study.yaml, recipe.yaml, bundles/, best-recipe.yaml,
 * report.html, quarantine/, and single/TASK/ for the studies of single tasks.
 */
public record StudyFolder(Path path) {

  /** Everything that happened. */
  public Path database() {
    return path.resolve("study.duckdb");
  }

  /** A copy of the study's file. */
  public Path study() {
    return path.resolve("study.yaml");
  }

  /** A copy of the recipe's file. */
  public Path recipe() {
    return path.resolve("recipe.yaml");
  }

  /** The best trial's bundle is trial-NUMBER in it. */
  public Path bundles() {
    return path.resolve("bundles");
  }

  /** The recipe with the found values. */
  public Path bestRecipe() {
    return path.resolve("best-recipe.yaml");
  }

  /** The report. */
  public Path report() {
    return path.resolve("report.html");
  }

  /** Bad rows of the log. */
  public Path quarantine() {
    return path.resolve("quarantine");
  }

  /** The folder of the study of one task alone. */
  public StudyFolder single(String task) {
    return new StudyFolder(path.resolve("single").resolve(task));
  }
}
