package org.taskweave.core.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;
import org.taskweave.core.InvalidInputException;

/** How many times longer than a text its normalised form can be. */
final class Growth {

  /** BERT puts spaces around Chinese characters, Llama replaces a space by three bytes. */
  private static final double MOST = 16;

  private Growth() {}

  /** Refuses a normalizer that makes much of little. */
  static void requireBounded(String where, JsonNode normalizer) {
    double growth = of(normalizer);
    if (growth > MOST) {
      throw new InvalidInputException(
          where
              + ": makes a text up to "
              + Math.round(Math.min(growth, 1e9))
              + " times as long; at most "
              + MOST
              + " is allowed, so that a text cannot fill the memory");
    }
  }

  private static double of(JsonNode normalizer) {
    double growth = 1;
    for (JsonNode part : normalizer.path("normalizers")) {
      growth *= of(part);
    }
    return switch (normalizer.path("type").asText()) {
      case "Replace" -> {
        String pattern = normalizer.path("pattern").path("String").asText();
        double content = normalizer.path("content").asText().length();
        yield Math.max(1, content / Math.max(1, pattern.length()));
      }
      // Each grows a short text only; many of them one after the other add up.
      case "Prepend" -> 1.1;
      default -> growth;
    };
  }
}
