package org.taskweave.core.config;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How a record type, or the variants of a sealed type, are spelled in a file. */
public final class RecordShape {

  private RecordShape() {}

  /** The keys a record's map may have. */
  static List<String> keys(Class<?> type) {
    List<String> keys = new ArrayList<>();
    if (type.isSealed()) {
      return new ArrayList<>(variants(type).keySet());
    }
    for (RecordComponent component : type.getRecordComponents()) {
      if (component.isAnnotationPresent(Inline.class)) {
        keys.addAll(keys(component.getType()));
      } else if (!component.isAnnotationPresent(MapKey.class)) {
        keys.add(component.getName());
      }
    }
    return keys;
  }

  /** The variants of a sealed type by the name they have in a file. */
  public static Map<String, Class<?>> variants(Class<?> sealedType) {
    Map<String, Class<?>> variants = new LinkedHashMap<>();
    for (Class<?> variant : sealedType.getPermittedSubclasses()) {
      variants.put(variantName(variant), variant);
    }
    return variants;
  }

  static String variantName(Class<?> variant) {
    String suffix =
        sealedParent(variant)
            .map(parent -> parent.getAnnotation(KindKey.class))
            .map(KindKey::suffix)
            .orElse("");
    String name = variant.getSimpleName();
    name = name.endsWith(suffix) ? name.substring(0, name.length() - suffix.length()) : name;
    return Character.toLowerCase(name.charAt(0)) + name.substring(1);
  }

  /** The sealed type a record is a variant of. */
  public static Optional<Class<?>> sealedParent(Class<?> type) {
    return Arrays.<Class<?>>stream(type.getInterfaces()).filter(Class::isSealed).findFirst();
  }

  /** Is a list of these written as a map? */
  public static boolean isKeyed(Class<?> type) {
    Class<?> example = type.isSealed() ? type.getPermittedSubclasses()[0] : type;
    return example.isRecord()
        && Arrays.stream(example.getRecordComponents())
            .anyMatch(component -> component.isAnnotationPresent(MapKey.class));
  }

  /** An enum constant as written in a file: NEXT_BASKET is nextBasket. */
  public static String spell(Enum<?> constant) {
    StringBuilder spelled = new StringBuilder();
    boolean upper = false;
    for (char letter : constant.name().toCharArray()) {
      if (letter == '_') {
        upper = true;
      } else {
        spelled.append(upper ? letter : Character.toLowerCase(letter));
        upper = false;
      }
    }
    return spelled.toString();
  }

  static Object componentValue(RecordComponent component, Object theRecord) {
    try {
      component.getAccessor().setAccessible(true);
      return component.getAccessor().invoke(theRecord);
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw new IllegalStateException("cannot read " + component, e);
    }
  }
}
