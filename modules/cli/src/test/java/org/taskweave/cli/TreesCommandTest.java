package org.taskweave.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TreesCommandTest {

  @TempDir Path folder;

  @Test
  void treesStandInTheTableOfAModel() throws IOException {
    Path log = folder.resolve("impressions.csv");
    try (InputStream in = TreesCommandTest.class.getResourceAsStream("init/impressions.csv")) {
      Files.copy(in, log);
    }
    Path recipe = folder.resolve("recipe.yaml");
    assertEquals(0, CommandRun.of("init", log, "--out", recipe).exitCode());
    CommandRun run =
        CommandRun.of("trees", recipe, "--rounds", 20, "--quarantine", folder.resolve("bad"));
    assertEquals(0, run.exitCode(), run.err());
    assertTrue(run.out().matches("(?s).*task +metric +trees +95 % interval +trivial.*"), run.out());
    assertTrue(run.out().matches("(?s).*clicked +auc ↑ .*"), run.out());
    assertTrue(run.out().matches("(?s).*clicked: \\d+ trees; columns that gained most: .*"));

    assertTrue(run.out().contains("Measured on the split of test:"), run.out());
    CommandRun dev =
        CommandRun.of(
            "trees",
            recipe,
            "--rounds",
            20,
            "--quarantine",
            folder.resolve("bad"),
            "--split",
            "dev");
    assertTrue(dev.out().contains("Measured on the split of dev:"), dev.out());
    assertNotEquals(run.out(), dev.out());

    CommandRun refused = CommandRun.of("trees", recipe, "--depth", 0);
    assertEquals(2, refused.exitCode());
    assertTrue(refused.err().contains("depth"), refused.err());
  }
}
