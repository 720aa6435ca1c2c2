package org.taskweave.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.taskweave.data.log.DuckDb;

/** Next items from the command line, on a log whose items follow each other around a ring. */
class NextItemCommandsTest {

  @TempDir static Path folder;

  private static Path run;

  @BeforeAll
  static void train() throws IOException {
    run = folder.resolve("run");
    CommandRun trained = done("train", RingLog.write(folder), "--out", run);
    assertTrue(
        trained.out().contains("core: 1 users, 0 items and 2 events removed in 1 round"),
        trained.out());
  }

  private static CommandRun done(Object... arguments) {
    CommandRun result = CommandRun.of(arguments);
    assertEquals(0, result.exitCode(), result.err());
    return result;
  }

  private static void refused(String expected, Object... arguments) {
    CommandRun result = CommandRun.of(arguments);
    assertEquals(2, result.exitCode(), result.err());
    assertTrue(result.err().contains(expected), result.err());
    assertFalse(result.err().contains("\tat "), result.err());
  }

  private static CommandRun recommend(Object... arguments) {
    Object[] all = new Object[arguments.length + 5];
    all[0] = "recommend";
    all[1] = "next";
    all[2] = run.resolve("bundle");
    all[3] = "--quarantine";
    all[4] = folder.resolve("quarantine");
    System.arraycopy(arguments, 0, all, 5, arguments.length);
    return done(all);
  }

  /** Ids of the items listed. */
  private static List<String> items(CommandRun result) {
    return Pattern.compile("(?m)^ *\\d+  (i\\d) ")
        .matcher(result.out())
        .results()
        .map(match -> match.group(1))
        .toList();
  }

  @Test
  void theEvaluationStandsBesideBaselinesAndSaysHowItWasMade() throws IOException {
    String table = Files.readString(run.resolve("evaluation.txt"));
    Matcher line =
        Pattern.compile(
                "(?m)^next +ndcg@10 ↑ +(\\S+) +\\S+ to \\S+ +(\\S+) +(\\S+) +60( +below the floor)?$")
            .matcher(table);
    assertTrue(line.find(), table);
    double model = Double.parseDouble(line.group(1));
    double popularity = Double.parseDouble(line.group(2));
    double floor = Double.parseDouble(line.group(3));
    assertTrue(floor > popularity && model > popularity, table);
    assertEquals(model < floor, line.group(4) != null, table);
    assertTrue(table.contains("floor: first-order Markov, last item"), table);
    assertTrue(
        Pattern.compile("(?m)^ +coverage@10 ↑ +1.000 +none +1.000 +1.000 +60$")
            .matcher(table)
            .find(),
        table);
    assertTrue(table.contains("next: all 8 items ranked, seen ones too"), table);
    CommandRun again =
        done("evaluate", run.resolve("bundle"), "--quarantine", folder.resolve("quarantine"));
    assertTrue(again.out().contains(table), again.out());
    String chosenHere = "The rules' settings were chosen on this split";
    assertFalse(again.out().contains(chosenHere), again.out());
    CommandRun onDev =
        done(
            "evaluate",
            run.resolve("bundle"),
            "--split",
            "dev",
            "--quarantine",
            folder.resolve("quarantine"));
    assertTrue(onDev.out().contains(chosenHere), onDev.out());
  }

  private static CommandRun evaluate(Object... arguments) {
    List<Object> all = new ArrayList<>(List.of("evaluate", run.resolve("bundle")));
    all.addAll(List.of("--quarantine", folder.resolve("quarantine")));
    all.addAll(List.of(arguments));
    return CommandRun.of(all.toArray());
  }

