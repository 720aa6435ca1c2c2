package org.taskweave.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** Every command on a small log, good input and bad. */
class CommandsTest {

  @TempDir static Path folder;

  private static Path recipe;
  private static Path run;

  /** What a command printed and its exit code. */
  private record Result(int code, String out, String err) {}

  private static Result execute(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine commandLine =
        Taskweave.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    int code = commandLine.execute(arguments);
    return new Result(code, out.toString(), err.toString());
  }

  private static Result done(String... arguments) {
    Result result = execute(arguments);
    assertEquals(0, result.code(), result.err());
    return result;
  }

  @BeforeAll
  static void train() throws IOException {
    recipe = SmallLog.write(folder);
    run = folder.resolve("run");
    Result result = done("train", recipe.toString(), "--out", run.toString());
    assertTrue(result.out().contains("Test split"), result.out());
    assertTrue(result.out().contains("6 bad"), result.out());
  }

  private static String bundle() {
    return run.resolve("bundle").toString();
  }

  private static String quarantine() {
    return folder.resolve("quarantine").toString();
  }

  @Test
  void nothingIsWrittenOverWhatIsRead() throws IOException {
    Path log = folder.resolve("log.csv");
    String before = Files.readString(log);
    Path link = folder.resolve("other-name.csv");
    Files.createSymbolicLink(link, log);
    for (Path out : List.of(log, link, run.resolve("bundle").resolve("table.csv"))) {
      Result result =
          execute(
              "predict",
              bundle(),
              "--data",
              log.toString(),
              "--out",
              out.toString(),
              "--quarantine",
              quarantine());
      assertEquals(2, result.code(), result.err());
      assertTrue(
          result.err().startsWith("--out " + out + ": would be written over "), result.err());
    }
    Path bad = Files.createDirectories(folder.resolve("bad")).resolve("quarantine.csv");
    Files.copy(log, bad);
    Result result =
        execute(
            "predict",
            bundle(),
            "--data",
            bad.toString(),
            "--out",
            folder.resolve("table.csv").toString(),
            "--quarantine",
            bad.getParent().toString());
    assertEquals(2, result.code(), result.err());
    result = execute("export", bundle(), "--out", bundle() + "/model.onnx");
    assertEquals(2, result.code(), result.err());
    assertEquals(before, Files.readString(log));
    assertEquals(before, Files.readString(bad));
  }

  @Test
  void theRunFolderIsComplete() throws IOException {
    String table = Files.readString(run.resolve("evaluation.txt"));
    for (String expected : List.of("again", "auc", "price", "rmse", "band", "accuracy", "floor")) {
      assertTrue(table.contains(expected), table);
    }
    try (Stream<String> lines = Files.lines(run.resolve("log.jsonl"))) {
      assertEquals(4, lines.count(), "start, two epochs, test");
    }
    assertTrue(Files.readString(run.resolve("quarantine/quarantine.csv")).contains("log.csv"));
    for (String picture : List.of("losses.png", "dev-again.png")) {
      byte[] png = Files.readAllBytes(run.resolve("curves").resolve(picture));
      assertEquals("PNG", new String(png, 1, 3, StandardCharsets.US_ASCII));
    }
    assertTrue(Files.exists(run.resolve("checkpoint")));
  }

  @Test
  void evaluateMeasuresTheSameAsTraining() throws IOException {
    Result result = done("evaluate", bundle(), "--quarantine", quarantine(), "--report");
    assertTrue(
        result.out().contains(Files.readString(run.resolve("evaluation.txt"))), result.out());
    Result batched =
        done("evaluate", bundle(), "--quarantine", quarantine(), "--set", "evaluation.batchSize=5");
    assertTrue(batched.out().contains(Files.readString(run.resolve("evaluation.txt"))));
  }

