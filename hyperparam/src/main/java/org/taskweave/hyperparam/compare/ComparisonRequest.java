package org.taskweave.hyperparam.compare;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.taskweave.core.InvalidInputException;
import org.taskweave.core.recipe.RecipeTree;
import org.taskweave.hyperparam.kept.KeptTrainings;

/**
 * What a comparison is asked for: methods of one recipe, or several recipes. It is kept in the
 * comparison's folder, so that a killed one can go on without being told again.
 *
 * @param recipes their texts by name, with absolute paths
 * @param sharing as {@link Method#of} reads it; none where recipes are compared
 * @param balancing likewise
 * @param methods likewise
 * @param seeds how many; the first is each recipe's own, the others follow it
 * @param test whether the test split is measured, too
 */
public record ComparisonRequest(
    Map<String, String> recipes,
    List<String> sharing,
    List<String> balancing,
    List<String> methods,
    int seeds,
    boolean test) {

  public ComparisonRequest {
    if (seeds < 1) {
      throw new InvalidInputException("--seeds " + seeds + ": give 1 or more");
    }
    recipes = Collections.unmodifiableMap(new LinkedHashMap<>(recipes));
    sharing = List.copyOf(sharing);
    balancing = List.copyOf(balancing);
    methods = List.copyOf(methods);
  }

  /**
   * Asks for methods of one recipe.
   *
   * @throws InvalidInputException a method that cannot be read
   */
  public static ComparisonRequest ofMethods(
      RecipeTree recipe,
      List<String> sharing,
      List<String> balancing,
      List<String> methods,
      int seeds,
      boolean test) {
    return new ComparisonRequest(
        Map.of("recipe", recipe.text()), sharing, balancing, methods, seeds, test);
  }

  /**
   * Asks for several recipes as they are.
   *
   * @param recipes by name, two or more
   * @throws InvalidInputException fewer than two
   */
  public static ComparisonRequest ofRecipes(
      Map<String, RecipeTree> recipes, int seeds, boolean test) {
    if (recipes.size() < 2) {
      throw new InvalidInputException(
          "--recipes " + String.join(",", recipes.keySet()) + ": give two or more");
    }
    Map<String, String> texts = new LinkedHashMap<>();
    recipes.forEach((name, tree) -> texts.put(name, tree.text()));
    return new ComparisonRequest(texts, List.of(), List.of(), List.of(), seeds, test);
  }

  /**
   * What was asked for in a folder last.
   *
   * @throws InvalidInputException if nothing was
   */
  public static ComparisonRequest last(ComparisonFolder folder) {
    return KeptTrainings.asked(folder.path(), ComparisonRequest.class, "comparison");
  }

  /** Are several recipes compared? */
  public boolean comparesRecipes() {
    return recipes.size() > 1;
  }

  /** The recipes by name, to be changed by methods and seeds. */
  public Map<String, RecipeTree> trees() {
    Map<String, RecipeTree> trees = new LinkedHashMap<>();
    recipes.forEach((name, text) -> trees.put(name, RecipeTree.parse(text, name)));
    return trees;
  }

  List<Method> allMethods() {
    return Method.of(sharing, balancing, methods);
  }
}
