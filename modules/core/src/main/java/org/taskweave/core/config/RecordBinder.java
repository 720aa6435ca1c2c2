package org.taskweave.core.config;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.taskweave.core.Suggestion;

/**
 * Turns a tree into records. Every problem is noted, and reading goes on: a component that cannot
 * be read is replaced by nothing, so that the record's own checks still see the others; what they
 * say about the replaced one is dropped. A method returns null when it noted a problem.
 */
public final class RecordBinder {
  private final LocatedProblems problems;
  private final ScalarBinder scalars;
  private final RecordMaker maker;
  private final RenamedKeys renamed;

  /**
   * A binder.
   *
   * @param zone where a date without a time begins
   * @param problems everything wrong is noted there
   * @param renamed keys that the file had once
   */
  public RecordBinder(ZoneId zone, LocatedProblems problems, RenamedKeys renamed) {
    this.problems = problems;
    this.renamed = renamed;
    this.scalars = new ScalarBinder(zone, problems);
    this.maker = new RecordMaker(problems);
  }

  /** The record, or nothing when problems were noted. */
  public <T extends Record> Optional<T> bind(Class<T> type, ConfigNode root) {
    return Optional.ofNullable(type.cast(value(type, root, "")));
  }

  private Object value(Type type, ConfigNode node, String path) {
    if (type == OptionalDouble.class) {
      Object number = scalars.bind(double.class, node, path);
      return number == null ? null : OptionalDouble.of((Double) number);
    }
    if (type instanceof ParameterizedType parameterizedType) {
      Type argument = parameterizedType.getActualTypeArguments()[0];
      if (parameterizedType.getRawType() == Optional.class) {
        Object inner = value(argument, node, path);
        return inner == null ? null : Optional.of(inner);
      }
      return list((Class<?>) argument, node, path);
    }
    Class<?> plain = (Class<?>) type;
    if (RecordShape.hasVariants(plain)) {
      return variant(plain, node, path, Optional.empty(), false);
    }
    return plain.isRecord()
        ? ofRecord(plain, node, path, Optional.empty(), List.of())
        : scalars.bind(plain, node, path);
  }

  private Object list(Class<?> elementType, ConfigNode node, String path) {
    List<Object> values = new ArrayList<>();
    if (RecordShape.isKeyed(elementType) && node instanceof ConfigNode.Mapping mapping) {
      mapping
          .entries()
          .forEach(
              (key, element) -> {
                String elementPath = ConfigPath.append(path, key);
                values.add(
                    RecordShape.hasVariants(elementType)
                        ? variant(elementType, element, elementPath, Optional.of(key), false)
                        : ofRecord(elementType, element, elementPath, Optional.of(key), List.of()));
              });
    } else if (node instanceof ConfigNode.Sequence sequence
        && (!RecordShape.isKeyed(elementType) || sequence.elements().isEmpty())) {
      List<ConfigNode> elements = sequence.elements();
      for (int i = 0; i < elements.size(); i++) {
        values.add(value(elementType, elements.get(i), path + "[" + i + "]"));
      }
    } else {
      String rule =
          RecordShape.isKeyed(elementType)
              ? " must be a map from a name to its settings"
              : " must be a list: write it in brackets, [a, b]";
      problems.add(node.position(), path, node.describe() + rule);
      return null;
    }
    return values.contains(null) ? null : List.copyOf(values);
  }

  /** A variant told by a key ("kind: binary"), or the only entry of a map ("{occurs: {...}}"). */
  private Object variant(
      Class<?> type, ConfigNode node, String path, Optional<String> key, boolean inline) {
    Map<String, Class<?>> variants = RecordShape.variants(type);
    if (!(node instanceof ConfigNode.Mapping mapping)) {
      problems.add(
          node.position(),
          path,
          node.describe() + " must be a map; choose from: " + String.join(", ", variants.keySet()));
      return null;
    }
    Map<String, ConfigNode> entries = mapping.entries();
    KindKey kindKey = type.getAnnotation(KindKey.class);
    if (kindKey != null) {
      ConfigNode kind = entries.get(kindKey.value());
      String name = word(mapping).apply(kindKey.value());
      if (!variants.containsKey(name)) {
        problems.add(
            (kind == null ? node : kind).position(),
            ConfigPath.append(path, kindKey.value()),
            (kind == null ? "is missing; " : kind.describe() + " is not known; ")
                + Suggestion.forMessage(name, variants.keySet()));
        return null;
      }
      return ofRecord(variants.get(name), node, path, key, List.of(kindKey.value()));
    }
    List<String> named =
        entries.keySet().stream().filter(name -> !inline || variants.containsKey(name)).toList();
    if (named.size() != 1) {
      problems.add(
          node.position(),
          path,
          (named.isEmpty() ? "nothing is" : String.join(" and ", named) + " are")
              + " given where exactly one must be; choose from: "
              + String.join(", ", variants.keySet()));
      return null;
    }
    String name = named.get(0);
    String variantPath = ConfigPath.append(path, name);
    ConfigNode body = entries.get(name);
    if (!variants.containsKey(name)) {
      problems.add(
          body.position(),
          variantPath,
          "unknown key; " + Suggestion.forMessage(name, variants.keySet()));
      return null;
    }
    ConfigNode given = body.isNull() ? new ConfigNode.Mapping(Map.of(), body.position()) : body;
    return ofRecord(variants.get(name), given, variantPath, Optional.empty(), List.of());
  }

