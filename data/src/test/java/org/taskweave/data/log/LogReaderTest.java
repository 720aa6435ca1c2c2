package org.taskweave.data.log;

import static java.util.stream.Collectors.toSet;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.taskweave.core.InvalidInputException;
import org.taskweave.core.recipe.DataRecipe;
import org.taskweave.data.event.BehaviorEvent;

class LogReaderTest {

  private static final long NEW_YEAR = Instant.parse("2011-01-01T00:00:00Z").toEpochMilli();

  @TempDir Path folder;
  private Log log;

  @BeforeEach
  void newLog() {
    log = new Log();
  }

  /** A recipe in the making. */
  private final class Log {
    private List<String> files = List.of("log.csv");
    private Optional<DataRecipe.Format> format = Optional.empty();
    private String encoding = "UTF-8";
    boolean header = true;
    private Optional<String> delimiter = Optional.empty();
    private Optional<String> quote = Optional.empty();
    private Optional<String> escape = Optional.empty();
    private Optional<String> select = Optional.empty();
    private String user = "u";
    private List<String> attributes = List.of("price", "color");
    private Optional<String> order = Optional.empty();
    private Optional<String> action = Optional.of("act");
    private String timeZone = "UTC";
    private DataRecipe.Duplicates duplicates = DataRecipe.Duplicates.KEEP;
    private DataRecipe.RepeatEvents repeatEvents = DataRecipe.RepeatEvents.KEEP;
    private int core = 1;
    private double maxShare;
    private Set<String> numeric = Set.of();

    ReadLog read() {
      return reader().read(folder.resolve("out"));
    }

    LogReader reader() {
      DataRecipe.Columns columns =
          new DataRecipe.Columns(
              user,
              "i",
              "t",
              action,
              "view",
              Optional.of("name"),
              Optional.of("basket"),
              order,
              attributes,
              List.of());
      DataRecipe recipe =
          new DataRecipe(
              files,
              format,
              encoding,
              header,
              delimiter,
              quote,
              escape,
              select,
              columns,
              timeZone,
              duplicates,
              repeatEvents,
              core,
              maxShare,
              Optional.empty(),
              Optional.empty());
      return new LogReader(recipe, folder, numeric);
    }

    String failure() {
      return assertThrows(InvalidInputException.class, this::read).getMessage();
    }
  }

  private static final String HEADER = "u,i,t,act,name,basket,price,color\n";
  private static final String GOOD_ROW = "ann,a1,2011-01-01 00:00:00,buy,Red mug,b1,2.50,red\n";

  private void write(String name, String text) throws IOException {
    write(name, text, StandardCharsets.UTF_8);
  }

