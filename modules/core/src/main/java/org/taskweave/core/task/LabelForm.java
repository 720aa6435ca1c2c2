package org.taskweave.core.task;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a label is; a kind of task asks for one form, which some rules make. */
public enum LabelForm {
  /** 1 or 0: it happens or not. */
  FLAG(
      List.of(
          LabelRule.Occurs.class,
          LabelRule.Followed.class,
          LabelRule.AtLeast.class,
          LabelRule.IsOneOf.class,
          LabelRule.Given.class)),
  /** Any number. */
  NUMBER(List.of(LabelRule.Value.class, LabelRule.Given.class)),
  /** A whole number of at least 0. */
  COUNT(List.of(LabelRule.Count.class, LabelRule.Value.class, LabelRule.Given.class)),
  /** Days until something happens, or at least so many days where it was not seen. */
  DURATION(List.of(LabelRule.TimeUntil.class)),
  /** The name of a class. */
  CLASS(List.of(LabelRule.ClassOf.class, LabelRule.Given.class)),
  /** Names of classes, several at once or none. */
  CLASS_SET(List.of(LabelRule.ClassOf.class, LabelRule.Given.class)),
  /** The name of a class for each word. */
  WORD_TAGS(List.of(LabelRule.Given.class)),
  /** The id of an item. */
  ITEM(List.of(LabelRule.NextItem.class)),
  /** The ids of items, at least one. */
  ITEM_SET(List.of(LabelRule.NextBasket.class));

  @SuppressWarnings("ImmutableEnumChecker") // made by List.of
  private final List<Class<? extends LabelRule>> rules;

  LabelForm(List<Class<? extends LabelRule>> rules) {
    this.rules = rules;
  }

  /** Whether a rule makes labels of this form. */
  boolean isMadeBy(LabelRule rule) {
    return rules.contains(rule.getClass());
  }

  /** The rules that make it, as a recipe names them: "occurs or given". */
  String advice() {
    return rules.stream().map(TaskRules::spelled).collect(Collectors.joining(" or "));
  }

  /** Whether an attribute that holds it is a number. */
  public boolean isNumber() {
    return this == FLAG || this == NUMBER || this == COUNT;
  }

  /** Why a number is no label of this form; empty if it is one. */
  public Optional<String> objection(double number) {
    if (this == FLAG && number != 0 && number != 1) {
      return Optional.of("a binary label is 0 or 1");
    }
    return this == COUNT && (number < 0 || number != Math.rint(number))
        ? Optional.of("a count is a whole number of at least 0")
        : Optional.empty();
  }
}