  @Test
  void regionsOfPredictionsAreWrittenAndMeasured() throws IOException {
    Path file = folder.resolve("regions.csv");
    String[] asked = {
      "predict",
      bundle(),
      "--out",
      file.toString(),
      "--quarantine",
      quarantine(),
      "--coverage",
      "0.8"
    };
    done(asked);
    List<String> lines = Files.readAllLines(file);
    String header = lines.get(0);
    assertTrue(header.contains("again,again_classes,price,price_low,price_high,"), header);
    List<String> names = List.of(header.split(",", -1));
    String[] first = lines.get(1).split(",(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)", -1);
    double price = Double.parseDouble(first[names.indexOf("price")]);
    double low = Double.parseDouble(first[names.indexOf("price_low")]);
    double high = Double.parseDouble(first[names.indexOf("price_high")]);
    assertEquals(price, (low + high) / 2, 1e-6);
    assertTrue(low < high);
    assertTrue(first[names.indexOf("again_classes")].contains("[\"\""), lines.get(1));
    Result measured = done("evaluate", bundle(), "--quarantine", quarantine(), "--coverage=0.8");
    assertTrue(measured.out().contains("covered@0.8 ↑"), measured.out());
    assertTrue(measured.out().contains("regionSize@0.8 ↓"), measured.out());
    asked[7] = "90";
    Result wrong = execute(asked);
    assertEquals(2, wrong.code());
    assertTrue(wrong.err().contains("--coverage 90.0: is no probability"), wrong.err());
  }

