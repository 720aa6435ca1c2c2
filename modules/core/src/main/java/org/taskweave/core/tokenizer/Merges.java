package org.taskweave.core.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.taskweave.core.InvalidInputException;

/**
 * The merges of byte-pair encoding: two tokens that become a third. The native library cuts the
 * prefix off the second one without looking whether it has it.
 */
final class Merges {

  private final Map<String, Integer> ids;
  private final JsonNode merges;
  private final String prefix;

  Merges(Map<String, Integer> ids, JsonNode model) {
    this.ids = ids;
    this.merges = model.path("merges");
    this.prefix = model.path("continuing_subword_prefix").asText("");
  }

  void check(String where) {
    for (int i = 0; i < merges.size(); i++) {
      String[] pair = pair(where + "[" + i + "]", merges.get(i));
      boolean known =
          ids.containsKey(pair[0])
              && ids.containsKey(pair[1])
              && pair[1].startsWith(prefix())
              && ids.containsKey(pair[0] + pair[1].substring(prefix().length()));
      if (!known) {
        throw new InvalidInputException(
            where
                + "["
                + i
                + "]: merges \""
                + pair[0]
                + "\" and \""
                + pair[1]
                + "\", and the vocabulary lacks one of them, or what they become");
      }
    }
  }

  private String prefix() {
    return prefix.equals("null") ? "" : prefix;
  }

  /** Two tokens as "a b" or ["a", "b"]. */
  private static String[] pair(String where, JsonNode merge) {
    String[] pair =
        merge.isTextual()
            ? merge.textValue().split(" ", -1)
            : new String[] {merge.path(0).asText(""), merge.path(1).asText("")};
    if (pair.length != 2 || pair[0].isEmpty() || pair[1].isEmpty() || merge.size() > 2) {
      throw Part.refusal(where, merge, "two tokens with a space between them, or a list of two");
    }
    return pair;
  }
}
