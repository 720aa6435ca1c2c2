package org.taskweave.hyperparam.compare;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.taskweave.core.InvalidInputException;
import org.taskweave.core.config.ConfigPath;
import org.taskweave.core.config.LocatedProblems;
import org.taskweave.core.config.YamlText;
import org.taskweave.core.recipe.Recipe;
import org.taskweave.core.recipe.RecipeReader;

/**
 * Whether recipes ask the same of the same examples: seed, log, splits, and each task's kind,
 * label, classes and floor. What models read of it (tables beside the log, features) and how they
 * learn may differ.
 */
final class SameQuestion {

  private static final Pattern ASKED =
      Pattern.compile(
          "seed|data\\.(?!items\\.|users\\.|columns\\.itemAttributes).*|examples\\..*"
              + "|tasks\\.[^.]+\\.(kind|reads|label|classes|levels|bins|floor|seen)\\b.*");

  private SameQuestion() {}

  /**
   * Refuses recipes that do not.
   *
   * @param recipes by name
   * @throws InvalidInputException names the first fields that differ
   */
  static void require(Map<String, Recipe> recipes) {
    Map.Entry<String, Recipe> first = recipes.entrySet().iterator().next();
    Map<String, String> expected = asked(first.getValue());
    List<String> problems = new ArrayList<>();
    recipes.forEach(
        (name, recipe) -> {
          Map<String, String> given = asked(recipe);
          Set<String> paths = new TreeSet<>(expected.keySet());
          paths.addAll(given.keySet());
          for (String path : paths) {
            String there = expected.getOrDefault(path, "not given");
            String here = given.getOrDefault(path, "not given");
            if (!there.equals(here)) {
              problems.add(
                  name + ": " + path + ": is " + here + ", but " + there + " in " + first.getKey());
              break;
            }
          }
        });
    if (!problems.isEmpty()) {
      throw new InvalidInputException(
          String.join("\n", problems)
              + "\nRecipes are compared on the same log, splits and tasks: make them agree, or"
              + " compare them apart");
    }
  }

  /** The fields that must agree, with all defaults. */
  private static Map<String, String> asked(Recipe recipe) {
    Map<String, String> fields = new LinkedHashMap<>();
    ConfigPath.leaves(
        YamlText.parse(RecipeReader.write(recipe), "recipe", new LocatedProblems()),
        "",
        (path, value) -> {
          if (ASKED.matcher(path).matches()) {
            fields.put(path, String.valueOf(YamlText.plain(value)));
          }
        });
    return fields;
  }
}
