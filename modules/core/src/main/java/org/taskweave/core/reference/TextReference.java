package org.taskweave.core.reference;

import java.util.List;

/** The field reference as the command line prints it. */
public final class TextReference {

  private static final int WIDTH = 96;

  private TextReference() {}

  /** A list of fields, one line each. */
  public static String list(List<Field> fields) {
    int widest = fields.stream().mapToInt(field -> label(field).length()).max().orElse(0);
    int column = Math.min(widest, WIDTH / 2);
    StringBuilder text = new StringBuilder();
    for (Field field : fields) {
      String meaning = field.meaning().split("(?<=[.:;]) ", 2)[0];
      text.append(
          wrapped(
              "  " + label(field) + " ".repeat(Math.max(0, column - label(field).length())) + "  ",
              " ".repeat(column + 4),
              meaning));
    }
    return text.toString();
  }

  /** Everything about one field. */
  public static String describe(Field field) {
    StringBuilder text = new StringBuilder(label(field)).append("\n");
    text.append(wrapped("  ", "  ", field.meaning()));
    text.append("  type:    ").append(field.type()).append("\n");
    text.append("  default: ").append(field.defaultText()).append("\n");
    field.example().ifPresent(yaml -> text.append("  example: ").append(yaml).append("\n"));
    for (Field.Choice choice : field.choices()) {
      text.append(wrapped("    " + choice.name() + "  ", "      ", choice.meaning().orElse("")));
    }
    if (!field.children().isEmpty()) {
      text.append("Below it:\n").append(list(field.children()));
    }
    return text.toString();
  }

  private static String label(Field field) {
    return field.kinds().isEmpty()
        ? field.path()
        : field.path() + " (" + String.join(", ", field.kinds()) + ")";
  }

  private static String wrapped(String first, String next, String words) {
    StringBuilder text = new StringBuilder();
    StringBuilder line = new StringBuilder(first);
    boolean empty = true;
    for (String word : words.split(" ", -1)) {
      if (!empty && line.length() + word.length() > WIDTH) {
        text.append(line.toString().stripTrailing()).append("\n");
        line = new StringBuilder(next);
      }
      line.append(word).append(" ");
      empty = false;
    }
    return text.append(line.toString().stripTrailing()).append("\n").toString();
  }
}
