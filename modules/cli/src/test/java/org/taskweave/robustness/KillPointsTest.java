package org.taskweave.robustness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
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
    goesOn(
        command,
        9,
        19,
        out -> new Object[] {"train", recipe, "--out", out},
        out ->
            Files.exists(out.resolve("recipe.yaml"))
                ? new Object[] {"train", "--resume", out}
                : new Object[] {"train", recipe, "--out", out},
        Results::ofRun);
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
    goesOn(
        command,
        6,
        8,
        out -> new Object[] {"search", study, "--out", out},
        out ->
            Files.exists(out.resolve("study.duckdb"))
                ? new Object[] {"search", "--resume", out}
                : new Object[] {"search", study, "--out", out},
        Results::ofStudy);
  }

  @Test
  @EnabledIfSystemProperty(named = WHOLE, matches = "\\d{3,}")
  void aComparisonGoesOn() throws Exception {
    KilledCommand command = new KilledCommand(folder);
    Path recipe = command.recipe();
    Arguments compare = out -> new Object[] {"compare", recipe, "--seeds", "1", "--out", out};
    goesOn(command, 3, 5, compare, compare, Results::ofComparison);
  }

  @Test
  @EnabledIfSystemProperty(named = WHOLE, matches = "\\d{3,}")
  void anExportIsRepeated() throws Exception {
    KilledCommand command = new KilledCommand(folder);
    Path run = folder.resolve("run");
    command.run("train", command.recipe(), "--out", run);
    Arguments export = out -> export(run, Files.createDirectories(out).resolve("model.onnx"));
    goesOn(command, 5, 8, export, export, Results::ofExport);
  }

  /** Two files that arrive, each used once, whatever dies when. */
  @Test
  @EnabledIfSystemProperty(named = WHOLE, matches = "\\d{3,}")
  void aFollowedFolderGoesOn() throws Exception {
    KilledCommand command = new KilledCommand(folder);
    Path run = folder.resolve("run");
    command.run("train", command.recipe(), "--out", run);
    Path arriving = Files.createDirectories(folder.resolve("arriving"));
    List<String> log = Files.readAllLines(folder.resolve("log.csv"));
    for (String decade : List.of("0", "1")) {
      Files.write(
          arriving.resolve(decade + ".csv"),
          Stream.concat(
                  log.stream().limit(1),
                  log.stream()
                      .filter(line -> line.contains("2024-02-" + decade))
                      .map(line -> line.replace("2024-02-", "2024-03-")))
              .toList());
    }
    Arguments follow =
        out ->
            new Object[] {
              "update",
              run.resolve("bundle"),
              "--follow",
              arriving,
              "--once",
              "--poll",
              "0.05",
              "--keep",
              "2",
              "--set",
              "training.epochs=1",
              "--quarantine",
              folder.resolve("quarantine"),
              "--out",
              out
            };
    goesOn(command, 3, 15, follow, follow, Results::ofVersions);
  }

  /** A command line that writes into a folder. */
  @FunctionalInterface
  private interface Arguments {
    Object[] into(Path out) throws IOException;
  }

  /** What counts of what a command left in a folder. */
  @FunctionalInterface
  private interface Outcome {
    List<String> in(Path out) throws Exception;
  }

  /**
   * Lets processes die and others go on, and asks for the result of one that ran whole.
   *
   * @param sample the moment that a build tries
   * @param least how many moments the command has at least
   */
  private void goesOn(
      KilledCommand command,
      int sample,
      int least,
      Arguments first,
      Arguments next,
      Outcome outcome)
      throws Exception {
    Path whole = folder.resolve("whole");
    command.run(first.into(whole));
    List<String> expected = outcome.in(whole);
    for (int at : moments(sample)) {
      Path killed = folder.resolve("killed-" + at);
      if (!command.killed(at, first.into(killed))) {
        // It came to its end, past all moments before.
        assertTrue(ALL && at > least, "the command ended before its change " + at);
        return;
      }
      command.run(next.into(killed));
      assertEquals(expected, outcome.in(killed), "killed at " + at);
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
}
