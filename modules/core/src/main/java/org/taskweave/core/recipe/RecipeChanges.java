package org.taskweave.core.recipe;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.taskweave.core.config.ConfigNode;
import org.taskweave.core.config.ConfigPath;
import org.taskweave.core.config.LocatedProblems;
import org.taskweave.core.config.YamlText;

/** In what two recipes differ, field by field. */
public final class RecipeChanges {

  /**
   * What a training's result does not depend on: where the log lies (its content is compared by its
   * hash), what is let through of it, and how the finished model is measured.
   */
  public static final List<String> FREE =
      List.of(
          "data.files",
          "data.maxQuarantineShare",
          "data.items.files",
          "data.items.maxQuarantineShare",
          "data.users.files",
          "data.users.maxQuarantineShare",
          "encoder.frozenStatesMegabytes",
          "evaluation");

  private RecipeChanges() {}

  /**
   * Compares the texts of two recipes, all defaults written.
   *
   * @return one line for each field that differs and is not {@link #FREE}: "path: before -> now"
   */
  public static List<String> between(String before, String now) {
    Map<String, String> old = fields(before, ConfigNode::describe);
    Map<String, String> current = fields(now, ConfigNode::describe);
    Set<String> paths = new LinkedHashSet<>(old.keySet());
    paths.addAll(current.keySet());
    List<String> changes = new ArrayList<>();
    for (String path : paths) {
      String was = old.getOrDefault(path, "not there");
      String is = current.getOrDefault(path, "not there");
      if (!was.equals(is) && !isFree(path)) {
        changes.add(path + ": " + was + " -> " + is);
      }
    }
    return changes;
  }

  /**
   * Compares the texts of several recipes, all defaults written.
   *
   * @return for each field that they do not all agree on, what each of them says; "" where one has
   *     no such field. {@link #FREE} fields are among them
   */
  public static Map<String, List<String>> among(List<String> recipes) {
    List<Map<String, String>> all = recipes.stream().map(yaml -> fields(yaml)).toList();
    Set<String> paths = new LinkedHashSet<>();
    all.forEach(fields -> paths.addAll(fields.keySet()));
    Map<String, List<String>> differing = new LinkedHashMap<>();
    for (String path : paths) {
      List<String> values = all.stream().map(f -> f.getOrDefault(path, "")).toList();
      if (values.stream().distinct().count() > 1) {
        differing.put(path, values);
      }
    }
    return differing;
  }

  private static boolean isFree(String path) {
    return FREE.stream()
        .anyMatch(
            free ->
                path.equals(free) || path.startsWith(free + ".") || path.startsWith(free + "["));
  }

  /** The values of a recipe's text by path, all of them as texts. */
  public static Map<String, String> fields(String yaml) {
    return fields(
        yaml, node -> node instanceof ConfigNode.Scalar scalar ? scalar.text() : node.describe());
  }

  private static Map<String, String> fields(String yaml, Function<ConfigNode, String> text) {
    Map<String, String> fields = new LinkedHashMap<>();
    ConfigPath.leaves(
        YamlText.parse(yaml, "recipe", new LocatedProblems()),
        "",
        (path, node) -> fields.put(path, text.apply(node)));
    return fields;
  }
}
