package org.taskweave.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Logs of the shapes that are public: what is written for them trains at the first try. */
class InitCommandTest {

  @TempDir Path folder;

  private Path log(String name) throws IOException {
    Path file = folder.resolve(name);
    try (InputStream in = InitCommandTest.class.getResourceAsStream("init/" + name)) {
      Files.copy(in, file);
    }
    return file;
  }

  private String written(String name, Object... options) throws IOException {
    Path out = folder.resolve("recipe.yaml");
    Object[] all = new Object[options.length + 4];
    all[0] = "init";
    all[1] = log(name);
    all[2] = "--out";
    all[3] = out;
    System.arraycopy(options, 0, all, 4, options.length);
    CommandRun run = CommandRun.of(all);
    assertEquals(0, run.exitCode(), run.err());
    return Files.readString(out);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ratings.csv     | next rating
          orders.csv      | next again spend
          impressions.csv | clicked
          """)
  void whatItWritesTrains(String name, String tasks) throws IOException {
    String recipe = written(name);
    long lines = recipe.lines().filter(line -> !line.startsWith("#")).count();
    assertTrue(lines <= 10, recipe);
    CommandRun run =
        CommandRun.of(
            "train",
            folder.resolve("recipe.yaml"),
            "--out",
            folder.resolve("run"),
            "--set",
            "encoder.model=" + SmallLog.tinyBert(),
            "--set",
            "training.epochs=1",
            "--set",
            "evaluation.bootstrapSamples=20");
    assertEquals(0, run.exitCode(), run.err() + "\n" + recipe);
    for (String task : tasks.split(" ", -1)) {
      assertTrue(run.out().contains("\n" + task + " "), run.out());
    }
  }

  @Test
  void columnsAreKnownByNamesAndValues() throws IOException {
    String recipe = written("orders.csv");
    assertTrue(
        recipe.contains(
            "  columns: {user: CustomerID, item: StockCode, timestamp: InvoiceDate,"
                + " defaultAction: purchase, text: Description, basket: InvoiceNo, attributes:"
                + " [Quantity, UnitPrice, Country]}}\n"),
        recipe);
    assertTrue(recipe.contains("examples: {horizonDays: 30, cuts: "), recipe);
    assertFalse(recipe.contains("Please check"), recipe);
  }

  /** The question that an impression log is there for. */
  @Test
  void impressionsAreAskedAboutOneByOne() throws IOException {
    String recipe = written("impressions.csv");
    assertTrue(
        recipe.contains("examples: {perImpression: {action: impression, dev: 2024-"), recipe);
    assertTrue(
        recipe.contains(
            "  clicked: {kind: binary, reads: userAndItem, label: {isOneOf: {attribute: clicked,"
                + " classes: [\"1\"]}}}"),
        recipe);
  }

  @Test
  void whatIsNotSureIsSaid() throws IOException {
    Path file = folder.resolve("odd.csv");
    Files.writeString(
        file,
        """
        who,product,moment,what
        a,p1,2024-01-01,look
        a,p2,2024-03-01,look
        b,p1,2024-04-01,look
        """);
    Path out = folder.resolve("odd.yaml");
    CommandRun refused = CommandRun.of("init", file, "--out", out);
    assertEquals(2, refused.exitCode());
    assertEquals(
        "no column looks like the user of an event: say which with --user COLUMN; the columns are"
            + " [who, product, what]",
        refused.err().strip());
    assertEquals(0, CommandRun.of("init", file, "--out", out, "--user", "who").exitCode());
    String recipe = Files.readString(out);
    assertTrue(
        recipe.contains("# Please check: moment is taken for the time by its values alone.\n"),
        recipe);
    CommandRun again = CommandRun.of("init", file, "--out", out);
    assertEquals(2, again.exitCode());
    assertTrue(again.err().contains("there is such a file already"), again.err());
  }
}
