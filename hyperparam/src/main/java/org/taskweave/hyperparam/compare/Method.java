package org.taskweave.hyperparam.compare;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.taskweave.core.InvalidInputException;
import org.taskweave.core.config.ConfigNode;
import org.taskweave.core.config.YamlText;
import org.taskweave.core.recipe.RecipeTree;

/**
 * A way to train tasks together: a recipe with other values.
 *
 * @param name as in tables
 * @param overrides values by path; none for the recipe as it is
 */
public record Method(String name, Map<String, ConfigNode> overrides) {

  /** The word for what the recipe says itself. */
  private static final String DEFAULT = "default";

  public Method {
    overrides = Collections.unmodifiableMap(new LinkedHashMap<>(overrides));
  }

  RecipeTree applyTo(RecipeTree recipe) {
    RecipeTree tree = recipe;
    for (Map.Entry<String, ConfigNode> override : overrides.entrySet()) {
      tree = tree.with(override.getKey(), override.getValue());
    }
    return tree;
  }

  /** The values as plain ones, by path. */
  Map<String, Object> changes() {
    Map<String, Object> changes = new LinkedHashMap<>();
    overrides.forEach((path, value) -> changes.put(path, YamlText.plain(value)));
    return changes;
  }

  /**
   * Every sharing with every balancing, then the named ones; the recipe as it is if none are given.
   *
   * @param sharing kinds ("mmoe"), blocks of YAML ("{kind: mmoe, experts: 8}"), or "default"
   * @param balancing likewise
   * @param named of the form "name: {path: value, ...}"
   * @throws InvalidInputException if two have the same name, or one is no YAML
   */
  public static List<Method> of(List<String> sharing, List<String> balancing, List<String> named) {
    List<Method> methods = new ArrayList<>();
    if (named.isEmpty() || !sharing.isEmpty() || !balancing.isEmpty()) {
      for (String share : sharing.isEmpty() ? List.of(DEFAULT) : sharing) {
        for (String balance : balancing.isEmpty() ? List.of(DEFAULT) : balancing) {
          methods.add(combined(share.strip(), balance.strip()));
        }
      }
    }
    named.forEach(text -> methods.add(named(text)));
    List<String> names = methods.stream().map(Method::name).toList();
    names.forEach(
        name -> {
          if (Collections.frequency(names, name) > 1) {
            throw new InvalidInputException(
                "the method \"" + name + "\" is given twice: give each once");
          }
        });
    return methods;
  }

  private static Method combined(String sharing, String balancing) {
    Map<String, ConfigNode> overrides = new LinkedHashMap<>();
    List<String> names = new ArrayList<>();
    add("sharing", sharing, overrides, names);
    add("balancing", balancing, overrides, names);
    return new Method(names.isEmpty() ? DEFAULT : String.join(" + ", names), overrides);
  }

  private static void add(
      String path, String text, Map<String, ConfigNode> overrides, List<String> names) {
    if (text.equals(DEFAULT)) {
      return;
    }
    boolean block = text.startsWith("{");
    String yaml = block ? text : "{kind: " + text + "}";
    overrides.put(path, YamlText.parseValue(yaml, "--" + path + " " + text));
    names.add(block ? text.substring(1, text.length() - 1).replace("kind: ", "") : text);
  }

  private static Method named(String text) {
    if (YamlText.parseValue(text, "--method " + text) instanceof ConfigNode.Mapping one
        && one.entries().size() == 1
        && one.entries().values().iterator().next() instanceof ConfigNode.Mapping paths) {
      return new Method(one.entries().keySet().iterator().next(), paths.entries());
    }
    throw new InvalidInputException(
        "--method "
            + text
            + ": is not of the form 'name: {path: value}', as in 'slow: {training.learningRate:"
            + " 1e-4}'");
  }

  /** Splits a list at its commas outside of braces and brackets. */
  public static List<String> split(String list) {
    List<String> parts = new ArrayList<>();
    int depth = 0;
    int start = 0;
    for (int i = 0; i < list.length(); i++) {
      char c = list.charAt(i);
      depth += c == '{' || c == '[' ? 1 : c == '}' || c == ']' ? -1 : 0;
      if (c == ',' && depth == 0) {
        parts.add(list.substring(start, i).strip());
        start = i + 1;
      }
    }
    parts.add(list.substring(start).strip());
    return parts.stream().filter(part -> !part.isEmpty()).toList();
  }
}
