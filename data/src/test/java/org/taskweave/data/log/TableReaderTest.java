package org.taskweave.data.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.taskweave.core.InvalidInputException;
import org.taskweave.core.recipe.Recipe;
import org.taskweave.core.recipe.RecipeTree;
import org.taskweave.data.side.DatedRow;

/** Tables of items and users beside a log of ann's and bob's events with mug and cup. */
class TableReaderTest {

  private static final String RECIPE =
      """
      data:
        files: [log.csv]
        columns: {user: u, item: i, timestamp: t}
        items:
          files: [items.csv]
          id: id
          text: name
          categorical: [brand]
          numeric: [{attribute: year}]
          multiValued: [genres]
          vectors: [image]
          maxQuarantineShare: 0.9
      examples: {lastOut: true}
      sequence: {kind: hierarchical}
      tasks: {next: {kind: nextItem, label: {nextItem: {}}}}
      """;

  @TempDir Path folder;

  @BeforeEach
  void writeLog() throws IOException {
    Files.writeString(
        folder.resolve("log.csv"),
        "u,i,t\nann,mug,2020-01-01\nann,cup,2020-01-03\nbob,mug,2020-01-02\n");
  }

  private ReadLog read(String... overrides) {
    RecipeTree tree = RecipeTree.parse(RECIPE, "recipe.yaml");
    for (String override : overrides) {
      tree = tree.override(override);
    }
    Recipe recipe = tree.bind();
    return new LogReader(recipe.data(), folder, Set.of()).read(folder.resolve("out"));
  }

  private void write(String name, String... lines) throws IOException {
    Files.write(folder.resolve(name), List.of(lines));
  }

  private String failure(String... overrides) {
    return assertThrows(InvalidInputException.class, () -> read(overrides)).getMessage();
  }

  private static final DatedRow MUG =
      new DatedRow(
          DatedRow.ALWAYS,
          Optional.of("Red mug"),
          Map.of("brand", "A", "year", 1995.0, "genres", "x|y", "image", "0.5|-1.0|2.0"));

  @Test
  void everyKindOfColumnIsReadAndUnknownIdsAreCounted() throws IOException {
    write(
        "items.csv",
        "id,name,brand,year,genres,image",
        "mug,Red mug,A,1995, x | y |x,[0.5 -1 2]",
        "pan,,,,,");
    ReadLog log = read();
    Map<String, List<DatedRow>> rows = log.tables().items().orElseThrow().rows();
    assertEquals(
        Map.of(
            "mug",
            List.of(MUG),
            "pan",
            List.of(new DatedRow(DatedRow.ALWAYS, Optional.empty(), Map.of()))),
        rows);
    TableReport report = log.report().tables().get(0);
    assertEquals(2, report.rowsRead());
    assertEquals(2, report.idsOfLog());
    assertEquals(1, report.unknownIds());
    assertTrue(
        log.report()
            .toString()
            .contains(
                "1 of the log's 2 items are not in the table, 1 of the table never occur in the"
                    + " log"),
        log.report().toString());
    assertEquals(Optional.empty(), log.tables().users());
  }

  @Test
  void jsonLinesAndParquetSayTheSame() throws IOException, SQLException {
    write(
        "items.jsonl",
        "{\"id\": \"mug\", \"name\": \"Red mug\", \"brand\": \"A\", \"year\": 1995,"
            + " \"genres\": [\"x\", \"y\"], \"image\": [0.5, -1, 2]}");
    try (Connection duck = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = duck.createStatement()) {
      statement.execute(
          "COPY (SELECT 'mug' AS id, 'Red mug' AS name, 'A' AS brand, 1995 AS year,"
              + " ['x', 'y'] AS genres, [0.5, -1, 2] AS image) TO '"
              + folder.resolve("items.parquet")
              + "' (FORMAT parquet)");
    }
    for (String file : List.of("items.jsonl", "items.parquet")) {
      DatedRow mug =
          read("data.items.files=[" + file + "]").tables().items().orElseThrow().of("mug").get(0);
      assertEquals("x|y", mug.values().get("genres"), file);
      assertEquals(1995.0, mug.values().get("year"), file);
      assertEquals(Optional.of("Red mug"), mug.text(), file);
      assertEquals(
          List.of("0.5", "-1.0", "2.0"),
          List.of(mug.values().get("image").toString().split("\\|")),
          file);
    }
  }

