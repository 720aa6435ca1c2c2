package org.taskweave.hyperparam.runs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.taskweave.core.InvalidInputException;
import org.taskweave.hyperparam.report.DrawnPage;
import org.taskweave.training.run.MeasuredMetric;
import org.taskweave.training.run.RunHistory;

@Timeout(120)
class RunComparisonTest {

  @TempDir Path folder;

  private static RunEntry run(String name, String recipe, String data, double... auc) {
    RunHistory history =
        new RunHistory(
            recipe,
            data,
            "2026-11-30T10:00:00Z",
            java.util.stream.IntStream.range(0, auc.length)
                .mapToObj(
                    i ->
                        new RunHistory.Epoch(
                            i + 1, 30, Map.of("reorder", Map.of("auc", auc[i])), auc[i]))
                .toList(),
            5,
            true,
            List.of(
                new MeasuredMetric(
                    "reorder",
                    "auc",
                    true,
                    auc[0],
                    auc[0] - 0.02,
                    auc[0] + 0.02,
                    0.5,
                    OptionalDouble.of(0.7),
                    900)));
    return new RunEntry(
        Path.of(name),
        name,
        RunEntry.Kind.RUN,
        "finished",
        history.startedAt(),
        "",
        Optional.of(history),
        new RunNotes(List.of("b", "a", "b"), "said \"so\", </script>"));
  }

  private static List<RunEntry> two() {
    return List.of(
        run("first", "{seed: 7, training: {epochs: 2}}", "sha256:1", 0.72, 0.75),
        run("second", "{seed: 7, training: {epochs: 5}}", "sha256:1", 0.71, 0.74, 0.73));
  }

  @Test
  void whatTheRecipesDoNotAgreeOnAndWhatCameOfIt() {
    RunComparison comparison = new RunComparison(two());
    assertEquals(Map.of("training.epochs", List.of("2", "5")), comparison.differences());
    assertTrue(comparison.sameExamples());
    List<String> lines = comparison.text().lines().map(l -> l.replaceAll(" +", " ")).toList();
    assertTrue(lines.contains("training.epochs 2 5"), comparison.text());
    // The test split with its interval, and dev at each run's best epoch: 2 of both.
    assertTrue(
        lines.contains("reorder auc 0.5000 0.7000 0.7200 [0.7000, 0.7400] 0.7100 [0.6900, 0.7300]"),
        comparison.text());
    assertTrue(lines.contains("reorder auc 0.7500 0.7400"), comparison.text());
    assertTrue(
        comparison.csv().contains("test,reorder,auc,second,0.71,0.69,0.73,0.5,0.7,900\r\n"),
        comparison.csv());
    assertTrue(comparison.csv().contains("dev,reorder,auc,first,0.75,,,,,\r\n"), comparison.csv());
  }

  @Test
  void otherRowsAreSaid() {
    List<RunEntry> other =
        List.of(two().get(0), run("third", "{seed: 7, training: {epochs: 2}}", "sha256:2", 0.7));
    RunComparison comparison = new RunComparison(other);
    assertFalse(comparison.sameExamples());
    assertTrue(comparison.text().contains("not of the same rows"), comparison.text());
  }

  @Test
  void oneAloneOrAStudyCannotBeCompared() {
    assertThrows(InvalidInputException.class, () -> new RunComparison(two().subList(0, 1)));
    RunEntry study =
        new RunEntry(
            Path.of("s"), "s", RunEntry.Kind.STUDY, "", "", "", Optional.empty(), RunNotes.NONE);
    InvalidInputException error =
        assertThrows(
            InvalidInputException.class, () -> new RunComparison(List.of(two().get(0), study)));
    assertTrue(error.getMessage().contains("is a study"), error.getMessage());
  }

  @Test
  void aBrowserLaysTheCurvesOverEachOther() throws Exception {
    Optional<Path> chromium = DrawnPage.chromium();
    assumeTrue(chromium.isPresent(), "no chromium here");
    Path page = folder.resolve("runs.html");
    Files.writeString(page, RunList.html(two(), 2));
    DrawnPage drawn = DrawnPage.of(chromium.orElseThrow(), page, folder);
    assertTrue(drawn.dom().contains("data-drawn=\"yes\""), "the script did not reach its end");
    assertFalse(drawn.dom().contains("data-error="), "the script failed");
    assertEquals(2, DrawnPage.count(drawn.part("curve-reorder-auc"), "class=\"curve\""));
    assertEquals(5, DrawnPage.count(drawn.part("curve-reorder-auc"), "<circle"));
    assertTrue(drawn.dom().contains("said \"so\", &lt;/script&gt;"), "a note is text");
    assertTrue(drawn.dom().contains("training.epochs"));
  }
}
