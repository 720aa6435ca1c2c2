package org.taskweave.core.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;
import org.taskweave.core.InvalidInputException;
import org.taskweave.core.Suggestion;

/**
 * A kind of part of a tokenizer's pipeline: objects with a "type" and the fields of that type.
 *
 * @param name what the part is called in the file
 */
record Part(String name, Map<String, Map<String, Value>> types) {

  private static final int DEEPEST = 4;

  /** What a field may hold. */
  interface Value {

    /** Refuses another value. */
    void check(String where, JsonNode value, int depth);

    /** Whether the field may be absent. */
    default boolean optional() {
      return false;
    }

    /** The same, of a field that may be absent or null. */
    default Value orAbsent() {
      Value present = this;
      return new Value() {
        @Override
        public void check(String where, JsonNode value, int depth) {
          if (!value.isNull()) {
            present.check(where, value, depth);
          }
        }

        @Override
        public boolean optional() {
          return true;
        }
      };
    }
  }

  static Part named(String name) {
    return new Part(name, new LinkedHashMap<>());
  }

  /** Adds a type with pairs of a field's name and its {@link Value}. */
  Part type(String type, Object... fields) {
    Map<String, Value> values = new LinkedHashMap<>();
    for (int i = 0; i < fields.length; i += 2) {
      values.put((String) fields[i], (Value) fields[i + 1]);
    }
    types.put(type, values);
    return this;
  }

  /** Adds a type that runs several parts of this kind one after the other. */
  Part sequence(String field) {
    Value several =
        (where, value, depth) -> {
          if (!value.isArray() || depth >= DEEPEST) {
            throw refusal(where, value, "a list of parts, nested at most " + DEEPEST + " deep");
          }
          for (int i = 0; i < value.size(); i++) {
            check(where + "[" + i + "]", value.get(i), depth + 1);
          }
        };
    return type("Sequence", field, several);
  }

  /** Refuses what is no such part; null is one that does nothing. */
  void check(String where, JsonNode part) {
    if (!part.isNull() && !part.isMissingNode()) {
      check(where, part, 0);
    }
  }

  private void check(String where, JsonNode part, int depth) {
    String type = part.path("type").asText();
    Map<String, Value> fields = types.get(type);
    if (!(part instanceof ObjectNode) || fields == null) {
      throw new InvalidInputException(
          where
              + ": \""
              + type
              + "\" is no "
              + name
              + " that this program reads; "
              + Suggestion.forMessage(type, types.keySet()));
    }
    part.fieldNames()
        .forEachRemaining(
            field -> {
              if (!field.equals("type") && !fields.containsKey(field)) {
                throw new InvalidInputException(
                    where + ": " + type + " has no field \"" + field + "\"");
              }
            });
    fields.forEach(
        (field, value) -> {
          JsonNode found = part.path(field);
          if (!found.isMissingNode()) {
            value.check(where + "." + field, found, depth);
          } else if (!value.optional()) {
            throw new InvalidInputException(
                where + ": " + type + " lacks the field \"" + field + "\"");
          }
        });
  }

  static InvalidInputException refusal(String where, JsonNode value, String rule) {
    String text = value.toString();
    return new InvalidInputException(
        where
            + ": is "
            + (text.length() > 60 ? text.substring(0, 60) + "..." : text)
            + ", must be "
            + rule);
  }
}
