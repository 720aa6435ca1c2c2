package org.taskweave.core.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.taskweave.core.InvalidInputException;

/**
 * The way to a value: keys joined by dots, list positions in brackets, and keys that are not plain
 * names in brackets and quotation marks, as in {@code objective[0].weight} or {@code
 * user["a.b"].log1p}.
 */
public final class ConfigPath {
  private static final Pattern PLAIN = Pattern.compile("[^.\\[\\]\"=\\s]+");
  private static final Pattern STEP =
      Pattern.compile("\\.?([^.\\[\\]\"=\\s]+)|\\[(\\d{1,9})\\]|\\[\"((?:[^\"\\\\]|\\\\.)*)\"\\]");

  /** A key (String) or a list position (Integer). */
  private final List<Object> steps;

  private ConfigPath(List<Object> steps) {
    this.steps = List.copyOf(steps);
  }

  /**
   * Reads a path.
   *
   * @throws InvalidInputException it is not one
   */
  public static ConfigPath parse(String path) {
    List<Object> steps = new ArrayList<>();
    Matcher matcher = STEP.matcher(path);
    int end = 0;
    while (end < path.length() && matcher.find(end) && matcher.start() == end) {
      boolean startsWithDot = path.charAt(end) == '.';
      if (matcher.group(1) != null && startsWithDot == steps.isEmpty()) {
        break;
      }
      steps.add(
          matcher.group(1) != null
              ? matcher.group(1)
              : matcher.group(2) != null
                  ? (Object) Integer.valueOf(matcher.group(2))
                  : matcher.group(3).replaceAll("\\\\(.)", "$1"));
      end = matcher.end();
    }
    if (end < path.length() || steps.isEmpty()) {
      throw new InvalidInputException(
          "\"" + path + "\" is not a path: write keys with dots, as in tasks.reorder.weight");
    }
    return new ConfigPath(steps);
  }

  /** The path of a key below another path. */
  public static String append(String path, String key) {
    if (!PLAIN.matcher(key).matches()) {
      return path + "[\"" + key.replace("\\", "\\\\").replace("\"", "\\\"") + "\"]";
    }
    return path.isEmpty() ? key : path + "." + key;
  }

  /** Number of keys and positions. */
  public int length() {
    return steps.size();
  }

  /** The path of the first steps only. */
  public ConfigPath first(int length) {
    return new ConfigPath(steps.subList(0, length));
  }

  /** The last key; empty when the path ends in a position. */
  public String lastKey() {
    return steps.get(steps.size() - 1) instanceof String key ? key : "";
  }

  /** Whether this is a path of the pattern's form, whose step {@code *} stands for any other. */
  boolean matches(ConfigPath pattern) {
    boolean same = steps.size() == pattern.steps.size();
    for (int i = 0; same && i < steps.size(); i++) {
      same = pattern.steps.get(i).equals("*") || pattern.steps.get(i).equals(steps.get(i));
    }
    return same;
  }

  /** The value there, if any. */
  public Optional<ConfigNode> find(ConfigNode root) {
    ConfigNode node = root;
    for (Object step : steps) {
      node = child(node, step);
      if (node == null) {
        return Optional.empty();
      }
    }
    return Optional.of(node);
  }

  /** The place of the value there, or of the nearest value around it. */
  Position nearestPosition(ConfigNode root) {
    ConfigNode nearest = root;
    for (Object step : steps) {
      ConfigNode next = child(nearest, step);
      if (next == null) {
        break;
      }
      nearest = next;
    }
    return nearest.position();
  }

  /**
   * A copy of the tree with another value there; maps that are missing on the way are made.
   *
   * @throws InvalidInputException the way leads through a text or past the end of a list
   */
  public ConfigNode replace(ConfigNode root, ConfigNode value) {
    return replace(root, 0, value);
  }

  private ConfigNode replace(ConfigNode node, int depth, ConfigNode value) {
    if (depth == steps.size()) {
      return value;
    }
    Object step = steps.get(depth);
    if (step instanceof String string && (node == null || node.isNull())) {
      return new ConfigNode.Mapping(
          Map.of(string, replace(null, depth + 1, value)), value.position());
    }
    if (step instanceof String string && node instanceof ConfigNode.Mapping mapping) {
      Map<String, ConfigNode> entries = new LinkedHashMap<>(mapping.entries());
      entries.put(string, replace(entries.get(step), depth + 1, value));
      return new ConfigNode.Mapping(entries, node.position());
    }
    if (step instanceof Integer i && child(node, step) != null) {
      List<ConfigNode> elements = new ArrayList<>(((ConfigNode.Sequence) node).elements());
      int index = i;
      elements.set(index, replace(elements.get(index), depth + 1, value));
      return new ConfigNode.Sequence(elements, node.position());
    }
    throw new InvalidInputException(
        value.position()
            + ": "
            + this
            + ": there is no "
            + (step instanceof String ? "key \"" + step + "\" in " : "position " + step + " in ")
            + (node == null ? "nothing" : node.describe())
            + ": set the value around it as a whole");
  }

  private static ConfigNode child(ConfigNode node, Object step) {
    if (step instanceof String && node instanceof ConfigNode.Mapping mapping) {
      return mapping.entries().get(step);
    }
    if (step instanceof Integer i && node instanceof ConfigNode.Sequence sequence) {
      List<ConfigNode> elements = sequence.elements();
      int index = i;
      return index < elements.size() ? elements.get(index) : null;
    }
    return null;
  }

  /** Visits every scalar of a tree, and every empty list or map. */
  public static void leaves(ConfigNode node, String path, BiConsumer<String, ConfigNode> visitor) {
    if (node instanceof ConfigNode.Mapping mapping && !mapping.entries().isEmpty()) {
      mapping.entries().forEach((key, value) -> leaves(value, append(path, key), visitor));
    } else if (node instanceof ConfigNode.Sequence sequence && !sequence.elements().isEmpty()) {
      List<ConfigNode> elements = sequence.elements();
      for (int i = 0; i < elements.size(); i++) {
        leaves(elements.get(i), path + "[" + i + "]", visitor);
      }
    } else {
      visitor.accept(path, node);
    }
  }

  @Override
  public String toString() {
    String path = "";
    for (Object step : steps) {
      path = step instanceof Integer ? path + "[" + step + "]" : append(path, (String) step);
    }
    return path;
  }
}
