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

  /** Three files: of days, of minutes (which waits for the next), and of days again. */
  @Test
  void eachFileThatArrivesIsUsedOnce() throws IOException {
    Path arriving = Files.createDirectories(folder.resolve("arriving"));
    Path versions = folder.resolve("followed");
    List<String> lines = Files.readAllLines(newer);
    arrive(arriving.resolve("1.csv"), lines, "2024-04-22", "2024-04-28");
    String header = lines.get(0);
    String newest =
        Files.readAllLines(arriving.resolve("1.csv")).stream()
            .skip(1)
            .map(line -> line.split(",", -1)[1])
            .max(String::compareTo)
            .orElseThrow();
    Files.write(
        arriving.resolve("2.csv"),
        List.of(header, "late," + newest.replace(":00:00", ":30:00") + ",i0,purchase,red mug,1"));
    CommandRun run = follow(arriving, versions);
    assertEquals(0, run.exitCode(), run.err());
    assertEquals(List.of("1.csv"), taken(versions));
    assertTrue(run.out().contains("1 files in " + arriving + " add less than a day"), run.out());

    arrive(arriving.resolve("3.csv"), lines, "2024-04-28", "2024-06-01");
    run = follow(arriving, versions);
    assertEquals(0, run.exitCode(), run.err());
    assertEquals(List.of("1.csv", "2.csv", "3.csv"), taken(versions));
    List<String> names = new VersionFolder(versions).names();
    assertEquals(3, names.size(), names.toString());
    try (ModelBundle last = ModelBundle.load(versions.resolve("until-2024-05-04"))) {
      // Whether the first update was promoted or not, its file is known now, and once.
      assertEquals(
          List.of("shop.csv", "1.csv", "2.csv", "3.csv"),
          last.recipe().data().files().stream()
              .map(file -> Path.of(file).getFileName().toString())
              .toList());
    }

    Files.copy(arriving.resolve("3.csv"), arriving.resolve("4.csv"));
    run = follow(arriving, versions);
    assertEquals(0, run.exitCode(), run.err());
    assertTrue(run.out().contains("4.csv: has the content of"), run.out());
    assertEquals(names, new VersionFolder(versions).names());
  }

  private static void arrive(Path file, List<String> lines, String from, String to)
      throws IOException {
    Files.write(
        file,
        only(
            lines,
            line -> {
              String day = line.split(",", -1)[1];
              return day.compareTo(from) >= 0 && day.compareTo(to) < 0;
            }));
  }

  private static CommandRun follow(Path arriving, Path versions) {
    return CommandRun.of(
        "update",
        bundle,
        "--follow",
        arriving,
        "--once",
        "--poll",
        "0.05",
        "--out",
        versions,
        "--set",
        "training.epochs=1",
        "--quarantine",
        folder.resolve("bad"));
  }

  private static List<String> taken(Path versions) throws IOException {
    List<String> names = new ArrayList<>();
    for (JsonNode file : JSON.readTree(versions.resolve("taken.json").toFile())) {
      names.add(Path.of(file.get("file").asText()).getFileName().toString());
    }
    return names;
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
        "only fields under training, evaluation and update");
    assertMistake(
        update(bundle, "--out", versions, "--set", "update.judgedBy=[reoder]"),
        "did you mean \"reorder\"?");
    assertMistake(update(bundle, "--out", versions, "--follow", folder), "by one of the two");
    assertMistake(update(bundle, "--out", versions, "--once"), "--once belongs to --follow");
    assertMistake(update(bundle, "--out", versions, "--replay", 2), "a share from 0 to 1");
    assertMistake(update(bundle), "--out: name the folder");
    assertFalse(VersionFolder.is(versions));
  }

  private static void assertMistake(CommandRun run, String what) {
    assertEquals(2, run.exitCode(), run.out());
    assertTrue(run.err().contains(what), run.err());
  }
}
