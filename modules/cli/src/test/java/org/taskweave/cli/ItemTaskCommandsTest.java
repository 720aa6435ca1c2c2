package org.taskweave.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Ratings from the command line, on a log where even users rate even items 4.5 and odd ones 1.5,
 * and odd users the other way around: no effect of user or item tells, only the user's other
 * ratings.
 */
class ItemTaskCommandsTest {

  private static final int USERS = 60;
  private static final int ITEMS = 16;

  @TempDir static Path folder;

  private static Path run;

  @BeforeAll
  static void train() throws IOException {
    Random random = new Random(3);
    StringBuilder csv = new StringBuilder("user,item,time,text,stars,part\n");
    for (int user = 0; user < USERS; user++) {
      List<Integer> items = new ArrayList<>(IntStream.range(0, ITEMS).boxed().toList());
      Collections.shuffle(items, random);
      for (int i = 0; i < 10; i++) {
        int item = items.get(i);
        csv.append(
            String.format(
                Locale.ROOT,
                "u%02d,i%02d,2024-01-%02dT00:00:00Z,mug %d,%.2f,%s%n",
                user,
                item,
                1 + i,
                item,
                (user % 2 == item % 2 ? 4.5 : 1.5) + .2 * random.nextGaussian(),
                i % 5 == 4 ? "test" : "train"));
      }
    }
    Files.writeString(folder.resolve("ratings.csv"), csv);
    Path recipe =
        Files.writeString(
            folder.resolve("recipe.yaml"),
            """
            data:
              files: [ratings.csv]
              columns: {user: user, item: item, timestamp: time, text: text, attributes: [stars, part]}
            examples: {perEvent: {splitColumn: part, devShare: 0.15}}
            sequence: {kind: hierarchical, maxEvents: 16}
            features: {effects: {attribute: stars, windowSeconds: [86400]}}
            items: {width: 16}
            sequenceModel: {objective: others, layers: 0, heads: 2, dropout: 0}
            representation: {dropout: 0}
            encoder: {model: "%s"}
            tasks:
              rating:
                kind: regression
                reads: userAndItem
                hidden: 16
                dropout: 0
                label: {value: {attribute: stars, over: nextBasket, aggregate: next, withinDays: .inf}}
            training: {epochs: 15, batchSize: 8, learningRate: 0.02, earlyStopping: {patience: 15}}
            evaluation: {bootstrapSamples: 50}
            """
                .formatted(
                    Path.of("..", "training", "src", "test", "resources", "golden", "tiny-bert")
                        .toAbsolutePath()
                        .normalize()
                        .toString()
                        .replace('\\', '/')));
    run = folder.resolve("run");
    done("train", recipe, "--out", run);
  }

  private static CommandRun done(Object... arguments) {
    CommandRun result = CommandRun.of(arguments);
    assertEquals(0, result.exitCode(), result.err());
    return result;
  }

  private static CommandRun onBundle(String command, Object... arguments) {
    return done(all(command, arguments));
  }

  private static Object[] all(String command, Object... arguments) {
    List<Object> all = new ArrayList<>(List.of(command.split(" ", -1)));
    all.add(run.resolve("bundle"));
    Collections.addAll(all, "--quarantine", folder.resolve("quarantine"));
    Collections.addAll(all, arguments);
    return all.toArray();
  }

  private static void refused(String expected, Object... arguments) {
    CommandRun result = CommandRun.of(arguments);
    assertEquals(2, result.exitCode(), result.err());
    assertTrue(result.err().contains(expected), result.err());
    assertFalse(result.err().contains("\tat "), result.err());
  }

  @Test
  void otherRatingsTellWhatEffectsCannot() throws IOException {
    String table = Files.readString(run.resolve("evaluation.txt"));
    Matcher line =
        Pattern.compile("(?m)^rating +rmse ↓ +(\\S+) +\\S+ to \\S+ +(\\S+) +(\\S+) +120$")
            .matcher(table);
    assertTrue(line.find(), table);
    double model = Double.parseDouble(line.group(1));
    double trivial = Double.parseDouble(line.group(2));
    double floor = Double.parseDouble(line.group(3));
    assertTrue(trivial > 1.3 && floor > 1.2, table);
    assertTrue(model < .6 * floor, table);
    CommandRun again = onBundle("evaluate");
    assertTrue(again.out().contains(table), again.out());
  }

  @Test
  void aUsersItemsAreRankedByTheTask() {
    CommandRun result =
        onBundle("recommend items", "--user", "u03", "--by", "rating", "--top", "3");
    List<Integer> items =
        Pattern.compile("(?m)^ *\\d+  i(\\d\\d) ")
            .matcher(result.out())
            .results()
            .map(match -> Integer.valueOf(match.group(1)))
            .toList();
    assertEquals(3, items.size(), result.out());
    assertTrue(items.stream().allMatch(item -> item % 2 == 1), result.out());
    CommandRun named =
        onBundle(
            "recommend items", "--user", "u03", "--by", "rating", "--item", "i00", "--item", "i01");
    assertTrue(named.out().indexOf("i01") < named.out().indexOf("i00"), named.out());
  }

