package org.taskweave.core.reference;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.taskweave.core.InvalidInputException;
import org.taskweave.core.Suggestion;
import org.taskweave.core.config.DefaultValue;
import org.taskweave.core.config.Inline;
import org.taskweave.core.config.KindKey;
import org.taskweave.core.config.MapKey;
import org.taskweave.core.config.RecordShape;
import org.taskweave.core.recipe.Recipe;

/** Every field of a recipe, or of another kind of file, as the records have them. Immutable. */
public final class FieldReference {

  private final String what;
  private final ReferenceTexts texts;
  private final List<Field> fields;

  /**
   * A reference.
   *
   * @param root the record that a whole file is bound to
   * @param what such a file is, as in "a recipe"
   */
  public FieldReference(Class<? extends Record> root, String what, ReferenceTexts texts) {
    this.what = what;
    this.texts = texts;
    this.fields = ofRecord(root, "");
  }

  /** That of recipes, of this build. */
  public static FieldReference ofRecipes() {
    return ofRecipes(ReferenceTexts.beside(FieldReference.class));
  }

  static FieldReference ofRecipes(ReferenceTexts texts) {
    return new FieldReference(Recipe.class, "a recipe", texts);
  }

  /** The fields at the head of a file, in their order; the others lie below them. */
  public List<Field> fields() {
    return fields;
  }

  /**
   * The field at a path. Names that a recipe gives may be left out: {@code tasks.label} and {@code
   * tasks.reorder.label} are {@code tasks.*.label}.
   *
   * @throws InvalidInputException there is none
   */
  public Field find(String path) {
    List<Field> all = fields.stream().flatMap(field -> field.all().stream()).toList();
    String[] steps = path.replaceAll("\\[\\d*]", "").split("\\.", -1);
    return all.stream()
        .filter(field -> fits(field.path().replace("[]", "").split("\\.", -1), 0, steps, 0))
        .findFirst()
        .orElseThrow(
            () ->
                new InvalidInputException(
                    path
                        + ": "
                        + what
                        + " has no such field; "
                        + Suggestion.forMessage(
                            path,
                            path.contains(".")
                                ? all.stream().map(field -> shortened(field.path())).toList()
                                : fields.stream().map(Field::path).toList())));
  }

  private static String shortened(String path) {
    return path.replace("[]", "").replace(".*", "");
  }

  private static boolean fits(String[] pattern, int i, String[] steps, int j) {
    if (i == pattern.length) {
      return j == steps.length;
    }
    boolean any = pattern[i].equals("*");
    boolean taken = j < steps.length && (any || pattern[i].equals(steps[j]));
    if (taken && fits(pattern, i + 1, steps, j + 1)) {
      return true;
    }
    return any && i + 1 < pattern.length && fits(pattern, i + 1, steps, j);
  }

  private List<Field> ofRecord(Class<?> type, String path) {
    List<Field> all = new ArrayList<>();
    for (RecordComponent component : type.getRecordComponents()) {
      if (component.isAnnotationPresent(Inline.class)) {
        all.addAll(below(FieldType.of(component), path));
      } else if (!component.isAnnotationPresent(MapKey.class)) {
        all.add(ofComponent(type, component, path));
      }
    }
    return all;
  }

  private Field ofComponent(Class<?> record, RecordComponent component, String path) {
    FieldType type = FieldType.of(component);
    String own = path.isEmpty() ? component.getName() : path + "." + component.getName();
    DefaultValue byDefault = component.getAnnotation(DefaultValue.class);
    String around = type.keyed() ? own + ".*" : type.list() && !isScalar(type) ? own + "[]" : own;
    return new Field(
        own,
        List.of(),
        type.words(component),
        Optional.ofNullable(byDefault).map(DefaultValue::value),
        byDefault == null && !type.optional(),
        meaning(record, component, type),
        constants(type.element()),
        texts.example(own),
        below(type, around));
  }

  private static boolean isScalar(FieldType type) {
    return !type.isRecord() && !RecordShape.hasVariants(type.element());
  }

  /** Fields of the maps at a path. */
  private List<Field> below(FieldType type, String path) {
    if (type.isRecord()) {
      return ofRecord(type.element(), path);
    }
    if (type.hasKinds()) {
      return ofKinds(type.element(), path);
    }
    return type.hasVariants() ? ofVariants(type.element(), path) : List.of();
  }

  private List<Field> ofVariants(Class<?> type, String path) {
    List<Field> all = new ArrayList<>();
    RecordShape.variants(type)
        .forEach(
            (name, variant) -> {
              String own = path + "." + name;
              all.add(
                  new Field(
                      own,
                      List.of(),
                      "map",
                      Optional.empty(),
                      false,
                      texts.meaning(ReferenceTexts.key(variant)).orElse(""),
                      List.of(),
                      texts.example(own),
                      ofRecord(variant, own)));
            });
    return all;
  }

  /** The key that tells the kind, then the fields of all kinds; those alike are one. */
  private List<Field> ofKinds(Class<?> type, String path) {
    Map<String, Class<?>> kinds = RecordShape.variants(type);
    List<Field> all = new ArrayList<>();
    kinds.forEach(
        (name, kind) -> {
          for (Field field : ofRecord(kind, path)) {
            int known = 0;
            while (known < all.size() && !all.get(known).sameAs(field)) {
              known++;
            }
            List<String> named =
                known < all.size() ? new ArrayList<>(all.get(known).kinds()) : new ArrayList<>();
            named.add(name);
            if (known < all.size()) {
              all.set(known, all.get(known).ofKinds(named));
            } else {
              all.add(field.ofKinds(named));
            }
          }
        });
    all.replaceAll(f -> f.kinds().size() == kinds.size() ? f.ofKinds(List.of()) : f);
    String own = path + "." + type.getAnnotation(KindKey.class).value();
    all.add(
        0,
        new Field(
            own,
            List.of(),
            "word",
            Optional.empty(),
            true,
            texts.meaning(ReferenceTexts.key(type)).orElse(""),
            kinds.entrySet().stream()
                .map(
                    kind ->
                        new Field.Choice(
                            kind.getKey(), texts.meaning(ReferenceTexts.key(kind.getValue()))))
                .toList(),
            texts.example(own),
            List.of()));
    return all;
  }

  private List<Field.Choice> constants(Class<?> type) {
    List<Field.Choice> choices = new ArrayList<>();
    if (type.isEnum()) {
      for (Object constant : type.getEnumConstants()) {
        choices.add(
            new Field.Choice(
                RecordShape.spell((Enum<?>) constant),
                texts.meaning(ReferenceTexts.key(type) + "#" + ((Enum<?>) constant).name())));
      }
    }
    return choices;
  }

  private String meaning(Class<?> record, RecordComponent component, FieldType type) {
    String name = component.getName();
    return texts
        .meaning(ReferenceTexts.key(record) + "#" + name)
        .or(
            () ->
                RecordShape.sealedParent(record)
                    .flatMap(p -> texts.meaning(ReferenceTexts.key(p) + "#" + name + "()")))
        .or(() -> texts.meaning(ReferenceTexts.key(type.element())))
        .orElse("");
  }
}