  private Object ofRecord(
      Class<?> type, ConfigNode node, String path, Optional<String> key, List<String> otherKeys) {
    if (!(node instanceof ConfigNode.Mapping mapping)) {
      problems.add(
          node.position(),
          path,
          node.describe()
              + " must be a map with keys of: "
              + String.join(", ", RecordShape.keys(type)));
      return null;
    }

    boolean known = knownKeys(type, mapping, path, otherKeys);
    RecordComponent[] components = type.getRecordComponents();
    Object[] values = new Object[components.length];
    Set<String> failed = new HashSet<>();
    for (int i = 0; i < components.length; i++) {
      RecordComponent component = components[i];
      values[i] =
          component.isAnnotationPresent(MapKey.class)
              ? key.orElseThrow()
              : component.isAnnotationPresent(Inline.class)
                  ? inlined(component.getType(), mapping, path)
                  : component(component, mapping, path);
      if (values[i] == null) {
        failed.add(component.getName());
        values[i] = RecordMaker.nothing(component.getType());
      }
    }
    Object made = maker.make(type, values, failed, mapping, path);
    return known && failed.isEmpty() ? made : null;
  }

  private boolean knownKeys(
      Class<?> type, ConfigNode.Mapping mapping, String path, List<String> otherKeys) {
    List<String> keys = new ArrayList<>(otherKeys);
    keys.addAll(RecordShape.keys(type, word(mapping)));
    boolean known = true;
    for (Map.Entry<String, ConfigNode> entry : mapping.entries().entrySet()) {
      if (!keys.contains(entry.getKey())) {
        known = false;
        String unknown = ConfigPath.append(path, entry.getKey());
        problems.add(
            entry.getValue().position(),
            unknown,
            renamed
                .advice(unknown)
                .orElseGet(() -> "unknown key; " + Suggestion.forMessage(entry.getKey(), keys)));
      }
    }
    return known;
  }

  private Object inlined(Class<?> type, ConfigNode.Mapping mapping, String path) {
    if (RecordShape.hasVariants(type) && !type.isAnnotationPresent(KindKey.class)) {
      return variant(type, mapping, path, Optional.empty(), true);
    }
    List<String> own = RecordShape.keys(type, word(mapping));
    Map<String, ConfigNode> entries = new LinkedHashMap<>(mapping.entries());
    entries.keySet().retainAll(own);
    ConfigNode part = new ConfigNode.Mapping(entries, mapping.position());
    return RecordShape.hasVariants(type)
        ? variant(type, part, path, Optional.empty(), false)
        : ofRecord(type, part, path, Optional.empty(), List.of());
  }

  /** What a mapping has for a key, where that is a word. */
  private static UnaryOperator<String> word(ConfigNode.Mapping mapping) {
    return key ->
        mapping.entries().get(key) instanceof ConfigNode.Scalar scalar ? scalar.text() : "";
  }

  private Object component(RecordComponent component, ConfigNode.Mapping mapping, String path) {
    String name = component.getName();
    String componentPath = ConfigPath.append(path, name);
    ConfigNode node = mapping.entries().get(name);
    if (node == null || node.isNull()) {
      DefaultValue byDefault = component.getAnnotation(DefaultValue.class);
      if (byDefault == null && component.getType() == Optional.class) {
        return Optional.empty();
      }
      if (byDefault == null && component.getType() == OptionalDouble.class) {
        return OptionalDouble.empty();
      }
      if (byDefault == null) {
        problems.add(
            (node == null ? mapping : node).position(),
            componentPath,
            "is missing; it has no default: add \"" + name + ": ...\"");
        return null;
      }
      node = YamlText.parseValue(byDefault.value(), mapping.position().toString());
    }
    NamedBy namedBy = component.getAnnotation(NamedBy.class);
    if (namedBy != null && node instanceof ConfigNode.Mapping) {
      return new NamedNumbers(scalars, problems)
          .bind((ConfigNode.Mapping) node, componentPath, mapping, namedBy.value());
    }
    return value(component.getGenericType(), node, componentPath);
  }
}
