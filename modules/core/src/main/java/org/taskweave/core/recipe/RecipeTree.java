package org.taskweave.core.recipe;

import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.taskweave.core.InvalidInputException;
import org.taskweave.core.Suggestion;
import org.taskweave.core.config.ConfigNode;
import org.taskweave.core.config.ConfigPath;
import org.taskweave.core.config.LocatedProblems;
import org.taskweave.core.config.RecordBinder;
import org.taskweave.core.config.RecordWriter;
import org.taskweave.core.config.YamlText;

/**
 * A recipe before it is checked: values by path. Immutable, so that trials of a search can each
 * change fields of one tree: {@code tree.with("tasks.reorder.weight", 2).bind()}.
 */
public final class RecipeTree {
  private final ConfigNode root;

  /** Folders of the files that the tree was read from, by the name that positions have. */
  private final Map<String, Path> folders;

  private final List<LocatedProblems.Located> duplicateKeys;

  private RecipeTree(
      ConfigNode root, Map<String, Path> folders, List<LocatedProblems.Located> duplicateKeys) {
    this.root = root;
    this.folders = folders;
    this.duplicateKeys = duplicateKeys;
  }

  /**
   * Reads a file and those it {@code extends}; relative paths in a file are resolved against its
   * folder.
   *
   * @throws InvalidInputException one cannot be read, is not YAML, or extends itself
   */
  public static RecipeTree read(Path file) {
    RecipeFiles files = RecipeFiles.read(file);
    return new RecipeTree(files.root(), files.folders(), files.duplicateKeys());
  }

  /**
   * A file's text; when it extends others, that of all put together with absolute paths, so that it
   * can be kept and read without them.
   *
   * @throws InvalidInputException as {@link #read}
   */
  public static String standalone(Path file) {
    RecipeFiles files = RecipeFiles.read(file);
    return files.folders().size() == 1
        ? RecipeFiles.text(file)
        : YamlText.write(new RecipePaths(files.folders()).resolve(files.root()));
  }

  /** Parses text; relative paths in it stay as they are. */
  public static RecipeTree parse(String yaml, String sourceName) {
    return parse(yaml, sourceName, Map.of());
  }

  /**
   * Parses text that came from a file.
   *
   * @param folder relative paths in the text start from there
   */
  public static RecipeTree parse(String yaml, String sourceName, Path folder) {
    return parse(yaml, sourceName, Map.of(sourceName, folder));
  }

  /**
   * A recipe that is part of another file.
   *
   * @param sourceName of the file, as in the positions of the nodes
   * @param folder relative paths start from there, if given
   */
  public static RecipeTree of(ConfigNode root, String sourceName, Optional<Path> folder) {
    return new RecipeTree(
        root, folder.map(path -> Map.of(sourceName, path)).orElse(Map.of()), List.of());
  }

  private static RecipeTree parse(String yaml, String sourceName, Map<String, Path> folders) {
    LocatedProblems problems = new LocatedProblems();
    ConfigNode root = YamlText.parse(yaml, sourceName, problems);
    return new RecipeTree(root, folders, problems.found());
  }

  /** The tree of a recipe, defaults included: {@link #paths()} is then all there is to set. */
  public static RecipeTree of(Recipe recipe) {
    return parse(YamlText.write(RecordWriter.write(recipe)), "recipe");
  }

  /** The value at a path as YAML text, if it was written. */
  public Optional<String> get(String path) {
    return ConfigPath.parse(path)
        .find(root)
        .filter(node -> !node.isNull())
        .map(
            node ->
                node instanceof ConfigNode.Scalar scalar
                    ? scalar.text()
                    : YamlText.write(YamlText.plain(node)));
  }

  /** The value at a path, if it was written. */
  public Optional<ConfigNode> node(String path) {
    return ConfigPath.parse(path).find(root);
  }

  /**
   * A tree with another value at a path.
   *
   * @param value a String, Number, Boolean, List or Map
   * @throws InvalidInputException the path is none, or leads through a text or past a list's end
   */
  public RecipeTree with(String path, Object value) {
    return replace(path, YamlText.write(value), "value of " + path);
  }

  /** A tree with another value at a path; the value keeps the place where it was written. */
  public RecipeTree with(String path, ConfigNode value) {
    ConfigPath where = ConfigPath.parse(path);
    requireTask(where, value.position() + ": " + path);
    return new RecipeTree(where.replace(root, value), folders, duplicateKeys);
  }

