package org.taskweave.hyperparam.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.taskweave.core.InvalidInputException;
import org.taskweave.hyperparam.report.DrawnPage;

/** Two methods, two tasks, three seeds: hand-worked. */
class ComparisonTest {

  @TempDir Path folder;

  private static TrainedRow row(
      String method, String task, long seed, double auc, double rmse, double secondsPerStep) {
    List<TrainedRow.Score> scores = new ArrayList<>();
    if (!Double.isNaN(auc)) {
      scores.add(new TrainedRow.Score("dev", "buys", "auc", true, auc, 1192, Double.NaN));
    }
    if (!Double.isNaN(rmse)) {
      scores.add(new TrainedRow.Score("dev", "spend", "rmse", false, rmse, 596, 1.5));
    }
    return new TrainedRow(method, "{}", task, seed, scores, 2, 1, secondsPerStep, 9);
  }

  private static List<TrainedRow> rows() {
    double none = Double.NaN;
    return List.of(
        row("default", "", 5, 0.70, 0.9, 0.125),
        row("default", "", 6, 0.72, 0.9, 0.25),
        row("default", "", 7, 0.74, 0.9, 0.375),
        row("mmoe", "", 5, 0.80, 0.9, 0.2),
        row("mmoe", "", 6, 0.79, 0.7, 0.2),
        row("mmoe", "", 7, 0.84, 0.8, 0.2),
        row("alone", "buys", 5, 0.73, none, 0.1),
        row("alone", "buys", 6, 0.75, none, 0.1),
        row("alone", "buys", 7, 0.79, none, 0.1),
        row("alone", "spend", 5, none, 0.8, 0.1),
        row("alone", "spend", 6, none, 0.8, 0.1),
        row("alone", "spend", 7, none, 0.8, 0.1));
  }

  private static Comparison comparison() {
    return Comparison.of(List.of("default", "mmoe"), rows());
  }