  @Test
  void theEvaluationIsWrittenAsATable() throws Exception {
    Path file = folder.resolve("evaluation.parquet");
    CommandRun result = evaluate("--out", file);
    assertEquals(0, result.exitCode(), result.err());
    assertTrue(
        result.out().contains("test: leave one out, each user's last basket; not split by time"),
        result.out());
    String json = Files.readString(run.resolve("evaluation.json"));
    try (Connection database = DuckDb.inMemory();
        ResultSet rows =
            database
                .createStatement()
                .executeQuery(
                    "SELECT value, low, high, trivial, floor, labels, below_floor, protocol FROM '"
                        + file
                        + "' WHERE primary_metric AND task = 'next' AND predictor = 'model'"
                        + " AND better = 'higher' AND metric = 'ndcg@10'")) {
      assertTrue(rows.next());
      Map<String, String> columns =
          Map.of(
              "value", "value",
              "low", "intervalLow",
              "high", "intervalHigh",
              "trivial", "trivialBaseline");
      for (Map.Entry<String, String> column : columns.entrySet()) {
        double number = rows.getDouble(column.getKey());
        assertTrue(
            json.contains("\"" + column.getValue() + "\" : " + number), column + " " + number);
      }
      assertEquals(60, rows.getInt("labels"));
      assertEquals(
          rows.getDouble("value") < rows.getDouble("floor"), rows.getBoolean("below_floor"));
      assertTrue(
          rows.getString("protocol").startsWith("test: leave one out")
              && rows.getString("protocol").contains("all 8 items ranked, seen ones too"),
          rows.getString("protocol"));
      assertFalse(rows.next());
    }
    try (Connection database = DuckDb.inMemory();
        ResultSet rows =
            database
                .createStatement()
                .executeQuery(
                    "SELECT max(value) FROM '"
                        + file
                        + "' WHERE metric = 'hr@10' AND predictor LIKE '%Markov%'")) {
      assertTrue(rows.next());
      assertTrue(rows.getDouble(1) > 0, "rules have their rows");
    }
    Path again = folder.resolve("evaluation.json");
    assertEquals(0, evaluate("--out", again).exitCode());
    assertEquals(json, Files.readString(again), "as training wrote it");
  }

  @Test
  void seenItemsCanBeLeftOutOfAnEvaluation() {
    CommandRun filtered = evaluate("--seen", "filter");
    assertTrue(
        filtered.out().contains("all 8 items ranked, seen ones filtered unless they are what came"),
        filtered.out());
    assertEquals(
        evaluate().out(), evaluate("--seen", "keep").out(), "as the task says without the option");
    assertFalse(evaluate().out().equals(filtered.out()));
    refused(
        "must end in .json, .jsonl, .csv or .parquet",
        "evaluate",
        run.resolve("bundle"),
        "--out",
        folder.resolve("evaluation.html"));
    refused(
        "would be written over",
        "evaluate",
        run.resolve("bundle"),
        "--out",
        folder.resolve("ring.csv"));
    refused(
        "evaluation.negatives: metrics among a few sampled items are refused",
        "evaluate",
        run.resolve("bundle"),
        "--set",
        "evaluation.negatives=100");
  }

  @Test
  void recommendListsTheCatalogWithReasons() {
    CommandRun result = recommend("--user", "u03", "--top", "3");
    assertEquals(3, items(result).size(), result.out());
    assertTrue(
        result.out().contains("next items of u03 by \"next\" out of 8, seen ones too"),
        result.out());
    assertTrue(
        Pattern.compile("(?m)^ +\\+\\d\\.\\d{4}  event i\\d \".*\" at 2024-01-\\d\\dT")
            .matcher(result.out())
            .find(),
        result.out());
    CommandRun bare = recommend("--user", "u03", "--top", "3", "--reasons", "0");
    assertEquals(items(result), items(bare));
    assertFalse(bare.out().contains("event i"), bare.out());
  }

  @Test
  void itemsCanBeLeftOut() {
    List<String> all = items(recommend("--user", "u03", "--top", "20"));
    assertEquals(8, all.size());
    List<String> without =
        items(recommend("--user", "u03", "--exclude", all.get(0) + "," + all.get(2)));
    assertEquals(6, without.size());
    assertEquals(List.of(all.get(1), all.get(3)), without.subList(0, 2));
    CommandRun lonely = recommend("--user", "lonely", "--exclude-seen");
    assertEquals(6, items(lonely).size(), "two of eight are seen; the core hides no user");
    assertTrue(lonely.out().contains("seen ones left out"), lonely.out());
    refused(
        "User \"lonely\" is not in the log",
        "recommend",
        "next",
        run.resolve("bundle"),
        "--user",
        "lonely",
        "--set",
        "data.core=3",
        "--quarantine",
        folder.resolve("quarantine"));
  }

