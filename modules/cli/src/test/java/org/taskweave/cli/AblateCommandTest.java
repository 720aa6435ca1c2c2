package org.taskweave.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AblateCommandTest {

  @TempDir Path folder;

  private CommandRun ablate(String parts, int seeds, Object... more) throws IOException {
    Object[] arguments = new Object[7 + more.length];
    arguments[0] = "ablate";
    arguments[1] = folder.resolve("recipe.yaml");
    arguments[2] = "--without=" + parts;
    arguments[3] = "--seeds=" + seeds;
    arguments[4] = "--out";
    arguments[5] = folder.resolve("ablation");
    arguments[6] = "--set=training.epochs=1";
    System.arraycopy(more, 0, arguments, 7, more.length);
    return CommandRun.of(arguments);
  }

  @Test
  void partsAreMeasuredAndFinishedTrainingsAreKept() throws IOException {
    SmallLog.write(folder);
    CommandRun first = ablate("text,features", 1, "--no-trees");
    assertEquals(0, first.exitCode(), first.err());
    Path trainings = folder.resolve("ablation/trainings.jsonl");
    List<String> lines = Files.readAllLines(trainings);
    assertEquals(1 + 3, lines.size());
    CommandRun more = ablate("text,pretraining,history", 2);
    assertEquals(0, more.exitCode(), more.err());
    assertFalse(more.out().contains("training: text, seed 7\n"), "done before");
    List<String> all = Files.readAllLines(trainings);
    assertEquals(lines, all.subList(0, 4));
    assertEquals(1 + 3 + (2 * 4 - 2) + 2, all.size(), "four variants twice, and trees twice");
    JsonNode table = new ObjectMapper().readTree(folder.resolve("ablation/ablation.json").toFile());
    assertEquals("test", table.get("split").asText());
    assertEquals(3 * 4, table.get("lines").size(), "tasks by variants");
    for (JsonNode line : table.get("lines")) {
      double difference = line.get("whole").asDouble() - line.get("without").asDouble();
      double gain = line.get("higherIsBetter").asBoolean() ? difference : -difference;
      assertEquals(gain, line.get("gain").asDouble(), 1e-12);
      assertTrue(line.get("low").asDouble() <= line.get("high").asDouble(), line.toString());
      assertTrue(line.get("labels").asInt() > 10, line.toString());
    }
    assertTrue(more.out().contains("boosted trees"), more.out());
    assertTrue(
        Files.readString(folder.resolve("ablation/ablation.svg")).contains("pretraining</text>"));
    // A kill after the last training but two.
    Files.write(trainings, all.subList(0, all.size() - 2));
    String before = Files.readString(folder.resolve("ablation/ablation.txt"));
    CommandRun resumed = CommandRun.of("ablate", "--resume", folder.resolve("ablation"));
    assertEquals(0, resumed.exitCode(), resumed.err());
    assertFalse(resumed.out().contains("training: "), resumed.out());
    assertEquals(all.size(), Files.readAllLines(trainings).size());
    assertEquals(
        withoutTimes(before),
        withoutTimes(Files.readString(folder.resolve("ablation/ablation.txt"))));
    CommandRun other = ablate("text", 1, "--set=seed=4");
    assertEquals(2, other.exitCode());
    assertTrue(other.err().contains("another recipe"), other.err());
  }

  /** The recipe and the trees alone, by metrics that are named. */
  @Test
  void withoutPartsTheTreesStandBesideTheRecipe() throws IOException {
    SmallLog.write(folder);
    CommandRun run = ablate("", 2, "--metrics=logLoss,AUC,rmse");
    assertEquals(0, run.exitCode(), run.err());
    JsonNode table = new ObjectMapper().readTree(folder.resolve("ablation/ablation.json").toFile());
    Set<String> lines = new TreeSet<>();
    for (JsonNode line : table.get("lines")) {
      assertEquals("boosted trees", line.get("variant").asText());
      lines.add(line.get("task").asText() + " " + line.get("metric").asText());
    }
    assertTrue(lines.containsAll(Set.of("again auc", "again logLoss")), lines.toString());
    assertFalse(lines.contains("again prAuc"), lines.toString());
    assertEquals(1 + 2 + 2, Files.readAllLines(folder.resolve("ablation/trainings.jsonl")).size());
  }

  private static String withoutTimes(String table) {
    return table.substring(0, table.indexOf("minutes"));
  }

  @Test
  void partsThatARecipeHasNotAreRefused() throws IOException {
    SmallLog.write(folder);
    assertMistake("--without ids: the recipe's items have no vectors", ablate("ids", 1));
    assertMistake("is no part", ablate("texts", 1));
    assertMistake("there is nothing to compare the recipe with", ablate("", 1, "--no-trees"));
    assertMistake(
        "--metrics acu: no task has it; did you mean", ablate("text", 1, "--metrics=acu"));
    assertMistake("given twice", ablate("text,text", 1));
    assertMistake("--seeds 0", ablate("text", 0));
    assertMistake("newest event alone", ablate("history", 1, "--set=sequence.maxEvents=1"));
    assertFalse(Files.exists(folder.resolve("ablation/trainings.jsonl")));
  }

  private static void assertMistake(String words, CommandRun run) {
    assertEquals(2, run.exitCode(), run.out());
    assertTrue(run.err().contains(words), run.err());
  }
}
