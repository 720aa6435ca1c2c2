package org.taskweave.core.reference;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.taskweave.core.file.JsonText;

/**
 * The field reference as a JSON schema, for completion and checks in editors. Nothing is required
 * and nothing forbidden that stands in the recipe of an {@code extends}: whether a recipe is whole
 * is told when it is read.
 */
public final class RecipeSchema {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final FieldReference reference;

  public RecipeSchema(FieldReference reference) {
    this.reference = reference;
  }

  /** The schema's text. */
  public String write() {
    ObjectNode root = JSON.createObjectNode();
    root.put("$schema", "https://json-schema.org/draft/2020-12/schema");
    root.put("title", "Taskweave recipe");
    Map<String, Field> head = new LinkedHashMap<>();
    reference.fields().forEach(field -> head.put(field.path(), field));
    ObjectNode properties = object(root);
    properties
        .putObject("extends")
        .put("type", "string")
        .put("description", "Another recipe, from this file's folder, that this one changes.");
    head.forEach((name, field) -> properties.set(name, schema(List.of(field))));
    return JsonText.of(JSON.writerWithDefaultPrettyPrinter(), root) + "\n";
  }

  /** Makes a node a map and returns its properties. */
  private static ObjectNode object(ObjectNode node) {
    node.put("type", "object");
    node.put("additionalProperties", false);
    return node.putObject("properties");
  }

  /** The schema of a key; of several fields where kinds give it different meanings. */
  private static ObjectNode schema(List<Field> fields) {
    if (fields.size() > 1) {
      ObjectNode either = JSON.createObjectNode();
      ArrayNode any = either.putArray("anyOf");
      fields.forEach(field -> any.add(schema(List.of(field))));
      return either;
    }
    Field field = fields.get(0);
    ObjectNode node = JSON.createObjectNode();
    node.put("description", description(field));
    String type = field.type();
    if (type.startsWith("map of names")) {
      node.putArray("type").add("object").add("null");
      node.set("additionalProperties", map(field));
    } else if (type.startsWith("list of maps")) {
      node.putArray("type").add("array").add("null");
      node.set("items", map(field));
    } else if (type.equals("map")) {
      node.setAll(map(field));
    } else if (type.startsWith("list of ")) {
      ArrayNode types = node.putArray("type").add("array").add("null");
      if (type.contains(", or map")) {
        types.add("object");
      }
      ObjectNode items = node.putObject("items");
      scalar(items, type.replaceFirst("list of ", "").replaceFirst("s(,.*)?$", ""));
    } else {
      scalar(node, type);
      if (!field.choices().isEmpty()) {
        node.remove("type");
        ArrayNode values = node.putArray("enum");
        field.choices().forEach(choice -> values.add(choice.name()));
        values.addNull();
      }
    }
    return node;
  }

  private static ObjectNode map(Field field) {
    ObjectNode node = JSON.createObjectNode();
    ObjectNode properties = object(node);
    node.putArray("type").add("object").add("null");
    Map<String, List<Field>> byKey = new LinkedHashMap<>();
    for (Field child : field.children()) {
      String key = child.path().substring(child.path().lastIndexOf('.') + 1);
      byKey.merge(
          key,
          List.of(child),
          (some, more) -> java.util.stream.Stream.concat(some.stream(), more.stream()).toList());
    }
    byKey.forEach((key, children) -> properties.set(key, schema(children)));
    return node;
  }

  private static void scalar(ObjectNode node, String words) {
    ArrayNode types = node.putArray("type");
    if (words.equals("whole number")) {
      types.add("integer");
    } else if (words.equals("number")) {
      types.add("number");
    } else if (words.equals("true or false")) {
      types.add("boolean");
    } else {
      types.add("string").add("number").add("boolean");
    }
    types.add("null");
  }

  private static String description(Field field) {
    return (field.kinds().isEmpty() ? "" : "(" + String.join(", ", field.kinds()) + ") ")
        + field.meaning()
        + (field.byDefault().isPresent() ? " Default: " + field.byDefault().get() : "");
  }
}
