package org.taskweave.core.reference;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A field of the recipe language.
 *
 * @param path {@code *} for a name that the recipe gives, {@code []} for an element of a list
 * @param kinds the kinds of what stands around it that have it; empty for all
 * @param type in words
 * @param byDefault YAML of what it is when it is not given; empty if it is then absent
 * @param required whether it must be given
 * @param meaning what it says
 * @param choices its values, where there are few
 * @param example YAML
 * @param children fields below it
 */
public record Field(
    String path,
    List<String> kinds,
    String type,
    Optional<String> byDefault,
    boolean required,
    String meaning,
    List<Choice> choices,
    Optional<String> example,
    List<Field> children) {

  /**
   * One of a field's values.
   *
   * @param meaning empty where the name says it
   */
  public record Choice(String name, Optional<String> meaning) {}

  public Field {
    kinds = List.copyOf(kinds);
    choices = List.copyOf(choices);
    children = List.copyOf(children);
  }

  /** The field and all below it, each before its children. */
  public List<Field> all() {
    List<Field> all = new ArrayList<>(List.of(this));
    children.forEach(child -> all.addAll(child.all()));
    return all;
  }

  /** "required", "none", or the default as YAML. */
  String defaultText() {
    return required ? "required" : byDefault.orElse("none");
  }

  /** Whether the two say the same of two kinds. */
  boolean sameAs(Field other) {
    return path.equals(other.path)
        && type.equals(other.type)
        && byDefault.equals(other.byDefault)
        && meaning.equals(other.meaning);
  }

  Field ofKinds(List<String> others) {
    return new Field(path, others, type, byDefault, required, meaning, choices, example, children);
  }
}
