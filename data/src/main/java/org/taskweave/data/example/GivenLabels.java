package org.taskweave.data.example;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.taskweave.core.task.LabelForm;
import org.taskweave.core.task.TaskSpec;
import org.taskweave.data.event.BehaviorEvent;

/**
 * Labels that stand in the log: an attribute of the newest event that has it, or of every event.
 */
final class GivenLabels {

  private GivenLabels() {}

  static LabelValue read(TaskSpec task, String attribute, List<BehaviorEvent> history) {
    if (task.labelForm() == LabelForm.WORD_TAGS) {
      return wordTags(task, attribute, history);
    }
    for (int i = history.size() - 1; i >= 0; i--) {
      BehaviorEvent event = history.get(i);
      if (event.attributes().containsKey(attribute)) {
        return ofEvent(task, attribute, event);
      }
    }
    return new LabelValue.Missing();
  }

  private static LabelValue ofEvent(TaskSpec task, String attribute, BehaviorEvent event) {
    if (task.labelForm().isNumber()) {
      double number = AttributeValues.number(event, attribute, task.name()).orElseThrow();
      task.labelForm()
          .objection(number)
          .ifPresent(
              rule -> {
                throw AttributeValues.mistake(event, attribute, number, task.name(), rule);
              });
      return new LabelValue.Quantity(number);
    }
    String name = AttributeValues.className(event, attribute, List.of(), task.name()).orElseThrow();
    return task.labelForm() == LabelForm.CLASS_SET
        ? new LabelValue.ClassSet(parts(name))
        : new LabelValue.ClassName(name);
  }

  private static Set<String> parts(String joined) {
    Set<String> parts = new LinkedHashSet<>();
    for (String part : joined.split("\\|", -1)) {
      if (!part.isBlank()) {
        parts.add(part.strip());
      }
    }
    return parts;
  }

  private static LabelValue wordTags(TaskSpec task, String attribute, List<BehaviorEvent> history) {
    List<List<String>> tagsPerEvent = new ArrayList<>();
    boolean known = false;
    for (BehaviorEvent event : history) {
      Object value = event.attributes().get(attribute);
      List<String> tags =
          value == null
              ? List.of()
              : words(
                  AttributeValues.className(event, attribute, List.of(), task.name()).orElse(""));
      int words = words(event.text().orElse("")).size();
      if (!tags.isEmpty() && tags.size() != words) {
        throw AttributeValues.mistake(
            event,
            attribute,
            value,
            task.name(),
            "these are "
                + tags.size()
                + " tags for the "
                + words
                + " words of the item text \""
                + event.text().orElse("")
                + "\"; one tag per word is needed");
      }
      known |= !tags.isEmpty();
      tagsPerEvent.add(tags);
    }
    return known ? new LabelValue.WordTags(tagsPerEvent) : new LabelValue.Missing();
  }

  private static List<String> words(String text) {
    return text.isBlank()
        ? List.of()
        : Arrays.asList(text.strip().split("\\p{javaWhitespace}+", -1));
  }
}