  @Test
  void predictListsTheLikeliestItems() throws IOException {
    Path file = folder.resolve("predictions.csv");
    done(
        "predict",
        run.resolve("bundle"),
        "--out",
        file,
        "--quarantine",
        folder.resolve("quarantine"));
    List<String> lines = Files.readAllLines(file);
    assertEquals("user,cut,next,next_score,price", lines.get(0));
    assertTrue(lines.get(1).matches("\\w+,[^,]+,i\\d,-?[0-9.E-]+,.*"), lines.get(1));
    Path nested = folder.resolve("predictions.jsonl");
    done(
        "predict",
        run.resolve("bundle"),
        "--out",
        nested,
        "--quarantine",
        folder.resolve("quarantine"));
    String line = Files.readAllLines(nested).get(0);
    assertTrue(
        line.matches(
            ".*\"next\":\"(i\\d)\",\"next_score\":[^,]+,\"next_items\":\\[\\{\"item\":\"\\1\",\"score\":.*"),
        line);
    assertEquals(8, line.split("\"item\":", -1).length - 1, "all items of the catalog");
  }

  /** An item's score in what recommend printed. */
  private static double score(CommandRun result, String item) {
    Matcher line =
        Pattern.compile("(?m)^ *\\d+  " + item + " +(-?\\d+\\.\\d+)").matcher(result.out());
    assertTrue(line.find(), result.out());
    return Double.parseDouble(line.group(1));
  }

  @Test
  void newItemsAreRankedByTheirTexts() throws IOException {
    Path items = folder.resolve("items.csv");
    Files.writeString(items, "id,text\ni15,mug set\ni9,\"the red set, a mug\"\n");
    Path larger = folder.resolve("larger");
    CommandRun added =
        done("catalog", "add", run.resolve("bundle"), "--items", items, "--out", larger);
    assertTrue(added.out().contains("2 items added to 8"), added.out());
    assertFalse(added.out().contains("idDropout"), "it was trained with it");
    CommandRun before = recommend("--user", "u03", "--top", "20", "--reasons", "0");
    CommandRun after =
        done(
            "recommend",
            "next",
            larger,
            "--user",
            "u03",
            "--top",
            "20",
            "--reasons",
            "0",
            "--quarantine",
            folder.resolve("quarantine"));
    assertTrue(after.out().contains("out of 10"), after.out());
    assertTrue(after.out().contains("the red set, a mug"), after.out());
    for (int i = 0; i < 8; i++) {
      assertEquals(score(before, "i" + i), score(after, "i" + i), 2e-4, "item " + i);
    }
    assertTrue(Double.isFinite(score(after, "i15")) && Double.isFinite(score(after, "i9")));
    assertTrue(
        Math.abs(score(after, "i15") - score(after, "i9")) > 1e-3, "texts make a difference");
    CommandRun evaluated = done("evaluate", larger, "--quarantine", folder.resolve("quarantine"));
    assertTrue(evaluated.out().contains("next: all 10 items ranked"), evaluated.out());
    refused(
        "item \"i15\" is in the bundle's catalog already",
        "catalog",
        "add",
        larger,
        "--items",
        items,
        "--out",
        folder.resolve("again"));
    refused("is there already", "catalog", "add", larger, "--items", items, "--out", larger);
    refused("Name what to do with the catalog", "catalog");
  }

  private static CommandRun everyone(Object... arguments) {
    List<Object> all = new ArrayList<>(List.of("recommend", "items", run.resolve("bundle")));
    all.addAll(List.of("--quarantine", folder.resolve("quarantine")));
    all.addAll(List.of(arguments));
    return CommandRun.of(all.toArray());
  }

