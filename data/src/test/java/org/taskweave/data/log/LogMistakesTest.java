package org.taskweave.data.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.taskweave.core.InvalidInputException;
import org.taskweave.core.recipe.RecipeTree;

/** Logs as people have them by mistake, and logs of other dialects. */
class LogMistakesTest {

  private static final String HEADER = "u,i,t,price\n";

  @TempDir Path folder;
  private RecipeTree recipe =
      RecipeTree.parse(
          """
          data:
            files: [log.csv]
            columns: {user: u, item: i, timestamp: t, attributes: [price]}
            maxQuarantineShare: 1
          examples:
            horizonDays: 1
            cuts: {train: [2011-01-02], dev: [2011-01-04], test: [2011-01-06]}
          tasks:
            again: {kind: binary, label: {occurs: {action: event}}}
          """,
          "recipe.yaml");

  private void set(String override) {
    recipe = recipe.override("data." + override);
  }

  private ReadLog read() {
    return new LogReader(recipe.bind().data(), folder, Set.of("price")).read(folder.resolve("out"));
  }

  private String refusal() {
    return assertThrows(InvalidInputException.class, this::read).getMessage();
  }

  private void write(String name, byte[] bytes) throws IOException {
    Files.write(folder.resolve(name), bytes);
  }

  private void write(String text) throws IOException {
    write("log.csv", text.getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] gzip(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }

  private Map<String, Long> bad() {
    return read().report().badRowsByReason();
  }

  @Test
  void namesThatDifferInCaseOnlyAreAmbiguous() throws IOException {
    write("u,i,t,PRICE,price\nann,a,2011-01-01,9,1\n");
    assertEquals(
        "data.columns.attributes: \"price\" is ambiguous: the files have several columns of this"
            + " name, whatever the case. They are called [PRICE_1, price_2] here: use one of these"
            + " names, or rename them in the files.",
        refusal());
    set("select=SELECT u, i, t, price FROM log");
    assertTrue(refusal().contains("\"price\" not found"), refusal());
    set("select=SELECT u, i, t, price_2 AS price FROM log");
    assertEquals(1.0, read().events().get(0).attributes().get("price"));
  }

  @Test
  void namesOfParquetToo() throws IOException, SQLException {
    set("files=[log.parquet]");
    Path file = folder.resolve("log.parquet");
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement()) {
      statement.execute(
          "COPY (SELECT 'ann' AS u, {'PRICE': 3, 'l': [4]} AS s, 'a' AS i, '2011-01-01' AS t, 9 AS"
              + " PRICE, 1 AS pricX) TO '"
              + file
              + "' (FORMAT parquet)");
    }
    String bytes = Files.readString(file, StandardCharsets.ISO_8859_1);
    Files.writeString(file, bytes.replace("pricX", "price"), StandardCharsets.ISO_8859_1);
    assertTrue(refusal().contains("They are called [PRICE_1, price_2] here"), refusal());
    set("select=SELECT u, i, t, price_2 + s.PRICE AS price FROM log");
    assertEquals(4.0, read().events().get(0).attributes().get("price"));
  }