  private static Comparison.Line line(String task, String method) {
    return comparison().lines().stream()
        .filter(line -> line.task().equals(task) && line.method().equals(method))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void gainsArePairedBySeedAndAboveZeroIsBetter() {
    Comparison.Line buys = line("buys", "default");
    assertEquals(0.72, buys.value().mean(), 1e-12);
    // Deviations -.02, 0, .02: sqrt(.0008 / 2).
    assertEquals(0.02, buys.value().deviation(), 1e-12);
    assertEquals(0.7566666666666667, buys.single().mean(), 1e-12);
    // -.03, -.03, -.05: mean -.11/3, deviation sqrt(2) * .02 / sqrt(6) = .011547.
    assertEquals(-0.11 / 3, buys.gain().mean(), 1e-12);
    assertEquals(0.02 / Math.sqrt(3), buys.gain().deviation(), 1e-12);
    // t = 4.3027 for two degrees of freedom: 4.3027 * .011547 / sqrt(3).
    assertEquals(0.028684, buys.gain().halfInterval(), 1e-5);
    assertEquals(Transfer.NEGATIVE, buys.transfer());
    assertEquals(Transfer.POSITIVE, line("buys", "mmoe").transfer());
    // An error of .9 beside .8 is worse, always by .1: the spread is about 0.
    assertEquals(-0.1, line("spend", "default").gain().mean(), 1e-12);
    assertEquals(Transfer.NEGATIVE, line("spend", "default").transfer());
    // -.1, .1, 0.
    assertEquals(0, line("spend", "mmoe").gain().mean(), 1e-12);
    assertEquals(0.1, line("spend", "mmoe").gain().deviation(), 1e-12);
    assertEquals(Transfer.UNDECIDED, line("spend", "mmoe").transfer());
    assertEquals(0.25, comparison().times().get(0).secondsPerStep().mean(), 1e-12);
  }

  @Test
  void oneSeedSaysNothing() {
    List<TrainedRow> first = rows().stream().filter(row -> row.seed() == 5).toList();
    Comparison.Line line = Comparison.of(List.of("default"), first).lines().get(0);
    assertEquals(0.70, line.value().mean(), 1e-12);
    assertTrue(Double.isNaN(line.gain().deviation()));
    assertEquals(Transfer.UNKNOWN, line.transfer());
  }

  @Test
  void twoSeedsOrTwentyLabelsSayNothing() {
    assertEquals(Transfer.UNKNOWN, Transfer.of(Spread.of(List.of(-0.1, -0.1001)), 1192));
    assertEquals(Transfer.UNKNOWN, Transfer.of(Spread.of(List.of(-0.1, -0.1001, -0.1)), 20));
    assertEquals(Transfer.NEGATIVE, Transfer.of(Spread.of(List.of(-0.1, -0.1001, -0.1)), 100));
    // Beyond its deviation of .01, but within the t-interval of +- .0248.
    assertEquals(Transfer.UNDECIDED, Transfer.of(Spread.of(List.of(0.01, 0.02, 0.03)), 1192));
  }

  @Test
  void theTablesSayTheSame() throws IOException {
    String text = ComparisonFiles.text(comparison());
    assertTrue(
        text.lines()
            .anyMatch(
                line ->
                    line.matches(
                        "buys +auc ↑ +default +0.7200 ± 0.0200 +0.7567 ± 0.0306 +-0.0367 ± 0.0115"
                            + " +negative transfer")),
        text);
    List<String> csv = ComparisonFiles.csv(comparison()).lines().toList();
    assertEquals(5, csv.size());
    assertTrue(csv.get(1).startsWith("dev,buys,auc,true,default,3,1192,0.72"), csv.get(1));
    assertTrue(csv.get(1).contains(",negative transfer,0.25"), csv.get(1));
    JsonNode json = new ObjectMapper().readTree(ComparisonFiles.json(comparison()));
    assertEquals("helps", json.get("lines").get(1).get("transfer").textValue());
    assertEquals(0.84, json.get("lines").get(1).get("values").get(2).doubleValue());
  }

  @Test
  void methodsAreEverySharingWithEveryBalancing() {
    assertEquals(
        List.of("mmoe", "{kind: ple, levels: [1, 2]}"),
        Method.split("mmoe, {kind: ple, levels: [1, 2]}"));
    List<Method> methods =
        Method.of(
            List.of("default", "{kind: mmoe, experts: 8}"),
            List.of("default", "pcgrad"),
            List.of("slow: {training.learningRate: 1.0e-4}"));
    assertEquals(
        List.of("default", "pcgrad", "mmoe, experts: 8", "mmoe, experts: 8 + pcgrad", "slow"),
        methods.stream().map(Method::name).toList());
    assertEquals(Map.of(), methods.get(0).changes());
    assertEquals(
        "{sharing={kind=mmoe, experts=8}, balancing={kind=pcgrad}}",
        methods.get(3).changes().toString());
    assertEquals(List.of("default"), names(Method.of(List.of(), List.of(), List.of())));
    assertThrows(
        InvalidInputException.class, () -> Method.of(List.of("a", "a"), List.of(), List.of()));
    String message =
        assertThrows(
                InvalidInputException.class, () -> Method.of(List.of(), List.of(), List.of("slow")))
            .getMessage();
    assertTrue(message.contains("--method slow: is not of the form"), message);
  }

  private static List<String> names(List<Method> methods) {
    return methods.stream().map(Method::name).toList();
  }

  @Test
  void thePageNeedsNothingFromOutside() {
    String html = ComparisonFiles.html(comparison());
    assertFalse(html.contains("@DATA@") || html.contains("@SCRIPT@"));
    String addresses = html.replace("http://www.w3.org/2000/svg", "");
    assertFalse(addresses.contains("http:") || addresses.contains("https:"));
    assertFalse(Pattern.compile("<(link|img|script src|iframe)").matcher(html).find());
  }

  @Test
  void aBrowserDrawsEveryMark() throws Exception {
    Optional<Path> chromium = DrawnPage.chromium();
    assumeTrue(chromium.isPresent(), "no chromium here");
    Path page = folder.resolve("comparison.html");
    Files.writeString(page, ComparisonFiles.html(comparison()));
    DrawnPage drawn = DrawnPage.of(chromium.orElseThrow(), page, folder);
    String dom = drawn.dom();
    assertTrue(dom.contains("data-drawn=\"yes\""), "the script did not reach its end");
    assertFalse(dom.contains("data-error="), "the script failed");
    String buys = drawn.part("dev-buys");
    assertEquals(6, DrawnPage.count(buys, "<circle"));
    assertEquals(1, DrawnPage.count(buys, "method negative"));
    assertEquals(1, DrawnPage.count(buys, "method positive"));
    assertEquals(1, DrawnPage.count(buys, "class=\"alone\""));
    assertEquals(0, DrawnPage.count(drawn.part("dev-spend"), "method positive"));
  }
}
