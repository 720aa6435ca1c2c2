package org.taskweave.robustness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * Processes that die before a change of a name, a deletion or a line of a log: the next one ends
 * with the identical result, and leaves nothing behind of the first. A build tries one moment of a
 * training, the profile robustness every moment of each command.
 */
@Tag("robustness")
class KillPointsTest {

  /** What the profile sets; three digits of it mean all. */
  private static final String WHOLE = "taskweave.robustness.mutations";

  private static final boolean ALL = Integer.getInteger(WHOLE, 0) >= 100;

  @TempDir Path folder;

  @Test
  void trainingGoesOn() throws Exception {
    KilledCommand command = new KilledCommand(folder);
    Path recipe = command.recipe();
    Path whole = folder.resolve("whole");
    command.run("train", recipe, "--out", whole);
    List<String> expected = Results.ofRun(whole);
    for (int at : moments(9)) {
      Path killed = folder.resolve("killed-" + at);
      if (!command.killed(at, "train", recipe, "--out", killed)) {
        requireAll(at, 19);
        return;
      }
      boolean began = Files.exists(killed.resolve("recipe.yaml"));
      if (began) {
        command.run("train", "--resume", killed);
      } else {
        command.run("train", recipe, "--out", killed);
      }
      assertEquals(expected, Results.ofRun(killed), "killed at " + at);
      Results.requireNothingLeft(killed);
    }
  }

  /** After a kill before its first checkpoint a run can also be started as before. */
  @Test
  @EnabledIfSystemProperty(named = WHOLE, matches = "\\d{3,}")
  void aTrainingThatHasNoCheckpointYetIsStartedAgain() throws Exception {
    KilledCommand command = new KilledCommand(folder);
    Path killed = folder.resolve("killed");
    assertTrue(command.killed(3, "train", command.recipe(), "--out", killed));
    command.run("train", command.recipe(), "--out", killed);
    Path whole = folder.resolve("whole");
    command.run("train", command.recipe(), "--out", whole);
    assertEquals(Results.ofRun(whole), Results.ofRun(killed));
  }

  /** As the launcher runs it, with all that only {@code main} sets up. */
  @Test
  void aSearchRunsInAProcessOfItsOwn() throws Exception {
    KilledCommand command = new KilledCommand(folder);
    Path study = folder.resolve("own");
    assertFalse(command.killed(Integer.MAX_VALUE, "search", command.study(), "--out", study));
    assertFalse(Results.ofStudy(study).isEmpty());
  }

  @Test
  @EnabledIfSystemProperty(named = WHOLE, matches = "\\d{3,}")
  void aSearchGoesOn() throws Exception {
    KilledCommand command = new KilledCommand(folder);
    Path study = command.study();
    Path whole = folder.resolve("whole");
    command.run("search", study, "--out", whole);
    List<String> expected = Results.ofStudy(whole);
    for (int at : moments(6)) {
      Path killed = folder.resolve("killed-" + at);
      if (!command.killed(at, "search", study, "--out", killed)) {
        requireAll(at, 8);
        return;
      }
      if (Files.exists(killed.resolve("study.duckdb"))) {
        command.run("search", "--resume", killed);
      } else {
        command.run("search", study, "--out", killed);
      }
      assertEquals(expected, Results.ofStudy(killed), "killed at " + at);
      Results.requireNothingLeft(killed);
    }
  }

  @Test
  @EnabledIfSystemProperty(named = WHOLE, matches = "\\d{3,}")
  void aComparisonGoesOn() throws Exception {
    KilledCommand command = new KilledCommand(folder);
    Path whole = folder.resolve("whole");
    command.run("compare", command.recipe(), "--seeds", "1", "--out", whole);
    List<String> expected = Results.ofComparison(whole);
    for (int at : moments(3)) {
      Path killed = folder.resolve("killed-" + at);
      if (!command.killed(at, "compare", command.recipe(), "--seeds", "1", "--out", killed)) {
        requireAll(at, 5);
        return;
      }
      command.run("compare", command.recipe(), "--seeds", "1", "--out", killed);
      assertEquals(expected, Results.ofComparison(killed), "killed at " + at);
      Results.requireNothingLeft(killed);
    }
  }

  @Test
  @EnabledIfSystemProperty(named = WHOLE, matches = "\\d{3,}")
  void anExportIsRepeated() throws Exception {
    KilledCommand command = new KilledCommand(folder);
    Path run = folder.resolve("run");
    command.run("train", command.recipe(), "--out", run);
    Path whole = Files.createDirectories(folder.resolve("whole"));
    command.run(export(run, whole.resolve("model.onnx")));
    List<String> expected = Results.ofExport(whole);
    for (int at : moments(5)) {
      Path killed = Files.createDirectories(folder.resolve("killed-" + at));
      Path file = killed.resolve("model.onnx");
      if (!command.killed(at, export(run, file))) {
        requireAll(at, 8);
        return;
      }
      command.run(export(run, file));
      assertEquals(expected, Results.ofExport(killed), "killed at " + at);
      Results.requireNothingLeft(killed);
    }
  }

  private Object[] export(Path run, Path file) {
    return new Object[] {
      "export", run.resolve("bundle"), "--out", file, "--quarantine", folder.resolve("quarantine")
    };
  }

  private static List<Integer> moments(int sample) {
    return ALL ? IntStream.range(1, 1000).boxed().toList() : List.of(sample);
  }

  /** A process that came to its end passed all moments before; a command has at least so many. */
  private static void requireAll(int at, int least) {
    assertTrue(ALL && at > least, "the command ended before its change " + at);
  }
}