  @Test
  void everyUserGetsTheListThatRecommendNextPrints() throws Exception {
    Path file = folder.resolve("top.parquet");
    CommandRun result = everyone("--all", "--top", "3", "--exclude-seen", "--out", file);
    assertEquals(0, result.exitCode(), result.err());
    assertTrue(
        result.out().contains("top 3 by \"next\" out of 8 items, seen ones left out"),
        result.out());
    Matcher counts =
        Pattern.compile("(\\d+) users, \\1 by the model, 0 by popularity").matcher(result.out());
    assertTrue(counts.find(), result.out());
    Matcher rejected =
        Pattern.compile("(\\d+) rejected, see .*top.rejects.csv: .no item is left=\\1.")
            .matcher(result.out());
    assertTrue(rejected.find(), result.out());
    assertEquals(
        61,
        Integer.parseInt(counts.group(1)) + Integer.parseInt(rejected.group(1)),
        "sixty and the lonely one, whom the core left out of training");
    CommandRun printed =
        recommend("--user", "lonely", "--top", "3", "--exclude-seen", "--reasons", "0");
    try (Connection database = DuckDb.inMemory();
        ResultSet row =
            database
                .createStatement()
                .executeQuery(
                    "SELECT list_transform(items, lambda i: i.item), items[1].score FROM '"
                        + file
                        + "' WHERE user = 'lonely' AND source = 'model'")) {
      assertTrue(row.next());
      assertEquals(items(printed).toString(), row.getString(1));
      assertEquals(score(printed, items(printed).get(0)), row.getDouble(2), 1e-4);
    }
  }

  private static CommandRun vectors(Object... arguments) {
    List<Object> all = new ArrayList<>(List.of("vectors", run.resolve("bundle")));
    all.addAll(List.of("--quarantine", folder.resolve("quarantine")));
    all.addAll(List.of(arguments));
    return CommandRun.of(all.toArray());
  }

  @Test
  void productsOfVectorsAreTheScoresOfRecommend() throws Exception {
    Path file = folder.resolve("vectors.parquet");
    CommandRun result = vectors("--out", file);
    assertEquals(0, result.exitCode(), result.err());
    assertTrue(result.out().contains("8 items and 61 users, vectors of 17 numbers"), result.out());
    Matcher added =
        Pattern.compile(
                "user . item = the score of \"next\", and items of the history that the model reads"
                    + " have ([+-]\\d\\S*) added")
            .matcher(result.out());
    assertTrue(added.find(), result.out());
    Path lists = folder.resolve("all.parquet");
    assertEquals(0, everyone("--all", "--top", "8", "--out", lists).exitCode());
    try (Connection database = DuckDb.inMemory();
        ResultSet rows =
            database
                .createStatement()
                .executeQuery(
                    "SELECT score - list_inner_product(u.vector, i.vector) FROM (SELECT user,"
                        + " unnest(items, recursive := true) FROM '"
                        + lists
                        + "') JOIN '"
                        + file
                        + "' u ON u.kind = 'user' AND u.id = user JOIN '"
                        + file
                        + "' i ON i.kind = 'item' AND i.id = item")) {
      int plain = 0;
      int ofHistories = 0;
      while (rows.next()) {
        if (Math.abs(rows.getDouble(1)) < 1e-5) {
          plain++;
        } else {
          assertEquals(Double.parseDouble(added.group(1)), rows.getDouble(1), 1e-5);
          ofHistories++;
        }
      }
      assertEquals(61 * 8, plain + ofHistories);
      assertTrue(plain > 0 && ofHistories > plain, "most of a ring is in each history");
    }
  }

  @Test
  void vectorsOfUsersAsOfADate() throws IOException {
    Path file = folder.resolve("vectors.jsonl");
    CommandRun result = vectors("--at", "2024-01-02", "--out", file);
    assertEquals(0, result.exitCode(), result.err());
    List<String> lines = Files.readAllLines(file);
    assertTrue(
        lines.get(0).startsWith("{\"kind\":\"item\",\"id\":\"i0\",\"cut\":null,\"vector\":["));
    assertEquals(8 + 61, lines.size());
    assertTrue(lines.get(8).contains("\"cut\":\"2024-01-02 00:00:00\""), lines.get(8));
    CommandRun none = vectors("--at", "2024-01-01", "--out", file);
    assertEquals(0, none.exitCode(), none.err());
    assertTrue(none.out().contains("61 rejected, see"), none.out());
    assertEquals(8, Files.readAllLines(file).size());
    Object bundle = run.resolve("bundle");
    refused("CSV has not", "vectors", bundle, "--out", folder.resolve("vectors.csv"));
    refused("no next-item task \"price\"", "vectors", bundle, "--task", "price", "--out", file);
    refused(
        "would be written over",
        "vectors",
        bundle,
        "--out",
        file,
        "--rejects",
        folder.resolve("ring.csv"));
  }

