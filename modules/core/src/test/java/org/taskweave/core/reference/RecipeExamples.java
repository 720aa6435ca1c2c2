package org.taskweave.core.reference;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.taskweave.core.config.ConfigNode;
import org.taskweave.core.config.LocatedProblems;
import org.taskweave.core.config.YamlText;

/** Examples of fields: the first value that recipes have there, or what the type allows. */
final class RecipeExamples {

  private final List<ConfigNode> recipes;

  private RecipeExamples(List<ConfigNode> recipes) {
    this.recipes = recipes;
  }

  static RecipeExamples of(List<Path> files) throws IOException {
    List<ConfigNode> recipes = new java.util.ArrayList<>();
    for (Path file : files) {
      recipes.add(YamlText.parse(Files.readString(file), file.toString(), new LocatedProblems()));
    }
    return new RecipeExamples(recipes);
  }

  /** By path; fields that only hold others have none. */
  Map<String, String> of(FieldReference reference) {
    Map<String, String> examples = new TreeMap<>();
    List<Field> fields =
        reference.fields().stream()
            .flatMap(field -> field.all().stream())
            .filter(field -> !field.type().contains("map") || field.type().contains(", or map"))
            .toList();
    for (Field field : fields) {
      Optional<String> yaml = at(field.path());
      for (Field other : fields) {
        yaml =
            yaml.or(
                () ->
                    lastSteps(other).equals(lastSteps(field))
                        ? at(other.path())
                        : Optional.empty());
      }
      examples.putIfAbsent(
          field.path(),
          field.path().replaceAll(".*\\.", "") + ": " + yaml.orElseGet(() -> fallback(field)));
    }
    return examples;
  }

  /** A statistic's or rule's field is the same wherever the statistic stands. */
  private static String lastSteps(Field field) {
    return field.path().replaceAll(".*\\.([^.]*\\.[^.]*)$", "$1");
  }

  private Optional<String> at(String path) {
    return recipes.stream()
        .map(recipe -> find(recipe, path.replace("[]", ".[]").split("\\.", -1), 0))
        .flatMap(Optional::stream)
        .findFirst()
        .map(RecipeExamples::flow);
  }

  private static String fallback(Field field) {
    if (!field.choices().isEmpty()) {
      return field.choices().get(field.choices().size() - 1).name();
    }
    String byDefault = field.byDefault().orElse("");
    if (field.type().equals("true or false")) {
      return byDefault.equals("true") ? "false" : "true";
    }
    return field.type().endsWith("number") && !byDefault.isEmpty() ? byDefault : "";
  }

  private static Optional<ConfigNode> find(ConfigNode node, String[] steps, int i) {
    if (node == null || node.isNull()) {
      return Optional.empty();
    }
    if (i == steps.length) {
      return Optional.of(node);
    }
    if (steps[i].equals("[]")) {
      return node instanceof ConfigNode.Sequence list
          ? list.elements().stream().flatMap(each -> find(each, steps, i + 1).stream()).findFirst()
          : Optional.empty();
    }
    if (!(node instanceof ConfigNode.Mapping map)) {
      return Optional.empty();
    }
    return steps[i].equals("*")
        ? map.entries().values().stream()
            .flatMap(each -> find(each, steps, i + 1).stream())
            .findFirst()
        : find(map.entries().get(steps[i]), steps, i + 1);
  }

  private static String flow(ConfigNode node) {
    if (node instanceof ConfigNode.Sequence list) {
      return list.elements().stream()
          .map(RecipeExamples::flow)
          .collect(Collectors.joining(", ", "[", "]"));
    }
    if (node instanceof ConfigNode.Mapping map) {
      return map.entries().entrySet().stream()
          .map(entry -> entry.getKey() + ": " + flow(entry.getValue()))
          .collect(Collectors.joining(", ", "{", "}"));
    }
    ConfigNode.Scalar scalar = (ConfigNode.Scalar) node;
    String line = scalar.text().replaceAll("\\s+", " ").strip();
    if (line.length() > 60) {
      return "'SELECT ..., a * b AS amount FROM log'";
    }
    return scalar.quoted() ? "'" + line.replace("'", "''") + "'" : line;
  }
}