  @ParameterizedTest
  @ValueSource(strings = {"csv", "jsonl", "parquet"})
  void predictWritesATable(String format) throws SQLException {
    Path file = folder.resolve("predictions." + format);
    done("predict", bundle(), "--out", file.toString(), "--quarantine", quarantine());
    try (Connection database = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = database.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "select count(*), min(again), max(again), avg(price), count(distinct band),"
                    + " max(band_below_2 + band_2_and_up) from '"
                    + file
                    + "'")) {
      assertTrue(rows.next());
      assertEquals(60, rows.getInt(1));
      assertTrue(rows.getDouble(2) > 0 && rows.getDouble(3) < 1);
      // Prices run from 1 to 4.75; standardised ones would average about 0.
      assertEquals(2.5, rows.getDouble(4), 2.0);
      assertEquals(1, rows.getDouble(6), 1e-5);
    }
  }

  @Test
  void aCheckTellsExamplesTimeAndMemoryAndWritesNothing() throws IOException {
    List<Path> before;
    try (Stream<Path> files = Files.list(folder)) {
      before = files.sorted().toList();
    }
    Result result = done("train", recipe.toString(), "--check");
    String out = result.out();
    assertTrue(out.contains("whole users; 6 bad"), out);
    assertTrue(out.contains("examples  about "), out);
    assertTrue(out.contains(" an epoch, "), out);
    assertTrue(out.contains("GB for events and examples"), out);
    try (Stream<Path> files = Files.list(folder)) {
      assertEquals(before, files.sorted().toList());
    }
    Result tokens =
        execute("train", recipe.toString(), "--check", "--set", "sequence.maxTokens=200");
    assertEquals(2, tokens.code());
    assertTrue(tokens.err().contains("positions"), tokens.err());
    Result both =
        execute("train", recipe.toString(), "--check", "--out", folder.resolve("x").toString());
    assertEquals(2, both.code());
    assertTrue(both.err().contains("remove --out"), both.err());
  }

  /** All users are read one by one, named ones from the whole log. */
  @Test
  void namedUsersAreToldWhatAllAre() throws IOException {
    Path all = folder.resolve("all.csv");
    Path named = folder.resolve("named.csv");
    done("predict", bundle(), "--out", all.toString(), "--quarantine", quarantine());
    List<String> lines = Files.readAllLines(all);
    List<String> users = lines.stream().skip(1).map(line -> line.split(",", -1)[0]).toList();
    assertEquals(users.stream().sorted().toList(), users);
    List<String> asked =
        new ArrayList<>(
            List.of("predict", bundle(), "--out", named.toString(), "--quarantine", quarantine()));
    users.forEach(user -> asked.addAll(List.of("--user", user)));
    done(asked.toArray(String[]::new));
    List<String> again = Files.readAllLines(named);
    assertEquals(lines.size(), again.size());
    assertEquals(lines.get(0), again.get(0));
    for (int i = 1; i < lines.size(); i++) {
      String[] one = lines.get(i).split(",", -1);
      String[] other = again.get(i).split(",", -1);
      assertEquals(one.length, other.length);
      for (int c = 0; c < one.length; c++) {
        if (one[c].matches("-?[0-9.]+(e-?[0-9]+)?")) {
          assertEquals(
              Double.parseDouble(one[c]), Double.parseDouble(other[c]), 1e-5, lines.get(i));
        } else {
          assertEquals(one[c], other[c]);
        }
      }
    }
  }

  @Test
  void namedUsersWhomNobodyKnowsAreRefused() {
    Path out = folder.resolve("unknown.csv");
    Result result =
        execute(
            "predict",
            bundle(),
            "--out",
            out.toString(),
            "--quarantine",
            quarantine(),
            "--user",
            "nobody");
    assertEquals(2, result.code(), result.err());
    assertTrue(result.err().contains("User \"nobody\" is not in the log"), result.err());
    assertTrue(Files.notExists(out));
  }

  @Test
  void aLogOfWhichNobodyIsAskedIsRefused() {
    Path out = folder.resolve("nobody.csv");
    Result result =
        execute(
            "predict",
            bundle(),
            "--out",
            out.toString(),
            "--quarantine",
            quarantine(),
            "--set",
            "examples.minEvents=1000");
    assertEquals(2, result.code(), result.err());
    assertTrue(
        result.err().contains("no user has a history with at least 1000 events"), result.err());
    assertTrue(Files.notExists(out));
  }

  /** A select that came with a bundle runs on the log of whoever predicts, and reads only that. */
  @Test
  void aBundlesSelectReachesNoOtherFile() throws IOException {
    Path mine = folder.resolve("profile");
    Files.writeString(mine, "mine");
    for (String select :
        List.of(
            "SELECT * FROM log); COPY (SELECT 1) TO '%s'; CREATE TEMP TABLE z AS SELECT * FROM"
                + " (SELECT 1",
            "SELECT * FROM log; COPY (SELECT 1) TO '%s'",
            "SELECT content AS user, * FROM log, read_text('%s')")) {
      Result result =
          execute(
              "predict",
              bundle(),
              "--data",
              folder.resolve("log.csv").toString(),
              "--set",
              "data.select=" + '"' + select.formatted(mine) + '"',
              "--out",
              folder.resolve("stolen.csv").toString(),
              "--quarantine",
              quarantine());
      assertEquals(2, result.code(), result.err());
      assertTrue(result.err().contains("data.select: "), result.err());
      assertEquals("mine", Files.readString(mine));
      assertFalse(Files.exists(folder.resolve("stolen.csv")));
    }
  }

  @Test
  void recommendRanksUsersAndItems() {
    Result users =
        done(
            "recommend",
            "users",
            bundle(),
            "--by",
            "again",
            "--top",
            "3",
            "--quarantine",
            quarantine());
    List<String> lines = users.out().lines().filter(l -> l.matches(" +\\d+ +u\\d+ .*")).toList();
    assertEquals(3, lines.size(), users.out());
    double[] scores =
        lines.stream().mapToDouble(l -> Double.parseDouble(l.substring(21).strip())).toArray();
    assertTrue(scores[0] >= scores[1] && scores[1] >= scores[2], users.out());
    Result items =
        done(
            "recommend",
            "items",
            bundle(),
            "--user",
            "u3",
            "--by",
            "again=1,band:2 and up=-0.5",
            "--action",
            "buy",
            "--top",
            "2",
            "--quarantine",
            quarantine());
    assertEquals(
        2, items.out().lines().filter(l -> l.matches(" +\\d+ +i\\d .*")).count(), items.out());
  }

  @Test
  void everyoneGetsCandidatesOfTheWholeLog() throws IOException {
    Path file = folder.resolve("everyone.csv");
    Path users = Files.writeString(folder.resolve("wanted.csv"), "user\nu3\nnobody\n");
    Result result =
        done(
            "recommend",
            "items",
            bundle(),
            "--users",
            users.toString(),
            "--by",
            "again=1,band:2 and up=-0.5",
            "--action",
            "buy",
            "--candidates",
            "4",
            "--top",
            "2",
            "--out",
            file.toString(),
            "--quarantine",
            quarantine());
    assertTrue(result.out().contains("out of 4 candidates, seen ones too"), result.out());
    assertTrue(result.out().contains("1 rejected"), result.out());
    List<String> lines = Files.readAllLines(file);
    assertEquals(3, lines.size(), lines.toString());
    assertTrue(lines.get(1).matches("u3,[^,]+,model,1,i\\d,.*"), lines.get(1));
    assertEquals(
        List.of("user,item,reason", "nobody,,not in the log"),
        Files.readAllLines(folder.resolve("everyone.rejects.csv")));
    refused(
        "no event of the log has this action",
        "recommend",
        "items",
        bundle(),
        "--all",
        "--by",
        "again",
        "--action",
        "steal",
        "--out",
        file.toString(),
        "--quarantine",
        quarantine());
    refused(
        "has no next-item task", "recommend", "items", bundle(), "--all", "--out", file.toString());
  }

  @Test
  void inspectTellsWhatABundleIs() {
    Result result = done("inspect", bundle(), "--recipe", "--graph");
    assertTrue(result.out().contains("band: Multiclass [below 2, 2 and up]"), result.out());
    assertTrue(result.out().contains("EncoderVertex"), result.out());
    assertTrue(result.out().contains("horizonDays: 7"), result.out());
  }

  @Test
  void gatesAreSummedUpOverASplit() {
    assertTrue(done("gates", bundle(), "--quarantine", quarantine()).out().contains("no gates"));
    Path mixture = folder.resolve("mixture");
    done(
        "train",
        recipe.toString(),
        "--out",
        mixture.toString(),
        "--set",
        "sharing={kind: mmoe, experts: 2, hidden: 4}",
        "--set",
        "training.epochs=1");
    Result result =
        done(
            "gates",
            mixture.resolve("bundle").toString(),
            "--split",
            "dev",
            "--quarantine",
            quarantine());
    double sum = 0;
    for (int expert = 0; expert < 2; expert++) {
      String row = "again  expert" + expert + " ";
      String line = result.out().lines().filter(l -> l.startsWith(row)).findFirst().orElseThrow();
      sum += Double.parseDouble(line.substring(row.length()).strip().split(" +", -1)[0]);
    }
    assertEquals(1, sum, 0.0011);
  }

  @Test
  void resumeEndsTheSame() throws IOException {
    Path other = folder.resolve("other");
    done("train", recipe.toString(), "--out", other.toString(), "--set", "training.epochs=2");
    String expected = Files.readString(other.resolve("evaluation.txt"));
    Files.delete(other.resolve("evaluation.txt"));
    done("train", "--resume", other.toString());
    assertEquals(expected, Files.readString(other.resolve("evaluation.txt")));
  }

  private static void refused(String expected, String... arguments) {
    Result result = execute(arguments);
    assertEquals(2, result.code(), result.err());
    assertTrue(result.err().contains(expected), result.err());
    assertFalse(result.err().contains("\tat "), result.err());
  }

  @Test
  void mistakesAreToldWithoutAStackTrace() throws IOException {
    refused("Give a RECIPE", "train");
    refused("nowhere.yaml", "train", folder.resolve("nowhere.yaml").toString());
    Path broken = folder.resolve("broken.yaml");
    Files.writeString(broken, Files.readString(recipe).replace("epochs:", "epocs:"));
    refused("did you mean \"epochs\"", "train", broken.toString());
    refused("broken.yaml:", "train", broken.toString());
    refused("trainin", "train", recipe.toString(), "--set", "trainin.epochs=1");
    refused("not empty", "train", recipe.toString(), "--out", run.toString());
    refused("no run to resume", "train", "--resume", folder.resolve("none").toString());
    refused("no such file", "inspect", folder.resolve("none").toString());
    refused("manifest.json", "inspect", folder.toString());
    refused(".parquet", "predict", bundle(), "--out", "x.xls");
    refused(
        "\"nobody\" is not in the log",
        "recommend",
        "items",
        bundle(),
        "--by",
        "again",
        "--user",
        "nobody",
        "--quarantine",
        quarantine());
    refused("no task \"agin\"", "recommend", "users", bundle(), "--by", "agin");
    refused("band:PART", "recommend", "users", bundle(), "--by", "band");
    refused("cannot change", "evaluate", bundle(), "--set", "encoder.dropout=0");
    refused("Unknown option", "train", "--epochs", "3");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "train",
        "evaluate",
        "predict",
        "recommend",
        "catalog",
        "inspect",
        "gates",
        "export"
      })
  void help(String command) {
    Result result = command.isEmpty() ? done("--help") : done(command, "--help");
    assertTrue(result.out().contains("Usage: taskweave"), result.out());
  }

  @Test
  void aDamagedBundleIsNamed() throws IOException {
    Path copy = Files.createDirectory(folder.resolve("damaged"));
    try (Stream<Path> files = Files.list(Path.of(bundle()))) {
      for (Path file : files.toList()) {
        Files.copy(file, copy.resolve(file.getFileName()));
      }
    }
    Files.writeString(copy.resolve("preprocessing.json"), "{}");
    refused("preprocessing.json has other content", "inspect", copy.toString());
  }
}
