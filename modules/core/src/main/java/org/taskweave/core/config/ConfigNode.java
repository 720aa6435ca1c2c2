package org.taskweave.core.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A value of a configuration file and where it stands; immutable. */
public sealed interface ConfigNode {

  Position position();

  /** Told to the user when something else was expected. */
  String describe();

  /** Nothing, as good as not written. */
  default boolean isNull() {
    return false;
  }

  /**
   * Text, number, truth value or nothing; which one is decided by who reads it.
   *
   * @param quoted written in quotation marks (or as a block), so a text for sure
   */
  record Scalar(String text, boolean quoted, Position position) implements ConfigNode {
    private static final Set<String> NULLS = Set.of("", "~", "null", "Null", "NULL");

    @Override
    public boolean isNull() {
      return !quoted && NULLS.contains(text);
    }

    @Override
    public String describe() {
      return isNull() ? "nothing" : "\"" + text + "\"";
    }
  }

  /** Values in order. */
  record Sequence(List<ConfigNode> elements, Position position) implements ConfigNode {
    public Sequence {
      elements = List.copyOf(elements);
    }

    @Override
    public String describe() {
      return "a list";
    }
  }

  /** Values by key, in the order written. */
  record Mapping(Map<String, ConfigNode> entries, Position position) implements ConfigNode {
    public Mapping {
      entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
    }

    @Override
    public String describe() {
      return "a map";
    }
  }
}
