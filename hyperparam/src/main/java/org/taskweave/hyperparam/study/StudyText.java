package org.taskweave.hyperparam.study;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A study as written, so that it can be kept and read again.
 *
 * @param yaml of the study file
 * @param source the file's path, for messages and to find its recipe
 * @param overrides "path=value" for the study file, applied in order
 * @param recipeYaml of the recipe's file, with what it extends; absent when the recipe stands in
 *     the study file
 * @param recipeSource the recipe file's path
 */
public record StudyText(
    String yaml,
    Path source,
    List<String> overrides,
    Optional<String> recipeYaml,
    Optional<Path> recipeSource) {

  public StudyText {
    overrides = List.copyOf(overrides);
  }
}
