package org.taskweave.core.config;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/** How a record type, or the variants of a sealed type, are spelled in a file. */
public final class RecordShape {

  private RecordShape() {}

  /** The keys a record's map may have, whatever its kind. */
  static List<String> keys(Class<?> type) {
    return keys(type, kindKey -> "");
  }

  /**
   * The keys a record's map may have.
   *
   * @param kind the kind that a map names under a key; those of all kinds if it names none
   */
  static List<String> keys(Class<?> type, UnaryOperator<String> kind) {
    if (hasVariants(type)) {
      KindKey kindKey = type.getAnnotation(KindKey.class);
      return kindKey == null
          ? new ArrayList<>(variants(type).keySet())
          : ofKind(type, kindKey.value(), kind);
    }
    List<String> keys = new ArrayList<>();
    for (RecordComponent component : type.getRecordComponents()) {
      if (component.isAnnotationPresent(Inline.class)) {
        keys.addAll(keys(component.getType(), kind));
      } else if (!component.isAnnotationPresent(MapKey.class)) {
        keys.add(component.getName());
      }
    }
    return keys;
  }

  private static List<String> ofKind(
      Class<?> sealedType, String kindKey, UnaryOperator<String> kind) {
    Map<String, Class<?>> variants = variants(sealedType);
    Class<?> named = variants.get(kind.apply(kindKey));
    Set<String> keys = new LinkedHashSet<>(List.of(kindKey));
    for (Class<?> variant : named == null ? variants.values() : List.of(named)) {
      keys.addAll(keys(variant, kind));
    }
    return new ArrayList<>(keys);
  }

  /** A sealed type, but no enum whose constants have bodies, which is sealed, too. */
  public static boolean hasVariants(Class<?> type) {
    return type.isSealed() && !type.isEnum();
  }

  /**
   * The variants of a sealed type by the name they have in a file; those of a sealed type within it
   * are its own.
   */
  public static Map<String, Class<?>> variants(Class<?> sealedType) {
    Map<String, Class<?>> variants = new LinkedHashMap<>();
    for (Class<?> variant : sealedType.getPermittedSubclasses()) {
      if (hasVariants(variant)) {
        variants.putAll(variants(variant));
      } else {
        variants.put(variantName(variant), variant);
      }
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

  /** The sealed type a record is a variant of: the outermost, if one lies within another. */
  public static Optional<Class<?>> sealedParent(Class<?> type) {
    Optional<Class<?>> parent =
        Arrays.<Class<?>>stream(type.getInterfaces()).filter(Class::isSealed).findFirst();
    return parent.flatMap(RecordShape::sealedParent).or(() -> parent);
  }

  /** Is a list of these written as a map? */
  public static boolean isKeyed(Class<?> type) {
    Class<?> example = hasVariants(type) ? variants(type).values().iterator().next() : type;
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
