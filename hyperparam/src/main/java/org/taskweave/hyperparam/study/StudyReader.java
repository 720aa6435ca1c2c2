package org.taskweave.hyperparam.study;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.taskweave.core.InvalidInputException;
import org.taskweave.core.config.ConfigNode;
import org.taskweave.core.config.ConfigPath;
import org.taskweave.core.config.LocatedProblems;
import org.taskweave.core.config.RecordBinder;
import org.taskweave.core.config.RenamedKeys;
import org.taskweave.core.config.YamlText;
import org.taskweave.core.recipe.RecipeTree;

/** Studies from YAML files. */
public final class StudyReader {

  private static final RenamedKeys RENAMED = RenamedKeys.NONE.with("repeats", "trainingsPerTrial");

  private final StudyText text;
  private final LocatedProblems problems = new LocatedProblems();

  private StudyReader(StudyText text) {
    this.text = text;
  }

  /**
   * Reads a study's file and its recipe, and binds the recipe at the corners of the space.
   *
   * @param overrides "path=value" for the study file, the value in YAML
   * @throws InvalidInputException everything that is wrong, one line each
   */
  public static StudyDefinition read(Path file, List<String> overrides) {
    Path source = file.toAbsolutePath().normalize();
    String yaml = contents(file);
    ConfigNode root = overridden(parse(yaml, file.toString(), new LocatedProblems()), overrides);
    Optional<Path> recipeFile =
        ConfigPath.parse("recipe")
            .find(root)
            .filter(node -> node instanceof ConfigNode.Scalar && !node.isNull())
            .map(node -> source.resolveSibling(((ConfigNode.Scalar) node).text()).normalize());
    return read(
        new StudyText(yaml, source, overrides, recipeFile.map(RecipeTree::standalone), recipeFile));
  }

  /** Reads a study from the texts of its files. */
  public static StudyDefinition read(StudyText text) {
    return new StudyReader(text).read();
  }

  private StudyDefinition read() {
    String source = text.source().getFileName().toString();
    ConfigNode root = overridden(parse(text.yaml(), source, problems), text.overrides());
    if (!(root instanceof ConfigNode.Mapping mapping)) {
      throw new InvalidInputException(
          source + ": is not a study: it needs recipe, space, objective and budget");
    }
    RecipeTree recipe = recipe(mapping, source);
    Map<String, ConfigNode> rest = new LinkedHashMap<>(mapping.entries());
    rest.remove("recipe");
    rest.remove("set");
    ConfigNode settings = Shorthand.writtenOut(new ConfigNode.Mapping(rest, root.position()));
    Optional<StudySpec> spec =
        new RecordBinder(ZoneOffset.UTC, problems, RENAMED).bind(StudySpec.class, settings);
    problems.throwIfAny();
    StudyDefinition study = new StudyDefinition(spec.orElseThrow(), recipe, text);
    new StudyChecks(study, root).throwIfAny();
    return study;
  }

  private RecipeTree recipe(ConfigNode.Mapping root, String source) {
    ConfigNode node = root.entries().get("recipe");
    if (node == null || node.isNull()) {
      throw new InvalidInputException(
          source + ": recipe: is missing: name a recipe's file, or write the recipe there");
    }
    RecipeTree tree =
        text.recipeYaml().isPresent()
            ? RecipeTree.parse(
                text.recipeYaml().get(),
                text.recipeSource().orElseThrow().toString(),
                text.recipeSource().orElseThrow().getParent())
            : RecipeTree.of(node, source, Optional.ofNullable(text.source().getParent()));
    ConfigNode set = root.entries().get("set");
    if (set == null || set.isNull()) {
      return tree;
    }
    if (!(set instanceof ConfigNode.Mapping values)) {
      throw new InvalidInputException(
          set.position() + ": set: " + set.describe() + " must be a map from paths to values");
    }
    for (Map.Entry<String, ConfigNode> value : values.entries().entrySet()) {
      tree = tree.with(value.getKey(), value.getValue());
    }
    return tree;
  }

  private static ConfigNode override(ConfigNode root, String pathAndValue) {
    int equals = pathAndValue.indexOf('=');
    if (equals < 1) {
      throw new InvalidInputException(
          "--set " + pathAndValue + ": is not of the form path=value, as in budget.trials=5");
    }
    RecipeTree.requireValue(pathAndValue);
    ConfigNode value =
        YamlText.parseValue(pathAndValue.substring(equals + 1), "--set " + pathAndValue);
    return ConfigPath.parse(pathAndValue.substring(0, equals).strip()).replace(root, value);
  }

  private static ConfigNode overridden(ConfigNode root, List<String> overrides) {
    ConfigNode changed = root;
    for (String each : overrides) {
      changed = override(changed, each);
    }
    return changed;
  }

  private static ConfigNode parse(String yaml, String source, LocatedProblems problems) {
    return YamlText.parse(yaml, source, problems);
  }

  private static String contents(Path file) {
    try {
      return YamlText.read(file);
    } catch (NoSuchFileException e) {
      throw new InvalidInputException(
          file + ": there is no such study: check the path, or see model-zoo/recipes", e);
    } catch (IOException e) {
      throw new InvalidInputException(file + ": cannot be read: " + e, e);
    }
  }
}
