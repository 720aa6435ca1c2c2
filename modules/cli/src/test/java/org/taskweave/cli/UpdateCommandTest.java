package org.taskweave.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.taskweave.training.bundle.ModelBundle;
import org.taskweave.training.store.VersionFolder;

/** The shop's log up to 21 April trains; what came after it, and a stranger's events, update. */
class UpdateCommandTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir static Path folder;

  private static Path bundle;
  private static Path newer;

  @BeforeAll
  static void train() throws IOException {
    Path recipe = ShopLog.write(folder);
    Path log = folder.resolve("shop.csv");
    List<String> lines = Files.readAllLines(log);
    Files.write(log, only(lines, line -> !isLate(line)));
    newer = folder.resolve("newer.csv");
    List<String> late = only(lines, UpdateCommandTest::isLate);
    late.add("stranger,2024-05-04T10:00:00,i9,purchase,a new mug,3");
    late.add("stranger,2024-05-04T11:00:00,i0,purchase,red mug,1");
    Files.write(newer, late);
    CommandRun run =
        CommandRun.of(
            "train",
            recipe,
            "--out",
            folder.resolve("run"),
            "--set",
            "examples.cuts={train: [2024-02-01], dev: [2024-02-25], test: [2024-03-20]}");
    assertEquals(0, run.exitCode(), run.err());
    bundle = folder.resolve("run").resolve("bundle");
  }

  private static List<String> only(List<String> lines, Predicate<String> which) {
    return new ArrayList<>(
        lines.stream().filter(line -> line.startsWith("customer") || which.test(line)).toList());
  }

  private static boolean isLate(String line) {
    return !line.startsWith("customer") && line.split(",", -1)[1].compareTo("2024-04-22") >= 0;
  }

  private static CommandRun update(Path from, Object... more) {
    List<Object> arguments = new ArrayList<>(List.of("update", from, "--data", newer));
    arguments.addAll(List.of("--set", "training.epochs=1", "--quarantine", folder.resolve("bad")));
    arguments.addAll(Arrays.asList(more));
    return CommandRun.of(arguments.toArray());
  }

  private static JsonNode report(Path versions) throws IOException {
    return JSON.readTree(versions.resolve("until-2024-05-04.update.json").toFile());
  }

  @Test
  void aBundleGoesOnAndIsPromotedOnlyIfNotWorse() throws IOException {
    Path versions = folder.resolve("versions");
    CommandRun run = update(bundle, "--out", versions);
    assertEquals(0, run.exitCode(), run.err());
    JsonNode report = report(versions);
    boolean worse = false;
    int primary = 0;
    for (JsonNode line : report.get("test")) {
      primary += line.get("primary").asBoolean() ? 1 : 0;
      worse |= line.get("primary").asBoolean() && line.get("worse").asBoolean();
      assertEquals(
          line.get("updated").asDouble() - line.get("old").asDouble(),
          line.get("difference").asDouble(),
          1e-9);
    }
    assertEquals(3, primary);
    assertEquals(!worse, report.get("promoted").asBoolean());
    VersionFolder.Current current = new VersionFolder(versions).current();
    assertEquals(worse ? "first" : "until-2024-05-04", current.version(), run.out());
    assertEquals(worse ? null : "first", current.previous());
    assertTrue(report.get("newExamples").asInt() > 0);
    assertTrue(report.get("replayedExamples").asInt() > 0);
    assertEquals(1, report.get("newItems").asInt());
    try (ModelBundle updated = ModelBundle.load(versions.resolve("until-2024-05-04"));
        ModelBundle old = ModelBundle.load(versions.resolve("first"))) {
      assertTrue(updated.catalog().find("i9").isPresent());
      assertTrue(old.catalog().find("i9").isEmpty());
      assertEquals(old.preprocessing().toJson(), updated.preprocessing().toJson());
      assertEquals(2, updated.recipe().examples().cuts().orElseThrow().train().size());
      assertFalse(Arrays.equals(head(old), head(updated)));
    }
    // What it knows already is no news, and changes nothing.
    CommandRun again = update(versions.resolve("until-2024-05-04"), "--out", versions);
    assertEquals(2, again.exitCode(), again.out());
    assertTrue(again.err().contains("less than a day after"), again.err());
    assertEquals(current, new VersionFolder(versions).current());
  }

  /** Heads that learn at no rate stay as they were; and the oldest version that may go goes. */
  @Test
  void itBeginsWithTheWeightsOfBefore() throws IOException {
    Path versions = folder.resolve("still");
    CommandRun run =
        update(
            bundle,
            "--out",
            versions,
            "--set",
            "training.learningRate=1e-30",
            "--set",
            "training.weightDecay=0",
            "--replay",
            0);
    assertEquals(0, run.exitCode(), run.err());
    assertEquals(0, report(versions).get("replayedExamples").asInt());
    try (ModelBundle updated = ModelBundle.load(versions.resolve("until-2024-05-04"));
        ModelBundle old = ModelBundle.load(bundle)) {
      assertArrayEquals(head(old), head(updated), 1e-6f);
    }
  }

  /** What somebody keeps beside would be taken for old versions, and removed. */
  @Test
  void aFolderWithOtherThingsIsRefused() throws IOException {
    Path photos = Files.createDirectories(folder.resolve("home").resolve("photos"));
    CommandRun run = update(bundle, "--out", photos.getParent());
    assertEquals(2, run.exitCode(), run.out());
    assertTrue(run.err().contains("no folder of versions, but holds photos"), run.err());
    assertTrue(Files.exists(photos));
  }

  private static float[] head(ModelBundle bundle) {
    return bundle.model().graph().getLayer("reorder").getParam("W").dup().data().asFloat();
  }

  @Test
  void mistakesAreTold() {
    Path versions = folder.resolve("none");
    assertMistake(update(bundle, "--out", versions, "--keep", 1), "give 2 or more");
    assertMistake(
        update(bundle, "--out", versions, "--set", "tasks.reorder.weight=2"),
        "only fields under training and evaluation");
    assertMistake(update(bundle, "--out", versions, "--replay", 2), "a share from 0 to 1");
    assertMistake(update(bundle), "--out: name the folder");
    assertFalse(VersionFolder.is(versions));
  }

  private static void assertMistake(CommandRun run, String what) {
    assertEquals(2, run.exitCode(), run.out());
    assertTrue(run.err().contains(what), run.err());
  }
}
