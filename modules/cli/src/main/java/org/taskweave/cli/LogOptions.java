package org.taskweave.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.taskweave.core.recipe.Recipe;
import org.taskweave.core.recipe.RecipeTree;
import picocli.CommandLine.Option;

/** Which log a command reads: the bundle's own recipe with other files. */
final class LogOptions {

  @Option(
      names = "--data",
      paramLabel = "FILE",
      description =
          "The log: files or globs with the columns the bundle was trained on; by default the"
              + " recipe's own. May be repeated.")
  private List<String> files = new ArrayList<>();

  @Option(
      names = "--set",
      paramLabel = "PATH=VALUE",
      description =
          "Overrides a field of the bundle's recipe under data, examples or evaluation; may be"
              + " repeated.")
  private List<String> overrides = new ArrayList<>();

  @Option(
      names = "--quarantine",
      paramLabel = "FOLDER",
      description = "Where bad rows are written; ${DEFAULT-VALUE} by default.",
      defaultValue = "quarantine")
  private Path quarantine;

  Path quarantine() {
    return quarantine;
  }

  /** The bundle's recipe with what the options change. */
  Recipe recipe(Recipe ofBundle) {
    return changed(RecipeTree.of(ofBundle));
  }

  /**
   * As {@link #recipe}, for predictions: these are made for all users of a log, also those that a
   * k-core left out of training, unless an option asks for one.
   */
  Recipe recipeForPredictions(Recipe ofBundle) {
    return changed(RecipeTree.of(ofBundle).with("data.core", 1));
  }

  /** A recipe for the predictions of all users of other files. */
  static Recipe recipeForPredictions(Recipe ofBundle, List<String> files) {
    return reading(RecipeTree.of(ofBundle).with("data.core", 1), files).bind();
  }

  private static RecipeTree reading(RecipeTree tree, List<String> files) {
    return tree.with(
        "data.files",
        files.stream().map(file -> file.startsWith("sample:") ? file : absolute(file)).toList());
  }

  private Recipe changed(RecipeTree ofBundle) {
    RecipeTree tree = files.isEmpty() ? ofBundle : reading(ofBundle, files);
    for (String override : overrides) {
      String section = override.replaceFirst("[.=\\[].*$", "");
      if (!List.of("data", "examples", "evaluation").contains(section)) {
        throw new org.taskweave.core.InvalidInputException(
            "--set "
                + override
                + ": a trained bundle's \""
                + section
                + "\" cannot change; only"
                + " fields under data, examples and evaluation can. Train again instead.");
      }
      tree = tree.override(override);
    }
    return tree.bind();
  }

  private static String absolute(String file) {
    return Path.of("").toAbsolutePath().resolve(file).toString();
  }
}
