package org.taskweave.data.guess;

/** Texts from a stranger's log, as one line of YAML can hold them. */
final class YamlScalar {

  private YamlScalar() {}

  /** Plain where YAML cannot take it for anything else. */
  static String of(String text) {
    return text.matches("[A-Za-z_][A-Za-z0-9_./-]*")
            && !text.matches("(?i)true|false|yes|no|on|off|null|y|n")
        ? text
        : quoted(text);
  }

  /** In double quotes, with all that is not printable escaped. */
  static String quoted(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char letter = text.charAt(i);
      if (letter == '"' || letter == '\\') {
        quoted.append('\\').append(letter);
      } else if (isSpecial(letter)) {
        quoted.append(String.format("\\u%04x", (int) letter));
      } else {
        quoted.append(letter);
      }
    }
    return quoted.append('"').toString();
  }

  /** What would end the comment's line becomes a space. */
  static String inComment(String text) {
    StringBuilder comment = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      comment.append(isSpecial(text.charAt(i)) ? ' ' : text.charAt(i));
    }
    return comment.toString();
  }

  /** Control characters, line and paragraph separators, and the byte order mark. */
  private static boolean isSpecial(char letter) {
    return Character.isISOControl(letter)
        || letter == '\u2028'
        || letter == '\u2029'
        || letter == '\ufeff';
  }
}