  @Test
  void namedUsersAndConditions() throws IOException {
    Path users = Files.writeString(folder.resolve("users.csv"), "user\nu03\nnobody\n");
    Path file = folder.resolve("named.csv");
    CommandRun result = everyone("--users", users, "--filter", "price>=7", "--out", file);
    assertEquals(0, result.exitCode(), result.err());
    assertTrue(
        result.out().contains("seen ones too, only price>=7")
            && result.out().contains("2 users, 1 by the model, 1 by popularity"),
        result.out());
    List<String> lines = Files.readAllLines(file);
    assertEquals("user,cut,source,place,item,score", lines.get(0));
    assertEquals(5, lines.size(), "i6 and i7 have prices of 7 and 8");
    assertTrue(lines.get(1).matches("u03,2024-[^,]+,model,1,i[67],.*"), lines.get(1));
    assertTrue(lines.get(3).matches("nobody,,popularity,1,i[67],\\d+.0"), lines.get(3));
  }

  @Test
  void mistakesWithManyUsersAreExplained() throws IOException {
    Path file = folder.resolve("none.csv");
    mistake("Give one of --user, --users and --all", "--out", file);
    mistake("Give one of --user, --users and --all", "--all", "--user", "u03", "--out", file);
    mistake("--out is missing", "--all");
    mistake("must end in .csv, .jsonl or .parquet", "--all", "--out", folder.resolve("top.txt"));
    mistake("--out is for the lists", "--user", "u03", "--by", "price", "--out", file);
    mistake("--by is missing", "--user", "u03");
    mistake("next-item task ranks the whole catalog", "--all", "--item", "i1", "--out", file);
    mistake("no item meets it", "--all", "--filter", "price>99", "--out", file);
    mistake("did you mean \"price\"", "--all", "--filter", "prise>99", "--out", file);
    mistake("would be written over", "--all", "--out", folder.resolve("ring.csv"));
    Path users = Files.writeString(folder.resolve("people.csv"), "name\nu03\n");
    mistake("people.csv:1: the columns are [name]", "--users", users, "--out", file);
    mistake("would be written over", "--users", users, "--out", users);
    mistake("looks at the whole log", "--all", "--set", "data.core=3", "--out", file);
    assertFalse(Files.exists(file));
  }

  private static void mistake(String expected, Object... arguments) {
    CommandRun result = everyone(arguments);
    assertEquals(2, result.exitCode(), result.err());
    assertTrue(result.err().contains(expected), result.err());
  }

  @Test
  void mistakesAreExplained() {
    Object bundle = run.resolve("bundle");
    refused("Name what to recommend: users, items or next", "recommend");
    refused("Missing required option: '--user=USER'", "recommend", "next", bundle);
    refused(
        "Unknown options: '--action'",
        "recommend",
        "next",
        bundle,
        "--user",
        "u03",
        "--action",
        "event");
    refused(
        "no next-item task \"nxt\"; did you mean \"next\"?",
        "recommend",
        "next",
        bundle,
        "--user",
        "u03",
        "--task",
        "nxt");
    refused(
        "ranks items and gives no score of a user", "recommend", "users", bundle, "--by", "next");
    refused("--reasons -1", "recommend", "next", bundle, "--user", "u03", "--reasons", "-1");
    refused(
        "has no such item",
        "recommend",
        "next",
        bundle,
        "--user",
        "u03",
        "--exclude",
        "i99",
        "--quarantine",
        folder.resolve("quarantine"));
    refused(
        "no item of the catalog is left",
        "recommend",
        "next",
        bundle,
        "--user",
        "u03",
        "--exclude",
        "i0,i1,i2,i3,i4,i5,i6,i7",
        "--quarantine",
        folder.resolve("quarantine"));
  }
}
