package org.taskweave.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands on a bundle that the first of them trains. */
class CommandsTest {

  @TempDir static Path folder;
  private static Path bundle;
  private static CommandRun training;

  @BeforeAll
  static void train() throws Exception {
    Path recipe = ShopLog.write(folder);
    Path run = folder.resolve("run");
    training = CommandRun.of("train", recipe, "--run-folder", run, "--set", "training.epochs=1");
    bundle = run.resolve("bundle");
  }

  private static CommandRun good(Object... arguments) {
    CommandRun run = CommandRun.of(arguments);
    assertEquals(0, run.exitCode(), run.err());
    assertEquals("", run.err());
    return run;
  }

  private static String refused(Object... arguments) {
    CommandRun run = CommandRun.of(arguments);
    assertEquals(2, run.exitCode(), run.err() + run.out());
    assertFalse(run.err().contains("\tat "), run.err());
    return run.err();
  }

  private static Object quarantine() {
    return folder.resolve("quarantine");
  }

  @Test
  void trainPrintsTheTestTable() {
    assertEquals(0, training.exitCode(), training.err());
    String out = training.out();
    assertTrue(out.contains("epoch 1:") && !out.contains("epoch 2:"), out);
    assertTrue(out.contains("reorder    auc ↑"), out);
    assertTrue(out.contains("Bundle:     " + bundle), out);
  }

  @Test
  void evaluateRepeatsTheTestTable() throws Exception {
    CommandRun run = good("evaluate", bundle, "--report", "--quarantine", quarantine());
    String table = Files.readString(bundle.resolveSibling("evaluation.txt"));
    assertTrue(run.out().contains(table), run.out() + table);
    assertTrue(run.out().contains("class"), run.out());
    assertTrue(run.out().matches("(?s).*yes +\\S+ +\\S+ +\\S+ +\\d+.*"), run.out());
    assertTrue(good("evaluate", bundle, "--split", "dev").out().contains("dev "), "dev");
  }

  @Test
  void evaluateTakesALogThatHasOnlyTheTestCuts() throws Exception {
    Path later = folder.resolve("later.csv");
    List<String> lines = Files.readAllLines(folder.resolve("shop.csv"));
    Files.write(
        later,
        lines.stream()
            .filter(line -> line.startsWith("customer") || line.compareTo("c00,2024-03") > 0)
            .filter(
                line ->
                    line.startsWith("customer")
                        || line.split(",", -1)[1].compareTo("2024-03-02") > 0)
            .toList());
    CommandRun run = good("evaluate", bundle, "--data", later);
    assertTrue(run.out().contains("later.csv"), run.out());
  }

  @Test
  void onlyDataExamplesAndEvaluationCanBeSetOnABundle() {
    String err = refused("evaluate", bundle, "--set", "training.epochs=9");
    assertTrue(err.contains("\"training\" cannot change; only fields under data, examples"), err);
    CommandRun run =
        good(
            "evaluate",
            bundle,
            "--set",
            "evaluation.bootstrapSamples=0",
            "--set",
            "examples.cuts.test=[2024-04-05]");
    assertTrue(run.out().contains("reorder"), run.out());
    err = refused("evaluate", bundle, "--set", "evaluation.batchsize=9");
    assertTrue(err.contains("did you mean \"batchSize\"?"), err);
  }

  @Test
  void predictWritesATable() throws Exception {
    Path table = folder.resolve("predictions.csv");
    CommandRun run = good("predict", bundle, "--out", table, "--at", "2024-03-15");
    List<String> lines = Files.readAllLines(table);
    assertTrue(lines.get(0).startsWith("user,cut,reorder,priceBand,"), lines.get(0));
    assertTrue(lines.get(1).startsWith("c00,2024-03-15"), lines.get(1));
    assertTrue(run.out().contains(lines.size() - 1 + " users written to " + table), run.out());
    good("predict", bundle, "--out", table, "--user", "c07", "--user", "c03");
    assertEquals(3, Files.readAllLines(table).size());
  }

