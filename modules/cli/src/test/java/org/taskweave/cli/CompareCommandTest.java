package org.taskweave.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A comparison on a small log: as if killed, gone on with, widened, and refused. */
@Tag("slow")
class CompareCommandTest {

  @TempDir Path folder;

  private CommandRun compare(Path recipe, Path out, Object... more) {
    List<Object> all = new ArrayList<>(List.of("compare", recipe, "--out", out, "--seeds", 2));
    all.addAll(List.of("--method", "as written: {training.epochs: 2}"));
    all.addAll(List.of("--method", "frantic: {training.learningRate: 5, training.epochs: 2}"));
    all.addAll(List.of("--set", "training.epochs=2", "--stacktrace"));
    all.addAll(List.of(more));
    return CommandRun.of(all.toArray());
  }

  @Test
  void aComparisonIsWrittenAndGoesOnWhereItStopped() throws IOException {
    Path recipe = SmallLog.write(folder);
    Path out = folder.resolve("out");
    CommandRun whole = compare(recipe, out);
    assertEquals(0, whole.exitCode(), whole.err());
    assertTrue(whole.out().contains("again"), whole.out());
    assertTrue(whole.out().contains("ms a step"), whole.out());
    // 2 methods and 3 tasks alone with 2 seeds each, below the line of what they belong to.
    Path kept = out.resolve("trainings.jsonl");
    List<String> lines = Files.readAllLines(kept);
    assertEquals(1 + 4 + 6, lines.size());
    assertTrue(whole.out().contains("training 10 of 10: alone band"), whole.out());
    List<String> csv = Files.readAllLines(out.resolve("comparison.csv"));
    assertEquals(1 + 3 * 2, csv.size());

    // A kill after the third training.
    Files.write(kept, lines.subList(0, 4));
    CommandRun resumed = CommandRun.of("compare", "--resume", out);
    assertEquals(0, resumed.exitCode(), resumed.err());
    assertFalse(resumed.out().contains("training 3 of 10"), resumed.out());
    assertTrue(resumed.out().contains("training 4 of 10"), resumed.out());
    assertEquals(values(csv), values(Files.readAllLines(out.resolve("comparison.csv"))));

    CommandRun other = compare(recipe, out, "--set", "training.batchSize=8");
    assertEquals(2, other.exitCode());
    assertTrue(other.err().contains("of another recipe"), other.err());
    String request = Files.readString(out.resolve("request.json"));
    assertTrue(request.contains("frantic"), request);
    assertFalse(request.contains("batchSize: 8"), "what was refused is not what is gone on with");
    CommandRun unknown =
        compare(recipe, folder.resolve("none"), "--method", "odd: {training.wieght: 1}");
    assertEquals(2, unknown.exitCode());
    assertTrue(unknown.err().contains("wieght"), unknown.err());
    assertFalse(Files.exists(folder.resolve("none").resolve("trainings.jsonl")));
  }

  @Test
  void recipesAreComparedInOneTable() throws IOException {
    Path recipe = SmallLog.write(folder);
    Path other = folder.resolve("other.yaml");
    Files.writeString(
        other, Files.readString(recipe).replace("learningRate: 0.01", "learningRate: 0.02"));
    Path out = folder.resolve("recipes");
    Object[] words = {
      "compare",
      "--recipes",
      recipe + "," + other,
      "--seeds",
      2,
      "--test",
      "--out",
      out,
      "--set",
      "training.epochs=1",
      "--stacktrace"
    };
    CommandRun run = CommandRun.of(words);
    assertEquals(0, run.exitCode(), run.err());
    assertTrue(run.out().contains("training 4 of 4: other, seed 8"), run.out());
    assertTrue(run.out().contains("minutes"), run.out());
    List<String> csv = Files.readAllLines(out.resolve("comparison.csv"));
    assertTrue(csv.stream().anyMatch(line -> line.startsWith("test,again,auc,true,other,2,")));
    Files.delete(out.resolve("comparison.csv"));
    CommandRun again = CommandRun.of("compare", "--resume", out);
    assertEquals(0, again.exitCode(), again.err());
    assertFalse(again.out().contains("training 1 of 4"), again.out());
    assertEquals(csv, Files.readAllLines(out.resolve("comparison.csv")));

    Files.writeString(other, Files.readString(other).replace("2024-02-14", "2024-02-15"));
    CommandRun refused =
        CommandRun.of("compare", "--recipes", recipe + "," + other, "--out", folder.resolve("no"));
    assertEquals(2, refused.exitCode());
    assertTrue(refused.err().contains("other: examples.cuts.test[0]"), refused.err());
    CommandRun both = CommandRun.of("compare", recipe, "--recipes", other, "--out", out);
    assertEquals(2, both.exitCode());
    assertTrue(both.err().contains("give one of them"), both.err());
  }

  @Test
  void whatIsGoneOnWithIsNotChanged() {
    assertMistake("holds no comparison to go on with", "--resume", folder);
    assertMistake(
        "--resume goes on as it began: --seeds, --test can not be given",
        "--resume",
        folder,
        "--seeds=3",
        "--test");
    assertMistake("Give a RECIPE to start a comparison", "--out", folder);
    assertMistake("Name the folder", folder.resolve("recipe.yaml"));
  }

  private static void assertMistake(String words, Object... arguments) {
    List<Object> all = new ArrayList<>(List.of("compare"));
    all.addAll(List.of(arguments));
    CommandRun run = CommandRun.of(all.toArray());
    assertEquals(2, run.exitCode(), run.err());
    assertTrue(run.err().contains(words), run.err());
  }

  /** Without the seconds a step. */
  private static List<String> values(List<String> csv) {
    return csv.stream().map(line -> line.replaceAll(",[^,]*$", "")).toList();
  }
}
