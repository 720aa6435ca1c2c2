package org.taskweave.data.example;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.taskweave.core.InvalidInputException;
import org.taskweave.core.task.Bands;
import org.taskweave.data.event.BehaviorEvent;

/** An event's attribute as a number or as a class. */
final class AttributeValues {

  private AttributeValues() {}

  /** A number; empty when the attribute is absent. */
  static OptionalDouble number(BehaviorEvent event, String attribute, String task) {
    Object value = event.attributes().get(attribute);
    if (value == null) {
      return OptionalDouble.empty();
    }
    if (value instanceof Double number) {
      return OptionalDouble.of(number);
    }
    throw mistake(event, attribute, value, task, "a number is needed");
  }

  /** A class; empty when the attribute is absent. */
  static Optional<String> className(
      BehaviorEvent event, String attribute, List<Double> bands, String task) {
    Object value = event.attributes().get(attribute);
    if (value == null) {
      return Optional.empty();
    }
    if (value instanceof String text && bands.isEmpty()) {
      return Optional.of(text);
    }
    return Optional.of(Bands.className(number(event, attribute, task).orElseThrow(), bands));
  }

  static InvalidInputException mistake(
      BehaviorEvent event, String attribute, Object value, String task, String rule) {
    return new InvalidInputException(
        "Task \""
            + task
            + "\": attribute \""
            + attribute
            + "\" is \""
            + value
            + "\" in the event of user \""
            + event.user()
            + "\" with item \""
            + event.item()
            + "\" at "
            + Instant.ofEpochMilli(event.timestampMillis())
            + "; "
            + rule
            + ".");
  }
}
