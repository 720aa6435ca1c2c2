package org.taskweave.core.reference;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.taskweave.core.config.ConfigNode;
import org.taskweave.core.config.ConfigPath;

/** The part of JSON schema that the recipes' schema uses. */
final class SchemaCheck {

  private SchemaCheck() {}

  /** Paths of what the schema refuses. */
  static List<String> problems(JsonNode schema, ConfigNode value) {
    List<String> problems = new ArrayList<>();
    check(schema, value, "", problems);
    return problems;
  }

  private static void check(JsonNode schema, ConfigNode value, String path, List<String> problems) {
    if (schema.has("anyOf")) {
      for (JsonNode choice : schema.get("anyOf")) {
        if (problems(choice, value).isEmpty()) {
          return;
        }
      }
      problems.add(path);
    } else if (schema.has("enum")) {
      boolean known = value.isNull();
      for (JsonNode each : schema.get("enum")) {
        known |= value instanceof ConfigNode.Scalar scalar && scalar.text().equals(each.asText());
      }
      if (!known) {
        problems.add(path);
      }
    } else if (!typeFits(schema.get("type").toString(), value)) {
      problems.add(path);
    } else if (value instanceof ConfigNode.Mapping map) {
      for (Map.Entry<String, ConfigNode> entry : map.entries().entrySet()) {
        String own = ConfigPath.append(path, entry.getKey());
        JsonNode more = schema.path("additionalProperties");
        JsonNode known = schema.path("properties").path(entry.getKey());
        if (!known.isMissingNode()) {
          check(known, entry.getValue(), own, problems);
        } else if (more.isObject()) {
          check(more, entry.getValue(), own, problems);
        } else if (more.isBoolean()) {
          problems.add(own);
        }
      }
    } else if (value instanceof ConfigNode.Sequence list) {
      for (ConfigNode element : list.elements()) {
        check(schema.get("items"), element, path + "[]", problems);
      }
    }
  }

  private static boolean typeFits(String types, ConfigNode value) {
    if (value instanceof ConfigNode.Mapping) {
      return types.contains("object");
    }
    if (value instanceof ConfigNode.Sequence) {
      return types.contains("array");
    }
    String text = ((ConfigNode.Scalar) value).text();
    return value.isNull()
        || types.contains("string")
        || (types.contains("boolean") && text.matches("true|false"))
        || (types.contains("number") && text.matches("-?\\.inf|[-+0-9.eE]+"))
        || (types.contains("integer") && text.matches("-?\\d+"));
  }
}