  @Test
  void badRowsGoToTheirOwnQuarantineWithReasonAndLine() throws IOException {
    write(
        "items.csv",
        "id,name,brand,year,genres,image",
        "mug,Red mug,A,1995,x,1 2",
        ",nobody,A,1995,x,1 2",
        "cup,Cup,A,old,x,1 2",
        "pot,Pot,A,1995,x,1 2 3",
        "jar,Jar,A,1995,x,1 a",
        "mug,Again,A,1995,x,1 2",
        "too,few");
    ReadLog log = read();
    TableReport report = log.report().tables().get(0);
    assertEquals(
        Map.of(
            "missing id",
            1L,
            "no number in \"year\"",
            1L,
            "not 2 numbers in \"image\", as the first row has",
            1L,
            "no number in \"image\"",
            1L,
            "an id that a row before has",
            1L,
            "too few columns",
            1L),
        report.badRowsByReason());
    assertEquals(Set.of("mug"), log.tables().items().orElseThrow().rows().keySet());
    List<String> quarantine = Files.readAllLines(folder.resolve("out/quarantine-items.csv"));
    assertEquals(7, quarantine.size());
    assertTrue(quarantine.stream().anyMatch(line -> line.contains(",4,") && line.contains("old")));
    assertFalse(Files.exists(folder.resolve("out/quarantine.csv")));
    String tooMany = failure("data.items.maxQuarantineShare=0.5");
    assertTrue(tooMany.contains("6 of 7 rows are bad"), tooMany);
    assertTrue(tooMany.contains("data.items.maxQuarantineShare"), tooMany);
  }

  @Test
  void rowsWithTimesAreReadAsOfATime() throws IOException {
    write("users.csv", "who,since,city", "ann,2020-01-05,Rome", "ann,2020-01-02,Oslo", "bob,,x");
    ReadLog log =
        read(
            "data.items=null",
            "data.users={files: [users.csv], id: who, validFrom: since, categorical: [city],"
                + " maxQuarantineShare: 0.5}");
    assertEquals(Map.of("missing time", 1L), log.report().tables().get(0).badRowsByReason());
    long second = 1_577_923_200_000L; // 2020-01-02
    assertEquals(Optional.empty(), log.tables().ofUsers().asOf("ann", second - 1));
    assertEquals(
        Map.of("city", "Oslo"), log.tables().ofUsers().asOf("ann", second).orElseThrow().values());
    assertEquals(
        Map.of("city", "Rome"),
        log.tables().ofUsers().asOf("ann", second + 3 * 86_400_000L).orElseThrow().values());
    assertEquals(Optional.empty(), log.tables().ofUsers().asOf("eve", second));
  }

  @Test
  void aSelectReadsItsOwnFilesAndNothingElse() throws IOException {
    write("items.csv", "key,b", "mug,A");
    String base = "data.items={files: [items.csv], id: id, categorical: [brand], select: '%s'}";
    assertEquals(
        Map.of("brand", "A!"),
        read(base.formatted("SELECT key AS id, b || chr(33) AS brand FROM items"))
            .tables()
            .items()
            .orElseThrow()
            .of("mug")
            .get(0)
            .values());
    String hostile =
        failure(base.formatted("SELECT content AS id, 1 AS brand FROM read_text(''/etc/hosts'')"));
    assertTrue(hostile.startsWith("data.items.select: calls read_text(...)"), hostile);
    String log = failure(base.formatted("SELECT u AS id, i AS brand FROM log"));
    assertTrue(log.startsWith("data.items.select: reads \"log\""), log);
  }

  @Test
  void mistakesNameTheFieldAndWhatIsThere() throws IOException {
    write("items.csv", "id,name,brnd,year,genres,image", "mug,Red mug,A,1995,x,1");
    String column = failure();
    assertTrue(
        column.startsWith(
            "data.items.categorical: there is no column \"brand\" in the files; did you mean"
                + " \"brnd\"?"),
        column);
    String missing = failure("data.items.files=[absent.csv]");
    assertTrue(missing.startsWith("data.items.files: "), missing);
    String unread =
        failure("sequence.kind=flat", "tasks={a: {kind: binary, label: {occurs: {action: e}}}}");
    assertTrue(unread.contains("data.items"), unread);
    assertTrue(unread.contains("the model has no items' vectors"), unread);
    String dated = failure("data.items.validFrom=since");
    assertTrue(dated.contains("data.items.validFrom"), dated);
    String both = failure("data.columns.attributes=[price]", "data.columns.itemAttributes=[price]");
    assertTrue(both.contains("says the same as data.items"), both);
    String twice = failure("data.items.multiValued=[brand]");
    assertTrue(twice.contains("\"brand\" is listed twice"), twice);
  }

  @Test
  void theHashIsOfTheTablesToo() throws IOException {
    write("items.csv", "id,name,brand,year,genres,image", "mug,Red mug,A,1995,x,1");
    String before = read().report().sha256();
    assertEquals(before, read().report().sha256());
    write("items.csv", "id,name,brand,year,genres,image", "mug,Red mug,B,1995,x,1");
    assertNotEquals(before, read().report().sha256());
    assertNotEquals(before, read("data.items=null").report().sha256());
  }
}
