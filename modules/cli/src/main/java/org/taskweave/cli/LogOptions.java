package org.taskweave.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.taskweave.core.InvalidInputException;
import org.taskweave.core.recipe.Recipe;
import org.taskweave.core.recipe.RecipeTree;
import org.taskweave.core.recipe.TableRecipe;
import org.taskweave.data.event.BehaviorEvent;
import org.taskweave.data.log.LogReader;
import org.taskweave.data.log.NumericAttributes;
import org.taskweave.data.log.ReadTable;
import org.taskweave.data.log.TableReader;
import org.taskweave.data.side.SideTable;
import org.taskweave.training.run.RunListener;
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
      names = "--user-table",
      paramLabel = "FILE",
      description =
          "The table of users: files with the columns of the recipe's data.users; by default the"
              + " recipe's own. May be repeated.")
  private List<String> users = new ArrayList<>();

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

  /** Hands over a recipe's log user by user. */
  void readUsers(Recipe recipe, RunListener listener, Consumer<List<BehaviorEvent>> user) {
    listener.logRead(
        new LogReader(recipe.data(), Path.of(""), NumericAttributes.of(recipe))
            .readUsers(quarantine, user));
  }

  /** What the recipe's table says of users; of nobody without one. */
  SideTable users(Recipe recipe, RunListener listener) {
    Optional<TableRecipe> table = recipe.data().users();
    if (table.isEmpty()) {
      return SideTable.EMPTY;
    }
    ReadTable read = TableReader.users(table.get(), Path.of("")).read(Set.of(), quarantine);
    listener.stage(read.report().toString());
    return read.table();
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
    return tree.with("data.items", (Object) null).with("data.files", absolute(files));
  }

  /** What a table says of items is in the bundle's catalog: its files are not read again. */
  private Recipe changed(RecipeTree ofBundle) {
    RecipeTree withoutItems = ofBundle.with("data.items", (Object) null);
    RecipeTree tree = files.isEmpty() ? withoutItems : reading(withoutItems, files);
    if (!users.isEmpty()) {
      if (ofBundle.node("data.users").filter(node -> !node.isNull()).isEmpty()) {
        throw new InvalidInputException(
            "--user-table: the bundle's recipe has no data.users, so its model reads no table of users:"
                + " leave it out");
      }
      tree = tree.with("data.users.files", absolute(users));
    }
    return changed(
        tree,
        overrides,
        List.of("data", "examples", "evaluation"),
        section ->
            "a trained bundle's \""
                + section
                + "\" cannot change; only"
                + " fields under data, examples and evaluation can. Train again instead.");
  }

  /**
   * A bundle's recipe with overrides of some of its parts.
   *
   * @param free parts that may change
   * @param refusal what to say of an override of another part
   */
  static Recipe changed(
      RecipeTree ofBundle,
      List<String> overrides,
      List<String> free,
      UnaryOperator<String> refusal) {
    for (String override : overrides) {
      String section = override.replaceFirst("[.=\\[].*$", "");
      if (!free.contains(section)) {
        throw new InvalidInputException("--set " + override + ": " + refusal.apply(section));
      }
    }
    return ofBundle.override(overrides).bind();
  }

  static List<String> absolute(List<String> files) {
    Path here = Path.of("").toAbsolutePath();
    return files.stream()
        .map(file -> file.startsWith("sample:") ? file : here.resolve(file).toString())
        .toList();
  }
}
