package org.taskweave.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A study of a small log from the file to the report, its continuation, and mistakes. */
@Tag("slow")
class SearchCommandTest {

  @TempDir static Path folder;

  private static Path study;
  private static Path out;
  private static CommandRun search;

  @BeforeAll
  static void search() throws IOException {
    SmallLog.write(folder);
    study = folder.resolve("study.yaml");
    Files.writeString(
        study,
        """
        recipe: recipe.yaml
        space:
          tasks.again.weight: {logUniform: [0.1, 10]}
          training.learningRate: {logUniform: [1e-3, 1e-1]}
          representation.dropout: {choice: [0, 0.2]}
        objective: {pareto: [again.logLoss, price.rmse]}
        generator: {kind: tpe, startupTrials: 2}
        budget: {trials: 3}
        singleTask: true
        """);
    out = folder.resolve("out");
    search = CommandRun.of("search", study, "--out", out, "--stacktrace");
  }

  @Test
  void theStudyEndsWithEverythingWritten() throws IOException {
    assertEquals(0, search.exitCode(), search.err());
    for (String part : List.of("Best: trial", "Front: trials", "test   again", "alone")) {
      assertTrue(search.out().contains(part), () -> part + " is missing in " + search.out());
    }
    String report = Files.readString(out.resolve("report.html"));
    assertTrue(report.contains("\"differences\":[{\"task\":\"again\""), "the report lacks tasks");
    CommandRun inspected = CommandRun.of("inspect", bundle());
    assertEquals(0, inspected.exitCode(), inspected.err());
    CommandRun trained =
        CommandRun.of("train", out.resolve("best-recipe.yaml"), "--out", folder.resolve("again"));
    assertEquals(0, trained.exitCode(), trained.err());
  }

  private static String bundle() {
    return search
        .out()
        .lines()
        .filter(line -> line.startsWith("Best bundle: "))
        .map(line -> line.substring("Best bundle: ".length()))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aFinishedStudyIsShownAndGoesOnWithALargerBudget() throws IOException {
    Path csv = folder.resolve("trials.csv");
    CommandRun shown = CommandRun.of("search", "--show", out, "--csv", csv);
    assertEquals(0, shown.exitCode(), shown.err());
    List<String> before = Files.readAllLines(csv);
    assertEquals(4, before.size());

    Path copy = folder.resolve("copy");
    CommandRun small =
        CommandRun.of(
            "search",
            study,
            "--out",
            copy,
            "--set",
            "singleTask=false",
            "--set",
            "budget.trials=2");
    assertEquals(0, small.exitCode(), small.err());
    CommandRun more = CommandRun.of("search", "--resume", copy, "--set", "budget.trials=3");
    assertEquals(0, more.exitCode(), more.err());
    assertFalse(more.out().contains("trial 0 complete"), "trial 0 was repeated");
    CommandRun.of("search", "--show", copy, "--csv", csv);
    assertEquals(values(before), values(Files.readAllLines(csv)));

    Path log = folder.resolve("log.csv");
    String old = Files.readString(log);
    Files.writeString(log, old + "u1,i1,2024-01-02,buy,set of b,b1-1x,9.0\n");
    CommandRun onOther = CommandRun.of("search", "--resume", copy, "--set", "budget.trials=4");
    Files.writeString(log, old);
    assertEquals(2, onOther.exitCode());
    assertTrue(onOther.err().contains("the study began with the data"), onOther.err());
  }

  /** Without the seconds. */
  private static List<String> values(List<String> csv) {
    return csv.stream().map(line -> line.replaceAll(",[^,]*,[^,]*$", "")).toList();
  }

  @Test
  void mistakesAreToldAndNothingRuns() throws IOException {
    Path bad = folder.resolve("bad.yaml");
    Files.writeString(
        bad, Files.readString(study).replace("tasks.again.weight", "tasks.again.wieght"));
    CommandRun run = CommandRun.of("search", bad, "--out", folder.resolve("none"));
    assertEquals(2, run.exitCode());
    assertTrue(run.err().contains("bad.yaml:3:"), run.err());
    assertTrue(run.err().contains("did you mean \"weight\"?"), run.err());
    assertFalse(Files.exists(folder.resolve("none")));

    assertEquals(2, CommandRun.of("search", study, "--out", out).exitCode());
    assertEquals(2, CommandRun.of("search", study).exitCode());
    assertEquals(2, CommandRun.of("search", "--show", folder.resolve("nowhere")).exitCode());
    CommandRun changed = CommandRun.of("search", "--resume", out, "--set", "seed=9");
    assertEquals(2, changed.exitCode());
    assertTrue(changed.err().contains("only budget and workers"), changed.err());
  }
}