  /**
   * A tree with an override of the form "path=value", the value in YAML.
   *
   * @throws InvalidInputException it has another form
   */
  public RecipeTree override(String pathAndValue) {
    int equals = pathAndValue.indexOf('=');
    if (equals < 1) {
      throw new InvalidInputException(
          "--set "
              + pathAndValue
              + ": is not of the form path=value, as in tasks.reorder.weight=2");
    }
    requireValue(pathAndValue);
    return replace(
        pathAndValue.substring(0, equals).strip(),
        pathAndValue.substring(equals + 1),
        "--set " + pathAndValue);
  }

  /** A tree with overrides, applied in order. */
  public RecipeTree override(List<String> pathsAndValues) {
    RecipeTree changed = this;
    for (String each : pathsAndValues) {
      changed = changed.override(each);
    }
    return changed;
  }

  /**
   * Checks an override: nothing after the sign is a slip, not the default.
   *
   * @throws InvalidInputException no value follows the first "="
   */
  public static void requireValue(String pathAndValue) {
    if (pathAndValue.substring(pathAndValue.indexOf('=') + 1).isBlank()) {
      throw new InvalidInputException(
          "--set "
              + pathAndValue
              + ": has no value: write one after the =, null for the default, or \"\" for an empty"
              + " text");
    }
  }

  private RecipeTree replace(String path, String yaml, String origin) {
    ConfigNode value = YamlText.parseValue(yaml, origin);
    requireTask(ConfigPath.parse(path), origin);
    ConfigNode changed = ConfigPath.parse(path).replace(root, value);
    return new RecipeTree(changed, folders, duplicateKeys);
  }

  /** A field of a task can only be set where the task is, or a slip would make another one. */
  private void requireTask(ConfigPath path, String origin) {
    if (path.length() > 2
        && path.first(1).lastKey().equals("tasks")
        && path.first(2).find(root).isEmpty()
        && path.first(1).find(root).orElse(root) instanceof ConfigNode.Mapping tasks) {
      throw new InvalidInputException(
          origin
              + ": "
              + path.first(2)
              + ": there is no such task; "
              + Suggestion.forMessage(path.first(2).lastKey(), tasks.entries().keySet()));
    }
  }

  /** This tree as YAML with absolute paths, so that it can be kept and parsed elsewhere. */
  public String text() {
    return YamlText.write(new RecipePaths(folders).resolve(root));
  }

  /** The paths of all values written, in order. */
  public List<String> paths() {
    List<String> paths = new ArrayList<>();
    ConfigPath.leaves(root, "", (path, node) -> paths.add(path));
    return paths;
  }

  /**
   * The recipe.
   *
   * @throws InvalidInputException everything that is wrong, one line each
   */
  public Recipe bind() {
    LocatedProblems problems = new LocatedProblems(duplicateKeys);
    ConfigPath.parse(RecipeFiles.EXTENDS)
        .find(root)
        .ifPresent(
            node -> {
              throw new InvalidInputException(
                  node.position()
                      + ": extends: is read at the head of a recipe's own file alone: a recipe that"
                      + " stands in another file or was kept with a model is whole");
            });
    ConfigNode resolved = new RecipePaths(folders).resolve(withoutUselessDecay());
    Optional<Recipe> recipe =
        new RecordBinder(zone(), problems, RenamedRecipeKeys.ALL).bind(Recipe.class, resolved);
    problems.throwIfAny();
    return recipe.orElseThrow();
  }

  /** The default weight decay belongs to the default optimizer; the other ones have none. */
  private ConfigNode withoutUselessDecay() {
    boolean none =
        get("training.optimizer").filter(name -> !name.equals("adamw")).isPresent()
            && get("training.weightDecay").isEmpty();
    return none
        ? ConfigPath.parse("training.weightDecay")
            .replace(root, YamlText.parseValue("0", "training.weightDecay"))
        : root;
  }

  /** The zone dates begin in; an unknown one is reported when the recipe is bound. */
  private ZoneId zone() {
    try {
      return ZoneId.of(get("data.timeZone").orElse("UTC"));
    } catch (DateTimeException e) {
      return ZoneId.of("UTC");
    }
  }
}
