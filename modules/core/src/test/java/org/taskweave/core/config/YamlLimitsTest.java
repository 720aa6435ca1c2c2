package org.taskweave.core.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.taskweave.core.InvalidInputException;

/** Small texts that would become enormous. */
class YamlLimitsTest {

  private static String refusal(String yaml) {
    return assertTimeoutPreemptively(
        Duration.ofSeconds(10),
        () ->
            assertThrows(
                    InvalidInputException.class,
                    () -> YamlText.parse(yaml, "r.yaml", new LocatedProblems()))
                .getMessage());
  }

  /** Each level holds the one before three times: 3^16 values, 43 million. */
  @Test
  void aliasesOfAliasesAreRefused() {
    StringBuilder yaml = new StringBuilder("a0: &a0 [x, x, x]\n");
    for (int i = 1; i <= 16; i++) {
      String before = "*a" + (i - 1);
      yaml.append("a%d: &a%d [%s, %s, %s]\n".formatted(i, i, before, before, before));
    }
    String message = refusal(yaml.toString());
    assertTrue(message.startsWith("r.yaml:"), message);
    assertTrue(message.contains("holds more than 100000 values: remove aliases"), message);
  }

  @Test
  void deepNestingIsRefused() {
    assertTrue(refusal("a: " + "[".repeat(100_000)).startsWith("r.yaml"));
    StringBuilder chain = new StringBuilder("a0: &a0 [x]\n");
    for (int i = 1; i <= 60; i++) {
      chain.append("a%d: &a%d [*a%d]\n".formatted(i, i, i - 1));
    }
    assertTrue(refusal(chain.toString()).contains("nested more than 50 levels deep"));
  }

  @Test
  void aliasesAsPeopleWriteThemAreRead() {
    ConfigNode.Mapping root =
        (ConfigNode.Mapping)
            YamlText.parse(
                "base: &base {a: 1, b: 2}\nuses: [" + "*base, ".repeat(100) + "*base]\n",
                "r.yaml",
                new LocatedProblems());
    assertEquals(101, ((ConfigNode.Sequence) root.entries().get("uses")).elements().size());
  }

  @Test
  void aHugeFileIsNotRead(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("r.yaml");
    Files.writeString(file, "#".repeat(4 << 20));
    String message =
        assertThrows(InvalidInputException.class, () -> YamlText.read(file)).getMessage();
    assertEquals(file + ": has 4194304 bytes; at most 3145728 are read", message);
  }
}
