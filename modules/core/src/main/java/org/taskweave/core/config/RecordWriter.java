package org.taskweave.core.config;

import java.lang.reflect.RecordComponent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Turns a record into maps, lists and scalars that {@link RecordBinder} reads back as an equal
 * record. Everything is written, defaults too, so that the text keeps its meaning when a default
 * changes; only what is absent is left out.
 */
public final class RecordWriter {

  private RecordWriter() {}

  /** The record as a map. */
  public static Map<String, Object> write(Record value) {
    Map<String, Object> map = new LinkedHashMap<>();
    components(value, map);
    return map;
  }

  private static void components(Record value, Map<String, Object> into) {
    for (RecordComponent component : value.getClass().getRecordComponents()) {
      Object part = RecordShape.componentValue(component, value);
      if (component.isAnnotationPresent(Inline.class)) {
        into.putAll(map((Record) part));
      } else if (!component.isAnnotationPresent(MapKey.class)) {
        plain(part).ifPresent(written -> into.put(component.getName(), written));
      }
    }
  }

  private static Optional<Object> plain(Object value) {
    if (value instanceof Optional) {
      return ((Optional<?>) value).flatMap(RecordWriter::plain);
    }
    if (value instanceof OptionalDouble number) {
      return number.isPresent() ? Optional.of(number.getAsDouble()) : Optional.empty();
    }
    if (value instanceof List) {
      return Optional.of(list((List<?>) value));
    }
    if (value instanceof Record record) {
      return Optional.of(map(record));
    }
    if (value instanceof Enum) {
      return Optional.of(RecordShape.spell((Enum<?>) value));
    }
    return Optional.of(value instanceof Instant ? value.toString() : value);
  }

  private static Map<String, Object> map(Record value) {
    Map<String, Object> map = new LinkedHashMap<>();
    Optional<Class<?>> parent = RecordShape.sealedParent(value.getClass());
    if (parent.isPresent() && parent.get().isAnnotationPresent(KindKey.class)) {
      map.put(
          parent.get().getAnnotation(KindKey.class).value(),
          RecordShape.variantName(value.getClass()));
      components(value, map);
    } else if (parent.isPresent()) {
      map.put(RecordShape.variantName(value.getClass()), write(value));
    } else {
      components(value, map);
    }
    return map;
  }

  private static Object list(List<?> values) {
    if (!values.isEmpty() && RecordShape.isKeyed(values.get(0).getClass())) {
      Map<String, Object> map = new LinkedHashMap<>();
      for (Object value : values) {
        map.put(key((Record) value), map((Record) value));
      }
      return map;
    }
    List<Object> list = new ArrayList<>();
    for (Object value : values) {
      plain(value).ifPresent(list::add);
    }
    return list;
  }

  private static String key(Record value) {
    return Arrays.stream(value.getClass().getRecordComponents())
        .filter(component -> component.isAnnotationPresent(MapKey.class))
        .map(component -> (String) RecordShape.componentValue(component, value))
        .findFirst()
        .orElseThrow();
  }
}