  @Test
  void namesThatDifferInCaseOnlyDoNotMatterElsewhere() throws IOException {
    write("u,i,t,price,note,Note,note_1\nann,a,2011-01-01,1,x,y,z\n");
    assertEquals(1, read().events().size());
    set("select=SELECT u, i, t, price, note_1 || note_2 || Note_3 AS note FROM log");
    assertEquals(1, read().events().size());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "+999999999-01-01",
        "-999999999-12-31 23:59:59",
        "+292278995-01-01T00:00:00Z",
        "+292278994-08-18T07:12:55+18:00",
        "9999999-01-01"
      })
  void aYearOutOfReachIsABadRow(String time) throws IOException {
    write(HEADER + "ann,a,2011-01-01,1\nbob,b," + time + ",1\n");
    assertEquals(Map.of("unparsable time", 1L), bad());
    set(
        "select=SELECT u, i, CASE u WHEN 'bob' THEN TIMESTAMP '290000-01-01' ELSE t::TIMESTAMP END"
            + " AS t, price FROM log");
    write(HEADER + "ann,a,2011-01-01,1\nbob,b,,1\n");
    assertEquals(Map.of("unparsable time", 1L), bad());
    set(
        "select=SELECT u, i, CASE u WHEN 'bob' THEN DATE '5000000-01-01' ELSE t::DATE END AS t,"
            + " price FROM log");
    assertEquals(Map.of("missing time", 1L), bad());
  }

  @ParameterizedTest
  @ValueSource(strings = {"1e308", "-1e308", "1e19", "1e400"})
  void aNumberOutOfReachIsABadRow(String number) throws IOException {
    write(HEADER + "ann,a,2011-01-01,1\nbob,b,2011-01-01," + number + "\n");
    assertEquals(Map.of("a number beyond 1e18 in \"price\"", 1L), bad());
    assertEquals(1, read().events().size());
  }

  @Test
  void utf16IsSaid() throws IOException {
    String text = HEADER + "ann,a,2011-01-01,1\n";
    for (var encoding :
        List.of(StandardCharsets.UTF_16, StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE)) {
      write("log.csv", text.getBytes(encoding));
      recipe = recipe.override("data.encoding=UTF-8");
      assertTrue(refusal().contains("log.csv cannot be read") || refusal().contains("log.csv "));
      assertTrue(refusal().contains("Set data.encoding to UTF-16"), refusal());
      recipe = recipe.override("data.encoding=" + encoding.name());
      assertEquals("ann", read().events().get(0).user());
    }
  }

  @Test
  void nulBytesAreSaid() throws IOException {
    write("u,i,t,pr\0ice\nann,a,2011-01-01,1\n");
    assertTrue(refusal().contains("log.csv holds a NUL byte (byte 8 from 0)"), refusal());
    String many = "ann,a,2011-01-01,1\n".repeat(1000);
    write(HEADER + many + "b\0b,b,2011-01-01,1\n" + many);
    assertEquals(Map.of("a NUL character", 1L), bad());
    assertEquals(2000, read().events().size());
  }

  @Test
  void aNulInAKeyIsSaid() throws IOException {
    set("files=[log.jsonl]");
    write("log.jsonl", "{\"u\\u0000x\": 1}\n".getBytes(StandardCharsets.UTF_8));
    assertTrue(refusal().contains("log.jsonl cannot be read as JSONL: "), refusal());
  }

  @Test
  void aDamagedGzipFileIsRefused() throws IOException {
    set("files=[log.csv.gz]");
    byte[] whole = gzip(HEADER + "ann,a,2011-01-01,1\n".repeat(100));
    write("log.csv.gz", whole);
    assertEquals(100, read().events().size());
    byte[] otherChecksum = whole.clone();
    otherChecksum[whole.length - 8] ^= 1;
    write("log.csv.gz", otherChecksum);
    assertTrue(refusal().contains("log.csv.gz cannot be read as CSV: it is no whole gzip file"));
    byte[] otherLength = whole.clone();
    otherLength[whole.length - 1] ^= 1;
    write("log.csv.gz", otherLength);
    assertTrue(refusal().contains("no whole gzip file"), refusal());
    write("log.csv.gz", java.util.Arrays.copyOf(whole, whole.length / 2));
    assertTrue(refusal().contains("no whole gzip file"), refusal());
  }

  @Test
  void aGzipFileMayNotGrowWithoutEnd() throws IOException {
    set("files=[log.csv.gz]");
    write("log.csv.gz", gzip(HEADER + "ann,a,2011-01-01,1\n".repeat(200_000)));
    QueryLimits limits = new QueryLimits(java.time.Duration.ofMinutes(1), 1024, 3000, 4000, 2);
    String message =
        assertThrows(
                InvalidInputException.class,
                () ->
                    new LogReader(recipe.bind().data(), folder, Set.of(), limits)
                        .read(folder.resolve("out")))
            .getMessage();
    assertTrue(message.contains("log.csv.gz cannot be read: it is more than 2 MB"), message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"[.csv", "{a,b.csv", "*.[", "logs/[a-.csv"})
  void aPatternThatIsNoneIsSaid(String pattern) throws IOException {
    Files.createDirectory(folder.resolve("logs"));
    recipe = recipe.with("data.files", List.of(pattern));
    assertTrue(
        refusal().startsWith("data.files: \"" + pattern + "\" is no pattern of file names"),
        refusal());
  }

  @Test
  void delimitersOfSeveralCharacters() throws IOException {
    set("delimiter='::'");
    write("u::i::t::price\nann::a:1::2011-01-01::1\nbob::b::2011-01-01\ncyd::c::x::2\n");
    ReadLog read = read();
    assertEquals("a:1", read.events().get(0).item());
    assertEquals(Map.of("too few columns", 1L, "unparsable time", 1L), bad());
    List<String> quarantine = Files.readAllLines(folder.resolve("out/quarantine.csv"));
    assertTrue(quarantine.get(1).contains("log.csv,3,,too few columns,bob::b::2011-01-01"));
    assertTrue(quarantine.get(2).contains("log.csv,4,2,unparsable time,cyd::c::x::2"));
  }

  @Test
  void quotationMarksThatAreText() throws IOException {
    write(HEADER + "ann,\"a,2011-01-01,1\nbob,b\",2011-01-01,2\ncyd,c,2011-01-01,3\n");
    assertEquals(
        List.of("a,2011-01-01,1\nbob,b", "c"),
        read().events().stream().map(event -> event.item()).toList());
    set("quote=\"\"");
    assertEquals(
        List.of("\"a", "b\"", "c"), read().events().stream().map(event -> event.item()).toList());
  }

  @Test
  void anotherQuoteAndAnEscape() throws IOException {
    set("quote=\"'\"");
    set("escape=\"\\\\\"");
    write(HEADER + "ann,'it\\'s, a \"mug\"',2011-01-01,1\nbob,b,x,2\n");
    assertEquals("it's, a \"mug\"", read().events().get(0).item());
    assertTrue(Files.readString(folder.resolve("out/quarantine.csv")).contains("log.csv,3,2,"));
  }

  @Test
  void theDelimiterIsNoLongerTold() throws IOException {
    write("u|i|t|price,a,b,c,d\nann|a|2011-01-01|1\n");
    assertTrue(refusal().contains("The columns are [u|i|t|price, a, b, c, d,"), refusal());
    set("delimiter='|'");
    set("columns.attributes=['price,a,b,c,d']");
    assertEquals(
        "ann",
        new LogReader(recipe.bind().data(), folder, Set.of())
            .read(folder.resolve("out"))
            .events()
            .get(0)
            .user());
  }

  @Test
  void theSampleHasItsOwnDialect() {
    recipe =
        recipe
            .override("data.files=['sample:online-retail']")
            .override("data.delimiter=';'")
            .override(
                "data.select=SELECT CustomerID u, StockCode i, InvoiceDate t, UnitPrice price"
                    + " FROM log LIMIT 10");
    assertEquals(10, read().events().size() + read().report().badRows());
  }

  /** One odd line is one line of the quarantine, and no message holds the database's advice. */
  @Test
  void anOddLineIsOneLine() throws IOException {
    String good = "ann,a,2011-01-01,1\n";
    for (String odd :
        List.of(
            "a,\"b\"c,2011-01-01,1\n",
            "a,b\n",
            "a,b,2011-01-01,1,2,3\n",
            "x".repeat(3_000_000) + ",b,2011-01-01,1\n",
            "a,b,2011-01-01,1,\"\n")) {
      write(HEADER + good.repeat(3) + odd + good.repeat(3).replace("ann", "bob"));
      ReadLog read = read();
      assertEquals(6, read.events().size() + (odd.endsWith("\"\n") ? 3 : 0), odd.strip());
    }
  }
}