  @Test
  void everybodysUnseenItemsAreRankedByTheTask() throws IOException {
    Path file = folder.resolve("everybody.csv");
    CommandRun result =
        onBundle("recommend items", "--all", "--by", "rating", "--top", "3", "--out", file);
    assertTrue(
        result.out().contains("top 3 by \"rating\" out of 16 candidates, seen ones left out"),
        result.out());
    assertTrue(result.out().contains("60 users, 60 by the model"), result.out());
    List<String> lines = Files.readAllLines(file);
    assertEquals(1 + 60 * 3, lines.size());
    // A user's even or odd items are liked: of those that u03 has not rated the odd ones.
    for (String line : lines.subList(1, lines.size())) {
      String[] cells = line.split(",", -1);
      int user = Integer.parseInt(cells[0].substring(1));
      int item = Integer.parseInt(cells[4].substring(1));
      double stars = Double.parseDouble(cells[5]);
      assertEquals(stars > 3, user % 2 == item % 2, line);
    }
  }

  @Test
  void pairsArePredictedByModelAndFileAlike() throws IOException {
    Path pairs =
        Files.writeString(folder.resolve("pairs.csv"), "user,item\nu03,i01\nu03,i00\nu04,i00\n");
    Path table = folder.resolve("ratings-predicted.csv");
    onBundle("predict", "--pairs", pairs, "--out", table);
    List<String> lines = Files.readAllLines(table);
    assertEquals("user,cut,item,rating", lines.get(0));
    assertEquals(4, lines.size());
    assertTrue(rating(lines.get(1)) > 3 && rating(lines.get(2)) < 3, lines.toString());
    assertTrue(rating(lines.get(3)) > 3, lines.toString());

    Path file = folder.resolve("serve").resolve("model.onnx");
    onBundle("export", "--out", file);
    Path served = folder.resolve("served.csv");
    onBundle("predict", "--pairs", pairs, "--out", served, "--engine", "onnx", "--model", file);
    List<String> others = Files.readAllLines(served);
    for (int i = 1; i < 4; i++) {
      assertEquals(rating(lines.get(i)), rating(others.get(i)), 1e-4);
    }
    assertTrue(
        Files.readString(file.resolveSibling("README.md")).contains("candidateRows"), "the guide");
  }

  @Test
  void pairsOfStrangersAreRejectedWithTheReason() throws IOException {
    Path pairs =
        Files.writeString(
            folder.resolve("mixed.csv"), "user,item\nu03,i01\nnobody,i01\nu03,i99\nu04,i00\n");
    Path table = folder.resolve("mixed-predicted.csv");
    CommandRun result = onBundle("predict", "--pairs", pairs, "--out", table);
    assertTrue(result.out().contains("2 of 4 pairs rejected"), result.out());
    assertTrue(result.out().contains("2 pairs written"), result.out());
    List<String> lines = Files.readAllLines(table);
    assertEquals(3, lines.size());
    assertTrue(lines.get(1).startsWith("u03,") && lines.get(2).startsWith("u04,"));
    assertEquals(
        List.of(
            "user,item,reason",
            "nobody,i01,the user is not in the log",
            "u03,i99,the item is not in the bundle's catalog"),
        Files.readAllLines(folder.resolve("mixed-predicted.rejects.csv")));
    Path one = Files.writeString(folder.resolve("one.csv"), "user,item\nu03,i01\n");
    onBundle("predict", "--pairs", one, "--out", table, "--at", "2024-01-05");
    assertFalse(Files.exists(folder.resolve("mixed-predicted.rejects.csv")), "of an earlier run");
    refused(
        "the user has no event before 2023-12-31",
        all("predict", "--pairs", one, "--out", table, "--at", "2023-12-31"));
  }

  private static double rating(String line) {
    return Double.parseDouble(line.substring(line.lastIndexOf(',') + 1));
  }

  @Test
  void mistakesAreNamed() throws IOException {
    Path table = folder.resolve("none.csv");
    refused("all tasks of the bundle read the user and an item", all("predict", "--out", table));
    Path unknown = Files.writeString(folder.resolve("unknown.csv"), "user,item\nu03,i99\n");
    refused(
        "1 of 1 pairs rejected, see " + folder.resolve("none.rejects.csv"),
        all("predict", "--pairs", unknown, "--out", table));
    refused("--rejects is for --pairs", all("predict", "--rejects", unknown, "--out", table));
    refused("no item is named", all("recommend users", "--by", "rating"));
    refused(
        "--action and --candidates: rating reads user and item",
        all("recommend items", "--by", "rating", "--user", "u03", "--action", "event"));
    assertFalse(Files.exists(table));
  }
}
