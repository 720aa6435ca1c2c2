package org.taskweave.core.recipe;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
    Map<String, String> old = fields(before);
    Map<String, String> current = fields(now);
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

  private static boolean isFree(String path) {
    return FREE.stream()
        .anyMatch(
            free ->
                path.equals(free) || path.startsWith(free + ".") || path.startsWith(free + "["));
  }

  private static Map<String, String> fields(String yaml) {
    Map<String, String> fields = new LinkedHashMap<>();
    ConfigPath.leaves(
        YamlText.parse(yaml, "recipe", new LocatedProblems()),
        "",
        (path, node) -> fields.put(path, node.describe()));
    return fields;
  }
}
