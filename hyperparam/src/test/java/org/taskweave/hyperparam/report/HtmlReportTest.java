package org.taskweave.hyperparam.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.taskweave.core.metric.Direction;
import org.taskweave.hyperparam.space.Dimension;
import org.taskweave.hyperparam.space.SearchSpace;
import org.taskweave.hyperparam.store.DifferenceRow;
import org.taskweave.hyperparam.store.MetricRow;
import org.taskweave.hyperparam.store.StudyDatabase;
import org.taskweave.hyperparam.trial.Measurement;
import org.taskweave.hyperparam.trial.Objective;
import org.taskweave.hyperparam.trial.Trial;
import org.taskweave.hyperparam.trial.TrialState;

/** The report of a study of 12 trials, 2 of them pruned and 1 failed, in a browser. */
@Timeout(120)
class HtmlReportTest {

  private static final List<Objective> OBJECTIVES =
      List.of(
          new Objective("reorder.auc", Direction.HIGHER_IS_BETTER),
          new Objective("spend.rmse", Direction.LOWER_IS_BETTER));

  @TempDir Path folder;

  private static SearchSpace space() {
    return new SearchSpace(
        List.of(
            Dimension.logUniform("tasks.reorder.weight", 0.1, 10),
            Dimension.integer("training.batchSize", 8, 64),
            Dimension.choice("training.decay", List.of("linear", "cosine"))),
        List.of());
  }

  private Path report() throws IOException {
    try (StudyDatabase database = StudyDatabase.open(folder.resolve("study.duckdb"))) {
      database.objectives(OBJECTIVES);
      for (int number = 0; number < 12; number++) {
        record(database, number);
      }
      database.evaluation("found", "test", List.of(metric("found", 0.74)));
      database.evaluation("default", "test", List.of(metric("default", 0.72)));
      database.difference(
          new DifferenceRow("reorder", "auc", true, 0.74, 0.70, 0.04, 0.01, 0.07, 900));
      Path file = folder.resolve("report.html");
      Files.writeString(file, HtmlReport.of(space().dimensions(), database));
      return file;
    }
  }

  private static void record(StudyDatabase database, int number) {
    double[] unit = {number / 11.0, (number * 5 % 12) / 12.0, number % 2 * 0.6};
    Map<String, Object> values = space().getValue(unit);
    Trial started = Trial.started(number, 40 + number, unit, values, number);
    database.started(started);
    TrialState state =
        number == 5
            ? TrialState.FAILED
            : number % 4 == 3 && number < 11 ? TrialState.PRUNED : TrialState.COMPLETE;
    int epochs = state == TrialState.COMPLETE ? 3 : 1;
    List<Double> last = List.of();
    for (int epoch = 1; epoch <= epochs; epoch++) {
      last = List.of(0.6 + 0.01 * number + 0.02 * epoch, 0.9 - 0.02 * (number % 5) - 0.01 * epoch);
      database.epoch(number, 0, new Measurement(epoch, epoch == 3, last, last.get(0), Map.of(), 1));
    }
    boolean failed = state == TrialState.FAILED;
    database.ended(
        new Trial(
            number,
            state,
            started.seed(),
            unit,
            values,
            failed ? List.of() : last,
            failed ? List.of() : List.of(Double.NaN, Double.NaN),
            failed ? Double.NaN : last.get(0),
            epochs,
            12.5,
            failed
                ? Optional.of("java.lang.OutOfMemoryError: </script> & \"no\"\n\tat x")
                : Optional.empty(),
            number,
            12.5 * (number + 1),
            number));
  }

  private static MetricRow metric(String role, double value) {
    return new MetricRow(
        role,
        11,
        "test",
        "reorder",
        "auc",
        true,
        true,
        value,
        value - 0.03,
        value + 0.03,
        0.5,
        900,
        0.75);
  }

  @Test
  void itNeedsNothingFromOutside() throws IOException {
    String html = Files.readString(report());
    assertFalse(html.contains("@DATA@") || html.contains("@SCRIPT@"));
    String addresses = html.replace("http://www.w3.org/2000/svg", "");
    assertFalse(addresses.contains("http:") || addresses.contains("https:"));
    assertFalse(Pattern.compile("<(link|img|script src|iframe)").matcher(html).find());
  }

  @Test
  void aBrowserDrawsEveryMark() throws Exception {
    Optional<Path> chromium = DrawnPage.chromium();
    assumeTrue(chromium.isPresent(), "no chromium here");
    DrawnPage drawn = DrawnPage.of(chromium.orElseThrow(), report(), folder);
    String dom = drawn.dom();
    assertTrue(dom.contains("data-drawn=\"yes\""), "the script did not reach its end");
    assertFalse(dom.contains("data-error="), "the script failed");

    // 9 complete trials, 2 pruned, 1 failed.
    assertEquals(9, DrawnPage.count(drawn.part("best-so-far"), "mark complete"));
    for (String chart : List.of("per-trial-0", "per-trial-1")) {
      assertEquals(9, DrawnPage.count(drawn.part(chart), "mark complete"));
      assertEquals(2, DrawnPage.count(drawn.part(chart), "mark pruned"));
      assertEquals(1, DrawnPage.count(drawn.part(chart), "mark failed"));
    }
    assertEquals(12, DrawnPage.count(drawn.part("curves-0"), "line curve"));
    assertEquals(2, DrawnPage.count(drawn.part("curves-0"), "mark pruned"));
    assertEquals(9, DrawnPage.count(drawn.part("parallel"), "trial-line"));
    assertEquals(3, DrawnPage.count(drawn.part("importance"), "<rect"));
    assertEquals(9, DrawnPage.count(drawn.part("front-0-1"), "mark complete"));
    assertEquals(1, DrawnPage.count(drawn.part("front-0-1"), "best ring"));
    assertTrue(dom.contains("The chosen one is trial 11"));
    assertTrue(dom.contains("multi-task helps"));
    assertTrue(dom.contains("&lt;/script&gt; &amp; \"no\""), "the stack trace is text");
  }

  /** A whole number chosen by any point of its part of [0,1] crosses its axis at one place. */
  @Test
  void valuesStandWhereTheirAxisSaysThem() throws IOException {
    String html = Files.readString(report());
    // Trial 1: .0909 of a continuum; 5/12 of 57 whole numbers is number 23; .6 of two choices.
    assertTrue(
        html.contains("\"unit\":[" + 1 / 11.0 + "," + 23.5 / 57 + ",0.75]"), "trial 1's line");
    assertTrue(
        html.contains("{\"unit\":0.25,\"text\":\"linear\"}")
            || html.contains("{\"text\":\"linear\",\"unit\":0.25}"),
        "the axis of the choice");
  }
}