  @Test
  void predictRefusesBeforeItWorks() {
    Path table = folder.resolve("predictions.xls");
    String err = refused("predict", folder.resolve("none"), "--out", table);
    assertEquals(
        table + ": the format is told by the name, which must end in .csv, .jsonl or .parquet",
        err.strip());
    assertTrue(refused("predict", bundle).contains("--out"), "--out is required");
    err = refused("predict", bundle, "--out", "x.csv", "--at", "tomorrow");
    assertTrue(err.contains("--at tomorrow: is no date"), err);
    err = refused("predict", bundle, "--out", "x.csv", "--user", "nobody");
    assertEquals("User \"nobody\" is not in the log.", err.strip());
  }

  @Test
  void recommendRanksUsers() {
    CommandRun run =
        good("recommend", bundle, "--by", "reorder=1,priceBand:below 2=-0.1", "--top", "3");
    List<String> lines =
        run.out().lines().filter(line -> line.matches(" +\\d+  c\\d\\d .*")).toList();
    assertEquals(3, lines.size(), run.out());
    List<Double> scores =
        lines.stream().map(line -> Double.valueOf(line.strip().split(" +", -1)[2])).toList();
    assertTrue(scores.get(0) >= scores.get(1) && scores.get(1) >= scores.get(2), run.out());
  }

  @Test
  void recommendRanksItems() {
    CommandRun run = good("recommend", bundle, "--user", "c03", "--by", "spend", "--top", "2");
    assertEquals(
        2, run.out().lines().filter(line -> line.matches(" +\\d+  i\\d .*")).count(), run.out());
    run = good("recommend", bundle, "--user", "c03", "--by", "spend", "--item", "i4");
    assertTrue(run.out().contains("  1  i4 "), run.out());
  }

  @Test
  void recommendExplainsMistakes() {
    assertTrue(
        refused("recommend", bundle, "--by", "spend", "--user", "nobody")
            .contains("User \"nobody\" is not in the log."));
    assertTrue(
        refused("recommend", bundle, "--by", "reordr").contains("did you mean \"reorder\"?"));
    assertTrue(refused("recommend", bundle, "--by", "priceBand").contains("has classes: write"));
    assertTrue(
        refused("recommend", bundle, "--by", "spend", "--user", "c03", "--item", "i99")
            .contains("--item i99: the bundle's catalog has no such item"));
    assertTrue(
        refused("recommend", bundle, "--by", "spend", "--user", "c03", "--action", "purchas")
            .contains("did you mean \"purchase\"?"));
    assertTrue(refused("recommend", bundle, "--by", "spend", "--top", "0").contains("--top"));
    assertTrue(refused("recommend", bundle, "--by", "spend", "--top", "x").contains("--top"));
  }

  @Test
  void inspectTellsWhatABundleIs() {
    String out = good("inspect", bundle, "--recipe").out();
    for (String expected :
        List.of(
            "reorder: Binary",
            "tiny-bert",
            "catalog       5 items",
            "epoch 1 ",
            "seed          3",
            "--set training.epochs=1",
            "maxTokens: 24")) {
      assertTrue(out.contains(expected), expected + " in\n" + out);
    }
    assertTrue(good("inspect", bundle, "--graph").out().contains("\"vertices\""), "graph");
    String err = refused("inspect", folder.resolve("none"));
    assertTrue(err.contains("none: there is no such file or folder"), err);
    err = refused("inspect", folder);
    assertTrue(err.contains("no manifest.json in it"), err);
  }

  @Test
  void trainResumesOrRefuses() throws Exception {
    Path run = folder.resolve("copy");
    try (Stream<Path> files = Files.walk(bundle.getParent())) {
      for (Path file : files.toList()) {
        Files.copy(file, run.resolve(bundle.getParent().relativize(file)));
      }
    }
    CommandRun resumed = good("train", "--resume", run);
    assertTrue(resumed.out().contains("reorder    auc ↑"), resumed.out());
    String err = refused("train", "--resume", run, "--set", "seed=1");
    assertTrue(err.contains("--set and --run-folder can not be given with it"), err);
    err = refused("train", folder.resolve("recipe.yaml"), "--run-folder", run);
    assertTrue(err.contains("the run folder is not empty"), err);
    assertTrue(refused("train", "--resume", folder).contains("no run to resume"));
  }
}
