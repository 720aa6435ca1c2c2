package org.taskweave.data.text;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The tokenizers of two published encoders. */
public final class TestTokenizers {

  private TestTokenizers() {}

  /** English, lower case. */
  public static String miniLm() {
    return resource("/all-minilm-l6-v2-tokenizer.json");
  }

  /** Chinese, keeps case. */
  public static String bge() {
    return resource("/bge-small-zh-v1.5-tokenizer.json");
  }

  /** Limits of a sequence. */
  public static TokenBudget limits(int maxTokens, int maxEvents, int maxTokensPerEvent) {
    return new TokenBudget(maxTokens, maxEvents, maxTokensPerEvent);
  }

  private static String resource(String name) {
    try (InputStream in = TestTokenizers.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
