package org.taskweave.data.text;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.taskweave.core.InvalidInputException;
import org.taskweave.core.Suggestion;
import org.taskweave.core.task.Bands;
import org.taskweave.data.event.BehaviorEvent;

/**
 * Text of an event by a template: {action}, {text}, {item} and {attribute} are replaced, what is
 * absent by nothing; white space collapses.
 */
public final class EventRenderer {

  private static final Pattern PLACEHOLDER = Pattern.compile("\\{([^{}]*)}");
  private static final String TEXT = "text";

  /** Either literal text or the name of a placeholder. */
  private record Part(String literal, String name) {}

  private final List<Part> parts = new ArrayList<>();

  /**
   * A renderer.
   *
   * @param attributes that events carry
   * @throws InvalidInputException for a placeholder that is nothing an event has
   */
  public EventRenderer(String template, Collection<String> attributes) {
    this("sequence.template", template, attributes);
  }

  /**
   * A renderer.
   *
   * @param place where the template stands, for messages
   */
  public EventRenderer(String place, String template, Collection<String> attributes) {
    List<String> known = new ArrayList<>(List.of("action", TEXT, "item"));
    known.addAll(attributes);
    Matcher matcher = PLACEHOLDER.matcher(template);
    int end = 0;
    while (matcher.find()) {
      parts.add(new Part(template.substring(end, matcher.start()), null));
      String name = matcher.group(1);
      if (!known.contains(name)) {
        throw new InvalidInputException(
            place
                + ": \"{"
                + name
                + "}\" is nothing an event has; "
                + Suggestion.forMessage(name, known));
      }
      parts.add(new Part(null, name));
      end = matcher.end();
    }
    parts.add(new Part(template.substring(end), null));
  }

  /** The text of an event, and where the item's text lies in it. */
  RenderedEvent render(BehaviorEvent event) {
    StringBuilder text = new StringBuilder();
    int itemStart = -1;
    int itemEnd = -1;
    for (Part part : parts) {
      String piece = part.name() == null ? part.literal() : value(event, part.name());
      boolean item = TEXT.equals(part.name());
      int start = text.length();
      append(text, piece);
      if (item && itemStart < 0 && !piece.isBlank()) {
        itemStart = text.charAt(start) == ' ' ? start + 1 : start;
        itemEnd = endsInSpace(text) ? text.length() - 1 : text.length();
      }
    }
    if (endsInSpace(text)) {
      text.setLength(text.length() - 1);
    }
    return new RenderedEvent(text.toString(), itemStart, itemEnd);
  }

  private static boolean endsInSpace(CharSequence text) {
    return text.length() > 0 && text.charAt(text.length() - 1) == ' ';
  }

  /** Text of an event. */
  public String text(BehaviorEvent event) {
    return render(event).text();
  }

  private static void append(StringBuilder text, String piece) {
    for (int i = 0; i < piece.length(); i++) {
      char c = piece.charAt(i);
      if (!Character.isWhitespace(c)) {
        text.append(c);
      } else if (text.length() > 0 && !endsInSpace(text)) {
        text.append(' ');
      }
    }
  }

  private static String value(BehaviorEvent event, String name) {
    return switch (name) {
      case "action" -> event.action();
      case TEXT -> event.text().orElse("");
      case "item" -> event.item();
      default -> {
        Object value = event.attributes().get(name);
        yield value == null
            ? ""
            : value instanceof Double number ? Bands.className(number, List.of()) : (String) value;
      }
    };
  }
}
