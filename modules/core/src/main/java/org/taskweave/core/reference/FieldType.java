package org.taskweave.core.reference;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.taskweave.core.config.KindKey;
import org.taskweave.core.config.NamedBy;
import org.taskweave.core.config.RecordShape;

/**
 * What a record component holds, without Optional and List around it.
 *
 * @param element the class of the value, or of a list's elements
 * @param list whether it is a list
 * @param optional whether it may be absent
 */
record FieldType(Class<?> element, boolean list, boolean optional) {

  static FieldType of(RecordComponent component) {
    return of(component.getGenericType());
  }

  private static FieldType of(Type type) {
    if (type == OptionalDouble.class) {
      return new FieldType(double.class, false, true);
    }
    if (type instanceof ParameterizedType parameterized) {
      FieldType inner = of(parameterized.getActualTypeArguments()[0]);
      boolean list = parameterized.getRawType() == List.class;
      return new FieldType(
          inner.element, list || inner.list, parameterized.getRawType() == Optional.class);
    }
    return new FieldType((Class<?>) type, false, false);
  }

  /** A list that is written as a map. */
  boolean keyed() {
    return list && RecordShape.isKeyed(element);
  }

  boolean isRecord() {
    return element.isRecord();
  }

  /** A sealed type whose variant is told by a key beside the others. */
  boolean hasKinds() {
    return RecordShape.hasVariants(element) && element.isAnnotationPresent(KindKey.class);
  }

  /** A sealed type whose variant is the only key of a map. */
  boolean hasVariants() {
    return RecordShape.hasVariants(element) && !hasKinds();
  }

  /** In words. */
  String words(RecordComponent component) {
    String one = words(element);
    if (keyed()) {
      return "map of names to maps";
    }
    String words = list ? "list of " + plural(one) : one;
    return component.isAnnotationPresent(NamedBy.class)
        ? words
            + ", or map of "
            + component.getAnnotation(NamedBy.class).value()
            + " to "
            + plural(one)
        : words;
  }

  private static String words(Class<?> type) {
    if (type == String.class) {
      return "text";
    }
    if (type == boolean.class || type == Boolean.class) {
      return "true or false";
    }
    if (isWhole(type)) {
      return "whole number";
    }
    if (type == Instant.class) {
      return "date or time";
    }
    return type.isEnum() ? "word" : isNumber(type) ? "number" : "map";
  }

  private static String plural(String words) {
    return words.equals("date or time") ? "dates or times" : words + "s";
  }

  static boolean isWhole(Class<?> type) {
    return type == int.class || type == long.class || type == Integer.class || type == Long.class;
  }

  static boolean isNumber(Class<?> type) {
    return isWhole(type) || type == double.class || type == Double.class;
  }
}