  private void write(String name, String text, Charset charset) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    try (OutputStream out =
        name.endsWith(".gz")
            ? new GZIPOutputStream(Files.newOutputStream(file))
            : Files.newOutputStream(file)) {
      out.write(text.getBytes(charset));
    }
  }

  private List<String> quarantine() throws IOException {
    return Files.readAllLines(folder.resolve("out").resolve("quarantine.csv"));
  }

  private String path(String name) {
    return folder.resolve(name).toString();
  }

  private static BehaviorEvent mug() {
    return new BehaviorEvent(
        "ann",
        "a1",
        "buy",
        NEW_YEAR,
        Optional.of("Red mug"),
        Optional.of("b1"),
        Map.of("price", 2.5, "color", "red"));
  }

  @Test
  void readsCsv() throws IOException {
    write("log.csv", HEADER + GOOD_ROW);
    ReadLog read = log.read();
    assertEquals(List.of(mug()), read.events());
    assertEquals(List.of(new ReadReport.FileRows(path("log.csv"), 1, 0)), read.report().files());
    assertEquals(Optional.empty(), read.report().quarantineFile());
  }

  @Test
  void usersCanBeReadOneAfterTheOther() throws IOException {
    write(
        "log.csv",
        HEADER
            + "bob,a2,2011-01-02 00:00:00,buy,,,,\n"
            + "ann,a1,2011-01-01 00:00:00,buy,Red mug,b1,2.50,red\n"
            + "ann,a2,never,buy,,,,\n"
            + " bob\t,a1,2011-01-01 00:00:00,buy,,,,\n"
            + "ann!,a1,2011-01-01 00:00:00,buy,,,,\n"
            + "bob,a1,2011-01-01 00:00:00,buy,,,,\n"
            + "bob,a2,2011-01-03 00:00:00,buy,,,,\n");
    log.maxShare = .2;
    log.duplicates = DataRecipe.Duplicates.DROP;
    log.repeatEvents = DataRecipe.RepeatEvents.DROP;
    List<List<BehaviorEvent>> users = new ArrayList<>();
    ReadReport report = log.reader().readUsers(folder.resolve("out"), users::add);
    assertEquals(
        List.of("ann a1", "ann! a1", "bob a1,a2"),
        users.stream()
            .map(
                own ->
                    own.get(0).user()
                        + " "
                        + own.stream()
                            .map(BehaviorEvent::item)
                            .sorted()
                            .collect(Collectors.joining(",")))
            .toList());
    assertEquals(mug(), users.get(0).get(0));
    ReadLog whole = log.read();
    assertEquals(Set.copyOf(whole.events()), users.stream().flatMap(List::stream).collect(toSet()));
    assertEquals("", report.sha256());
    assertEquals(
        whole.report().toString().replaceFirst("\nsha256.*", ""), report.toString(), "the counts");
    assertTrue(quarantine().get(1).contains("log.csv,4,3,unparsable time"), quarantine().get(1));

    log.core = 2;
    String message =
        assertThrows(
                InvalidInputException.class,
                () -> log.reader().readUsers(folder.resolve("out"), users::add))
            .getMessage();
    assertTrue(message.contains("data.core: 2 looks at the whole log"), message);
  }

  @Test
  void columnsWithoutAHeaderAreNumberedAndBadRowsHaveTheirLine() throws IOException {
    write("log.csv", GOOD_ROW + "ann,a1,never,buy,Red mug,b1,2.50,red\n");
    log.header = false;
    log.maxShare = 1;
    log.select =
        Optional.of(
            "SELECT c1 AS u, c2 AS i, c3 AS t, c4 AS act, c5 AS name, c6 AS basket, c7 AS price,"
                + " c8 AS color, _file, _row FROM log");
    assertEquals(List.of(mug()), log.read().events());
    assertTrue(quarantine().get(1).contains("log.csv,2,"), quarantine().get(1));
  }

  @Test
  void readsGzippedCsvWithByteOrderMarkOtherDelimiterAndQuotes() throws IOException {
    write(
        "log.csv.gz",
        "\uFEFFu;i;t;act;name;basket;price;color\r\n"
            + "ann;a1;2011-01-01 00:00:00;buy;\"Red; \"\"mug\"\"\";b1;2.50;red\r\n");
    log.files = List.of("log.csv.gz");
    assertEquals(Optional.of("Red; \"mug\""), log.read().events().get(0).text());
  }

  @Test
  void readsJsonLinesPlainAndGzipped() throws IOException {
    String line =
        "{\"u\":\"ann\",\"i\":\"a1\",\"t\":\"2011-01-01T00:00:00Z\",\"act\":\"buy\","
            + "\"name\":\"Red mug\",\"basket\":\"b1\",\"price\":2.50,\"color\":\"red\"}\n";
    write("log.jsonl", line);
    write("log.ndjson.gz", line);
    log.files = List.of("log.jsonl", "log.ndjson.gz");
    assertEquals(List.of(mug(), mug()), log.read().events());
  }

  @Test
  void listsOfJsonAreJoined() throws IOException {
    write(
        "log.jsonl",
        "{\"u\":1,\"i\":2,\"t\":1293840000,\"act\":\"buy\",\"name\":null,\"basket\":\"b\","
            + "\"price\":1,\"color\":[\"red\",\"blue\"]}\n");
    log.files = List.of("log.jsonl");
    BehaviorEvent event = log.read().events().get(0);
    assertEquals("red|blue", event.attributes().get("color"));
    assertEquals("1", event.user());
    assertEquals(Optional.empty(), event.text());
    assertEquals(NEW_YEAR, event.timestampMillis());
  }

  @Test
  void readsParquetWithItsTypes() throws SQLException {
    copyToParquet(
        "SELECT 'ann' u, 'a1' i, TIMESTAMP '2011-01-01 00:00:00' t, 'buy' act, 'Red mug' AS name,"
            + " 'b1' basket, 2.5::DECIMAL(9,2) price, 'red' color"
            + " UNION ALL SELECT 'bob', 'a1', NULL, 'buy', 'Red mug', 'b2', 1, 'red'");
    log.files = List.of("log.parquet");
    log.maxShare = 0.5;
    ReadLog read = log.read();
    assertEquals(List.of(mug()), read.events());
    assertEquals(Map.of("missing time", 1L), read.report().badRowsByReason());
  }

  @Test
  void parquetRowsInQuarantineHaveARowButNoLine() throws SQLException, IOException {
    copyToParquet(
        "SELECT u, 'a1' i, TIMESTAMPTZ '2011-01-01 00:00:00+00' t, 'buy' act, 'm' AS name,"
            + " 'b1' basket, p price, 'red' color"
            + " FROM (VALUES ('ann', 1::DOUBLE), ('bob', 'nan'::DOUBLE)) AS v(u, p)");
    log.files = List.of("log.parquet");
    log.maxShare = 0.5;
    ReadLog read = log.read();
    assertEquals(NEW_YEAR, read.events().get(0).timestampMillis());
    String entry = quarantine().get(1);
    assertTrue(
        entry.startsWith(
            path("log.parquet") + ",,2,\"non-finite number in \"\"price\"\"\",\"u=bob"),
        entry);
  }

  private void copyToParquet(String select) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement()) {
      statement.execute("COPY (" + select + ") TO '" + path("log.parquet") + "' (FORMAT parquet)");
    }
  }

  @Test
  void globsAreSortedAndAFileIsReadOnce() throws IOException {
    write("logs/b.csv", HEADER + GOOD_ROW.replace("ann", "bob"));
    write("logs/a.csv", HEADER + GOOD_ROW);
    log.files = List.of("logs/*.csv", "logs/a.csv");
    assertEquals(
        List.of("ann", "bob"), log.read().events().stream().map(BehaviorEvent::user).toList());
  }

  @Test
  void filesMayHaveDifferentColumns() throws IOException {
    write("a.csv", HEADER + GOOD_ROW);
    write("b.csv", "color,u,i,t,act,name,basket\nblue,bob,a1,2011-01-01,buy,Mug,b2\n");
    log.files = List.of("a.csv", "b.csv");
    List<BehaviorEvent> events = log.read().events();
    assertEquals(Map.of("color", "blue"), events.get(1).attributes());
    assertEquals(NEW_YEAR, events.get(1).timestampMillis());
  }

  @Test
  void readsLatin1WhenTold() throws IOException {
    write("log.csv.gz", HEADER + GOOD_ROW.replace("Red mug", "Café"), StandardCharsets.ISO_8859_1);
    log.files = List.of("log.csv.gz");
    log.encoding = "ISO-8859-1";
    assertEquals(Optional.of("Café"), log.read().events().get(0).text());
  }

  @Test
  void aLineInAnotherEncodingIsQuarantined() throws IOException {
    write(
        "log.csv",
        HEADER + GOOD_ROW + GOOD_ROW.replace("Red mug", "Café") + GOOD_ROW,
        StandardCharsets.ISO_8859_1);
    log.maxShare = 0.5;
    ReadLog read = log.read();
    assertEquals(2, read.events().size());
    assertEquals(Map.of("not in the encoding", 1L), read.report().badRowsByReason());
    assertTrue(quarantine().get(1).startsWith(path("log.csv") + ",3,,not in the encoding,"));
  }

  @Test
  void aWrongEncodingIsNamed() throws IOException {
    write("log.csv", HEADER + GOOD_ROW.replace("Red mug", "Café"), StandardCharsets.ISO_8859_1);
    log.encoding = "US-ASCII";
    assertTrue(log.failure().contains("log.csv is not in US-ASCII"));
    log.encoding = "latin-eleventy";
    assertTrue(log.failure().contains("encoding: \"latin-eleventy\" is not a known encoding"));
  }

  @Test
  void quarantineNamesFileLineAndReason() throws IOException {
    String file = path("log.csv");
    write(
        "log.csv",
        HEADER
            + "ann,a1,2011-01-01,buy,\"Red\nmug\",b1,2.50,red\n" // lines 2 and 3
            + "\n" // 4
            + ",a1,2011-01-01,buy,Mug,b1,1,red\n" // 5
            + "too,many,2011-01-01,buy,Mug,b1,1,red,x\n" // 6
            + "bob,a1,yesterday,buy,Mug,b1,1,red\n" // 7
            + "bob,a1\n" // 8
            + "bob, ,2011-01-01,buy,Mug,b1,1,red\n" // 9
            + "bob,a1,,buy,Mug,b1,1,red\n" // 10
            + "bob,a1,2011-01-01,buy,Mug,b1,NaN,red\n" // 11
            + "bob,a1,2011-01-01,buy,Mug,b1,-inf,red\n" // 12
            + "bob,a1,2011-01-01,,Mug,b1,1,red\n" // 13
            + "bob,a1,2011-01-01,buy,Mug,b1,,red\n" // 14: an unknown price is no mistake
            + "bob,a1,2011-01-01,buy,\"M\"ug,b1,1,red\n"); // 15
    log.maxShare = 0.9;
    ReadLog read = log.read();
    assertEquals(
        List.of(
            "file,line,row,reason,content",
            file + ",6,,too many columns,\"too,many,2011-01-01,buy,Mug,b1,1,red,x\"",
            file + ",8,,too few columns,\"bob,a1\"",
            file + ",15,,broken quotes,\"bob,a1,2011-01-01,buy,\"\"M\"\"ug,b1,1,red\"",
            file + ",5,2,missing user,\",a1,2011-01-01,buy,Mug,b1,1,red\"",
            file + ",7,3,unparsable time,\"bob,a1,yesterday,buy,Mug,b1,1,red\"",
            file + ",9,4,missing item,\"bob, ,2011-01-01,buy,Mug,b1,1,red\"",
            file + ",10,5,missing time,\"bob,a1,,buy,Mug,b1,1,red\"",
            file
                + ",11,6,\"non-finite number in \"\"price\"\"\","
                + "\"bob,a1,2011-01-01,buy,Mug,b1,NaN,red\"",
            file
                + ",12,7,\"non-finite number in \"\"price\"\"\","
                + "\"bob,a1,2011-01-01,buy,Mug,b1,-inf,red\"",
            file + ",13,8,missing action,\"bob,a1,2011-01-01,,Mug,b1,1,red\""),
        quarantine());
    assertEquals(12, read.report().rowsRead());
    assertEquals(2, read.report().eventsKept());
    assertEquals(10, read.report().badRows());
    assertEquals(2L, read.report().badRowsByReason().get("non-finite number in \"price\""));
    assertEquals(Map.of("color", "red"), read.events().get(1).attributes());
  }

  @Test
  void gzippedFilesWithByteOrderMarkHaveLinesToo() throws IOException {
    write("log.csv.gz", "\uFEFF" + HEADER + "few,columns\n" + GOOD_ROW + ",x,1,,,,,\n" + GOOD_ROW);
    log.files = List.of("log.csv.gz");
    log.maxShare = 0.5;
    log.read();
    assertTrue(quarantine().get(1).startsWith(path("log.csv.gz") + ",2,,too few columns,"));
    assertTrue(quarantine().get(2).startsWith(path("log.csv.gz") + ",4,2,missing user,"));
  }

  @Test
  void windowsLinesAndBlankOnesAreCounted() throws IOException {
    write(
        "log.csv",
        (HEADER + "few,1\n" + GOOD_ROW + "\n\nfew,2\n" + GOOD_ROW + "few,3\n,x,1,,,,,\n")
            .replace("\n", "\r\n"));
    log.maxShare = 0.9;
    log.read();
    String file = path("log.csv");
    assertEquals(file + ",2,,too few columns,\"few,1\"", quarantine().get(1));
    assertEquals(file + ",6,,too few columns,\"few,2\"", quarantine().get(2));
    assertEquals(file + ",8,,too few columns,\"few,3\"", quarantine().get(3));
    assertEquals(file + ",9,3,missing user,\",x,1,,,,,\"", quarantine().get(4));
  }

  @Test
  void everyLineThatAnOpenQuoteSwallowsIsCounted() throws IOException {
    write("log.csv", HEADER + GOOD_ROW + "bob,\"a1,2011-01-01\n" + GOOD_ROW + GOOD_ROW);
    log.maxShare = 0.75;
    ReadLog read = log.read();
    assertEquals(4, read.report().rowsRead());
    assertEquals(Map.of("broken quotes", 3L), read.report().badRowsByReason());
    assertTrue(quarantine().get(3).startsWith(path("log.csv") + ",5,,broken quotes,\"ann,a1,"));
  }

  @Test
  void badJsonLinesAreQuarantinedWithTheirLine() throws IOException {
    String good =
        "{\"u\":\"ann\",\"i\":\"a1\",\"t\":1293840000000,\"act\":\"buy\",\"name\":\"m\","
            + "\"basket\":\"b1\",\"price\":2.5,\"color\":\"red\"}\n";
    write(
        "log.jsonl",
        good + "{\"u\":\"ann\", oops\n\n[1,2]\n" + good.replace("2.5", "\"nan\"") + good);
    log.files = List.of("log.jsonl");
    log.maxShare = 0.9;
    ReadLog read = log.read();
    assertEquals(2, read.events().size());
    String file = path("log.jsonl");
    assertEquals(file + ",2,,no JSON object,\"{\"\"u\"\":\"\"ann\"\", oops\"", quarantine().get(1));
    assertEquals(file + ",4,,no JSON object,\"[1,2]\"", quarantine().get(2));
    assertTrue(quarantine().get(3).startsWith(file + ",5,2,\"non-finite number"));
  }

  @Test
  void aShareTooLargeStopsTheRunAfterTheQuarantineIsWritten() throws IOException {
    write("log.csv", HEADER + GOOD_ROW + ",a1,2011-01-01,buy,Mug,b1,1,red\n" + GOOD_ROW + GOOD_ROW);
    log.maxShare = 0.24;
    assertEquals(
        "1 of 4 rows are bad, more than the share of 0.24 that data.maxQuarantineShare allows:"
            + " {missing user=1}. They are in "
            + folder.resolve("out").resolve("quarantine.csv")
            + "; correct them, filter them out with data.select, or raise the share.",
        log.failure());
    assertEquals(2, quarantine().size());
    log.maxShare = 0.25;
    assertEquals(3, log.read().events().size());
  }

  @Test
  void anOldQuarantineFileDoesNotOutliveItsRows() throws IOException {
    write("log.csv", HEADER + GOOD_ROW + ",a1,2011-01-01,buy,Mug,b1,1,red\n");
    log.maxShare = 0.5;
    log.read();
    write("log.csv", HEADER + GOOD_ROW);
    log.read();
    assertFalse(Files.exists(folder.resolve("out").resolve("quarantine.csv")));
  }

  @Test
  void aNumberIsOneByUseOrWhenEveryValueIsOne() throws IOException {
    write("log.csv", HEADER + GOOD_ROW + GOOD_ROW.replace("2.50", "n/a") + GOOD_ROW);
    assertEquals("2.50", log.read().events().get(0).attributes().get("price"));
    log.numeric = Set.of("price");
    log.maxShare = 0.5;
    ReadLog read = log.read();
    assertEquals(2.5, read.events().get(0).attributes().get("price"));
    assertEquals(Map.of("no number in \"price\"", 1L), read.report().badRowsByReason());
    assertTrue(quarantine().get(1).startsWith(path("log.csv") + ",3,2,"));
  }

  @Test
  void identifiersWithLeadingZerosStayText() throws IOException {
    write("log.csv", HEADER + GOOD_ROW.replace("red", "007"));
    assertEquals("007", log.read().events().get(0).attributes().get("color"));
  }

  @Test
  void aNumericAttributeMustBeCarried() throws IOException {
    write("log.csv", HEADER + GOOD_ROW);
    log.numeric = Set.of("prize");
    assertEquals(
        "data.columns.attributes does not name \"prize\", which the recipe uses as a number; it"
            + " names [price, color]. Did you mean \"price\"?",
        log.failure());
  }

  @Test
  void selectConvertsAndKeepsOrigins() throws IOException {
    write("log.csv", HEADER + GOOD_ROW + "bob,a1,x,buy,Mug,b1,3,red\n");
    log.select =
        Optional.of(
            "SELECT u, i, try_cast(t AS TIMESTAMP) AS t, upper(act) AS act, name, basket,"
                + " 2 * try_cast(price AS DOUBLE) AS price, color, _file, _row FROM log;");
    log.maxShare = 0.5;
    ReadLog read = log.read();
    assertEquals("BUY", read.events().get(0).action());
    assertEquals(5.0, read.events().get(0).attributes().get("price"));
    assertEquals(
        path("log.csv") + ",3,2,missing time,\"bob,a1,x,buy,Mug,b1,3,red\"", quarantine().get(1));
  }

  @Test
  void aSelectThatDropsOriginsHasItsOwnRowsNamed() throws IOException {
    write("log.csv", HEADER + GOOD_ROW + GOOD_ROW + "bob,a1,x,buy,Mug,b1,3,red\n");
    log.select =
        Optional.of(
            "SELECT u, i, t, act, name, basket, price, color FROM log WHERE u = 'bob'"
                + " UNION ALL SELECT 'cy', 'a1', '2011-01-01', 'buy', 'm', 'b', '1', 'red'");
    log.maxShare = 0.5;
    log.read();
    assertEquals(
        "(result of data.select),,1,unparsable time,\"u=bob, i=a1, t=x, act=buy, name=Mug,"
            + " basket=b1, price=3, color=red\"",
        quarantine().get(1));
  }

  @Test
  void brokenSqlAndFailingCastsAreTold() throws IOException {
    write("log.csv", HEADER + GOOD_ROW);
    log.select = Optional.of("SELEC * FROM log");
    assertTrue(log.failure().startsWith("data.select: DuckDB says: Parser Error"), log.failure());
    log.select = Optional.of("SELECT cast(u AS INTEGER) FROM log");
    assertTrue(log.failure().contains("Could not convert string 'ann'"), log.failure());
    assertTrue(log.failure().contains("try_cast"));
    assertTrue(log.failure().contains("u VARCHAR, i VARCHAR"));
  }

  @Test
  void anUnknownColumnIsNamedWithTheNearestOne() throws IOException {
    write("log.csv", HEADER.replace("u,", "user_id,") + GOOD_ROW);
    log.user = "userid";
    assertEquals(
        "data.columns.user: there is no column \"userid\" in the files; did you mean \"user_id\"?"
            + " The columns are [user_id, i, t, act, name, basket, price, color, _file, _row].",
        log.failure());
  }

  @Test
  void missingFilesAreNamed() {
    assertEquals(
        "data.files: " + path("log.csv") + " does not exist (from \"log.csv\").", log.failure());
    log.files = List.of("*.csv");
    assertEquals("data.files: no file matches \"*.csv\" in " + folder + ".", log.failure());
    log.files = List.of("sample:offline-retail");
    assertTrue(log.failure().contains("there is no built-in sample \"sample:offline-retail\""));
  }

  @Test
  void unreadableFilesAreNamed() throws IOException {
    write("log.dat", HEADER + GOOD_ROW);
    log.files = List.of("log.dat");
    assertTrue(log.failure().contains("log.dat tells no format"), log.failure());
    log.format = Optional.of(DataRecipe.Format.PARQUET);
    assertTrue(log.failure().contains("log.dat cannot be read as PARQUET"), log.failure());
    log.format = Optional.of(DataRecipe.Format.CSV);
    assertEquals(1, log.read().events().size());
    Files.writeString(folder.resolve("fake.csv.gz"), HEADER + GOOD_ROW);
    log.files = List.of("fake.csv.gz");
    assertTrue(log.failure().contains("fake.csv.gz cannot be read as CSV"), log.failure());
    write("empty.csv", "");
    log.files = List.of("empty.csv");
    assertTrue(log.failure().contains("empty.csv is empty"), log.failure());
    write("header.csv", HEADER);
    log.files = List.of("header.csv");
    assertTrue(log.failure().contains("The log holds no events: 0 rows in"), log.failure());
  }

  @Test
  void duplicatesAreKeptOrDropped() throws IOException {
    write("log.csv", HEADER + GOOD_ROW + GOOD_ROW + GOOD_ROW.replace("red", "blue"));
    assertEquals(3, log.read().events().size());
    log.duplicates = DataRecipe.Duplicates.DROP;
    ReadLog read = log.read();
    assertEquals(2, read.events().size());
    assertEquals(1, read.report().duplicatesDropped());
  }

  @Test
  void theOrderColumnBecomesAnAttribute() throws IOException {
    write("log.csv", HEADER.replace("color", "n") + GOOD_ROW.replace("red", "12"));
    log.attributes = List.of("price");
    log.order = Optional.of("n");
    assertEquals(Map.of("price", 2.5, "n", 12.0), log.read().events().get(0).attributes());
  }

  @Test
  void timesWithoutAZoneAreInTheRecipesZone() throws IOException {
    write("log.csv", HEADER + GOOD_ROW);
    log.timeZone = "Europe/Athens";
    assertEquals(NEW_YEAR - 2 * 3_600_000, log.read().events().get(0).timestampMillis());
    log.select = Optional.of("SELECT * REPLACE (CAST(t AS TIMESTAMP) AS t) FROM log");
    assertEquals(NEW_YEAR - 2 * 3_600_000, log.read().events().get(0).timestampMillis());
    log.timeZone = "Europe/Atlantis";
    assertTrue(log.failure().contains("timeZone: \"Europe/Atlantis\" is not a known time zone"));
  }

  @Test
  void withoutAnActionColumnEveryEventHasTheDefault() throws IOException {
    write("log.csv", HEADER + GOOD_ROW);
    log.action = Optional.empty();
    assertEquals("view", log.read().events().get(0).action());
  }

  @Test
  void theDigestIsOfTheEventsNotOfTheirOrder() throws IOException {
    String other = GOOD_ROW.replace("ann", "bob");
    write("log.csv", HEADER + GOOD_ROW + other);
    String digest = log.read().report().sha256();
    write("log.csv", HEADER + other + GOOD_ROW);
    assertEquals(digest, log.read().report().sha256());
    write("log.csv", HEADER + other + GOOD_ROW.replace("2.50", "2.51"));
    assertFalse(digest.equals(log.read().report().sha256()));
    assertEquals(64, digest.length());
  }

  @Test
  void aFilesOwnProvenanceColumnsAreLeftAlone() throws IOException {
    write("log.csv", HEADER.replace("color", "_row") + GOOD_ROW);
    log.attributes = List.of("_row");
    assertEquals(Map.of("_row", "red"), log.read().events().get(0).attributes());
  }

  @Test
  void repeatsAndCoreAreCounted() throws IOException {
    StringBuilder rows = new StringBuilder(HEADER);
    String[] events = {"ann,x", "ann,x", "ann,y", "bob,x", "bob,y", "cid,y", "cid,z"};
    for (int i = 0; i < events.length; i++) {
      rows.append(events[i]).append(",2011-01-0").append(i + 1).append(",buy,,,1,red\n");
    }
    write("log.csv", rows.toString());
    log.repeatEvents = DataRecipe.RepeatEvents.DROP;
    log.core = 2;
    ReadLog read = log.read();
    assertEquals(4, read.events().size());
    assertEquals(4, read.report().eventsKept());
    assertEquals(1, read.report().repeatEventsDropped());
    assertEquals(new ReadReport.CoreRemoval(2, 1, 1, 2), read.report().core());
    String text = read.report().toString();
    assertTrue(
        text.contains(
            "7 rows read, 4 events kept, 0 bad, 0 duplicates dropped, 1 repeated events dropped"),
        text);
    assertTrue(text.contains("core: 1 users, 1 items and 2 events removed in 2 rounds"), text);
    log.core = 3;
    assertTrue(
        log.failure().contains("data.core: 3 leaves nothing of the log's 6 events"), log.failure());
    log.core = 0;
    assertTrue(log.failure().contains("core: 0 must be at least 1"), log.failure());
  }

  @Test
  void someUsersHaveAllOfTheirRows() throws IOException {
    StringBuilder text = new StringBuilder(HEADER);
    for (int row = 0; row < 4000; row++) {
      // Spaces around a name are none of it.
      text.append(row % 3 == 0 ? " " : "").append('u').append(row % 1000);
      text.append(",a1,2011-01-01 00:00:00,buy,Red mug,b").append(row).append(",2.50,red\n");
    }
    text.append("u1,a1,never,buy,Red mug,b,2.50,red\n");
    write("log.csv", text.toString());
    SomeUsers some = log.reader().someUsers(folder.resolve("out"), 400);
    Map<String, Long> rows =
        some.events().stream()
            .collect(Collectors.groupingBy(BehaviorEvent::user, Collectors.counting()));
    assertEquals(Set.of(4L), Set.copyOf(rows.values()));
    assertTrue(rows.size() > 50 && rows.size() < 150, rows.size() + " of about 100 users");
    assertEquals(4001, some.rows());
    assertEquals(some.events().size() + some.badRows(), some.rowsRead());
    assertEquals(some.rowsRead() / 4001.0, some.share());
    assertEquals(some.events(), log.reader().someUsers(folder.resolve("out"), 400).events());
    SomeUsers all = log.reader().someUsers(folder.resolve("out"), 10_000);
    assertEquals(4000, all.events().size());
    assertEquals(1, all.badRows());
  }
}
