package org.taskweave.data.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.taskweave.core.InvalidInputException;
import org.taskweave.core.recipe.Recipe;
import org.taskweave.core.recipe.RecipeTree;

/** Selects of a stranger's recipe, which try to read and write other files than the named ones. */
class HostileSelectTest {

  private static final QueryLimits LIMITS =
      new QueryLimits(Duration.ofMinutes(1), 1024, 3000, 4000, 10_000);

  @TempDir Path folder;

  @BeforeEach
  void writeFiles() throws IOException {
    Files.createDirectory(folder.resolve("log"));
    Files.writeString(
        folder.resolve("log/log.csv"),
        "u,i,t,n\nann,a1,2011-01-01,1\nbob,b1,2011-01-02,2\ncyd,c1,2011-01-03,3\n");
    Files.createDirectory(folder.resolve("home"));
    Files.writeString(folder.resolve("home/secret.csv"), "u,i,t,n\nSECRET,s,2011-01-01,9\n");
    Files.writeString(folder.resolve("home/profile"), "mine\n");
  }

  private ReadLog read(String select, QueryLimits limits) {
    return new LogReader(recipe(select).data(), folder, Set.of(), limits)
        .read(folder.resolve("out"));
  }

  private Recipe recipe(String select) {
    return RecipeTree.parse(
            """
            data:
              files: [log/log.csv]
              columns: {user: u, item: i, timestamp: t, attributes: [n]}
              maxQuarantineShare: 1
            examples:
              horizonDays: 1
              cuts: {train: [2011-01-02], dev: [2011-01-03], test: [2011-01-04]}
            tasks:
              again: {kind: binary, label: {occurs: {action: event}}}
            """,
            "recipe.yaml")
        .with("data.select", select)
        .bind();
  }

  private String refusal(String select) {
    return assertThrows(InvalidInputException.class, () -> read(select, LIMITS)).getMessage();
  }

  /** Everything in the folder but the quarantine, with its content. */
  private String files() throws IOException {
    try (Stream<Path> walk = Files.walk(folder)) {
      StringBuilder all = new StringBuilder();
      for (Path file : new TreeSet<>(walk.filter(Files::isRegularFile).toList())) {
        all.append(file).append('\n').append(Files.readString(file)).append('\n');
      }
      return all.toString();
    }
  }

  private String filled(String sql) {
    return sql.replace("HOME", folder.resolve("home").toString());
  }

  /** Statements that are no single SELECT over the log; HOME is the victim's folder. */
  static List<String> statements() {
    return List.of(
        "SELECT * FROM log); COPY (SELECT 'evil') TO 'HOME/profile' (FORMAT csv, HEADER false);"
            + " CREATE TEMP TABLE z AS SELECT * FROM (SELECT 1",
        "SELECT * FROM log; COPY (SELECT 'evil') TO 'HOME/profile' (FORMAT csv)",
        "SELECT * FROM log; ATTACH 'HOME/new.db' AS n; CREATE TABLE n.t AS FROM log",
        "SELECT * FROM log; EXPORT DATABASE 'HOME/export'",
        "SELECT * FROM log; INSTALL httpfs; LOAD httpfs",
        "SELECT * FROM log; SET enable_external_access = true",
        "SELECT * FROM log; PRAGMA enable_profiling = 'json'; SET profiling_output = 'HOME/p.json'",
        "SELECT * FROM log; CALL enable_logging(storage = 'file', storage_path = 'HOME/logs')",
        "SELECT * FROM log; SELECT 1",
        "COPY log TO 'HOME/copy.csv'",
        "COPY (SELECT 1) TO 'HOME/copy.parquet'",
        "ATTACH 'HOME/new.db'",
        "EXPORT DATABASE 'HOME/export'",
        "IMPORT DATABASE 'HOME/export'",
        "INSTALL httpfs",
        "LOAD 'HOME/evil.duckdb_extension'",
        "SET temp_directory = 'HOME'",
        "RESET ALL",
        "PRAGMA database_list",
        "CALL pragma_version()",
        "CREATE TABLE q AS SELECT * FROM 'HOME/secret.csv'",
        "CREATE MACRO m() AS TABLE SELECT * FROM read_text('HOME/profile')",
        "EXPLAIN ANALYZE SELECT * FROM log",
        "DROP TABLE rows_0",
        "WITH x AS (INSERT INTO rows_0 VALUES ('e', 'v', 'i', 'l') RETURNING u) SELECT * FROM x",
        "WITH x AS (DELETE FROM rows_0 RETURNING u) SELECT * FROM x",
        "BEGIN",
        "");
  }

  /** Single SELECTs whose rows would be those of a file, or tell of the machine. */
  static List<String> tables() {
    return List.of(
        "SELECT content u, 'a' i, '2011-01-01' t, 1 n FROM read_text('HOME/profile')",
        "SELECT content::VARCHAR u, 'a' i, '2011-01-01' t, 1 n FROM read_blob('HOME/profile')",
        "SELECT * FROM read_csv('HOME/secret.csv')",
        "SELECT * FROM read_csv_auto('HOME/secret.csv')",
        "SELECT * FROM read_csv('HOME/secret.csv', delim = ',', quote = '')",
        "SELECT * FROM read_json('HOME/secret.csv')",
        "SELECT * FROM read_ndjson_objects('HOME/secret.csv')",
        "SELECT * FROM read_parquet('HOME/secret.parquet')",
        "SELECT * FROM parquet_metadata('HOME/secret.parquet')",
        "SELECT * FROM parquet_schema('HOME/secret.parquet')",
        "SELECT * FROM read_duckdb('HOME/secret.db')",
        "SELECT * FROM sniff_csv('HOME/secret.csv')",
        "SELECT file u, 'a' i, '2011-01-01' t, 1 n FROM glob('HOME/*')",
        "SELECT * FROM 'HOME/secret.csv'",
        "SELECT * FROM \"HOME/secret.csv\"",
        "FROM 'https://example.org/x.csv'",
        "SELECT * FROM query('SELECT * FROM read_text(''HOME/profile'')')",
        "SELECT * FROM query_table(['HOME/secret.csv'])",
        "SELECT * FROM json_execute_serialized_sql(json_serialize_sql('FROM \"HOME/secret.csv\"'))",
        "SELECT u, i, t, (SELECT content FROM read_text('HOME/profile')) n FROM log",
        "SELECT u, i, t, n FROM log WHERE EXISTS (FROM glob('HOME/*'))",
        "WITH x AS (SELECT * FROM read_text('HOME/profile')) SELECT * FROM log, x",
        "SELECT * FROM log UNION ALL BY NAME SELECT * FROM 'HOME/secret.csv'",
        "SELECT * FROM log JOIN LATERAL (SELECT * FROM read_text('HOME/profile')) r ON true",
        "SELECT name u, value i, '2011-01-01' t, 1 n FROM duckdb_settings()",
        "SELECT * FROM duckdb_secrets()",
        "SELECT * FROM duckdb_databases()",
        "SELECT * FROM pragma_database_size()",
        "SELECT * FROM enable_profiling(format = 'json', save_location = 'HOME/p.json')",
        "SELECT * FROM enable_logging('QueryLog', storage = 'file', storage_path = 'HOME/logs')",
        "SELECT * FROM checkpoint()",
        "SELECT * FROM information_schema.tables",
        "SELECT * FROM main.rows_0",
        "SELECT * FROM rows_0",
        "SELECT * FROM (SHOW DATABASES)",
        "SELECT * FROM (SUMMARIZE log)",
        "SELECT getenv('HOME') u, i, t, n FROM log",
        "SELECT current_setting('temp_directory') u, i, t, n FROM log");
  }

  @ParameterizedTest
  @MethodSource({"statements", "tables"})
  void onlyOneSelectOverTheLogRuns(String select) throws IOException {
    String before = files();
    String message = refusal(filled(select));
    assertTrue(message.startsWith("data.select: "), message);
    assertFalse(message.contains("SECRET") || message.contains("mine"), message);
    assertEquals(before, files());
  }

  /** The second wall: what would get past the look at the syntax tree reaches no file either. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "COPY (SELECT 'evil') TO 'HOME/profile' (FORMAT csv)",
        "ATTACH 'HOME/new.db'",
        "EXPORT DATABASE 'HOME/export'",
        "INSTALL httpfs",
        "LOAD 'HOME/evil.duckdb_extension'",
        "SET enable_external_access = true",
        "SET temp_directory = 'HOME'",
        "SET lock_configuration = false",
        "RESET memory_limit",
        "PRAGMA enable_profiling = 'json'",
        "CALL enable_logging(storage = 'file', storage_path = 'HOME/logs')",
        "SELECT * FROM read_text('HOME/profile')",
        "SELECT * FROM read_csv('HOME/secret.csv')",
        "SELECT * FROM glob('HOME/*')",
        "FROM 'HOME/secret.csv'"
      })
  void aLockedDatabaseReachesNoFile(String sql) throws IOException {
    String before = files();
    Path work = Files.createDirectory(folder.resolve("work"));
    try (LogDatabase database = new LogDatabase(work, LIMITS)) {
      database.lock();
      assertThrows(SQLException.class, () -> database.executeGiven(filled(sql)));
    }
    Files.delete(work.resolve("log.duckdb"));
    assertEquals(before, files());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT * FROM log",
        "FROM log",
        "TABLE log;",
        "SELECT u, i, t, n FROM Log ORDER BY t DESC -- newest first",
        "/* all; of them */ SELECT * REPLACE (upper(u) AS u) FROM log; -- done; really",
        "WITH a AS (SELECT * FROM log), B AS (SELECT * FROM A) SELECT * FROM b",
        "SELECT * FROM (SELECT u, i, t, n, row_number() OVER (PARTITION BY u) k FROM log)",
        "SELECT u, i, t, unnest([1]) AS n FROM log",
        "SELECT l.u, l.i, l.t, r.range AS n FROM log l, range(1) r",
        "SELECT u, i, t, n FROM log WHERE _file LIKE '%log.csv' AND _row > 0",
        "SELECT u, 'COPY x TO ''y''; --' AS i, t, n FROM log UNION ALL SELECT u, i, t, n FROM log"
            + " WHERE false"
      })
  void ordinarySelectsRun(String select) {
    assertEquals(3, read(select, LIMITS).events().size());
  }

  @Test
  void aMistakeHasItsLine() {
    String message = refusal("SELECT u, i\n  FRM log\nWHERE true");
    assertTrue(message.startsWith("data.select: DuckDB says: Parser Error: "), message);
    assertTrue(message.contains("(line 2)"), message);
  }

  @Test
  void aSelectThatDoesNotEndIsCancelled() {
    QueryLimits short1 = new QueryLimits(Duration.ofMillis(300), 1024, 3000, 4000, 10_000);
    String endless = "WITH RECURSIVE t(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM t) FROM t";
    String message =
        assertThrows(InvalidInputException.class, () -> read(endless, short1)).getMessage();
    assertEquals("data.select: ran longer than 0.3 seconds.", message);
  }

  @Test
  void aSelectThatFillsTheDiskIsCancelled() {
    QueryLimits small = new QueryLimits(Duration.ofSeconds(20), 100, 3000, 4000, 20);
    String filling = "SELECT u, i, t, uuid()::VARCHAR AS n FROM log, range(100000000)";
    String message =
        assertThrows(InvalidInputException.class, () -> read(filling, small)).getMessage();
    assertTrue(message.contains("took more than 20 MB of disk"), message);
  }

  @Test
  void valuesOutsideTheBuffersCountToo() {
    QueryLimits small = new QueryLimits(Duration.ofMinutes(1), 100, 200, 4000, 10_000);
    String growing =
        "SELECT u, i, t, length(repeat('x', 1000000) || a.range) AS n FROM log, range(100000) a";
    String message =
        assertThrows(InvalidInputException.class, () -> read(growing, small)).getMessage();
    assertTrue(message.contains("took more than 200 MB of memory"), message);
  }

  /** One call cannot be cancelled: the program would end here, with the reason. */
  @Test
  void pastTheHardLimitTheLastResortIsCalled() throws Exception {
    QueryLimits passed = new QueryLimits(Duration.ofMinutes(1), 1024, 50, -1_000_000, 10_000);
    BlockingQueue<String> reasons = new LinkedBlockingQueue<>();
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement();
        QueryWatch watch = new QueryWatch(statement, folder, passed, reasons::add)) {
      String reason = reasons.poll(20, TimeUnit.SECONDS);
      assertTrue(reason.matches("took -?[0-9]+ MB of memory and could not be stopped."), reason);
      assertTrue(watch.reason().isEmpty());
    }
  }

  @Test
  void aSortOfMoreThanTheMemorySpills() {
    QueryLimits small = new QueryLimits(Duration.ofMinutes(1), 60, 3000, 4000, 10_000);
    String sorting =
        "SELECT u, i, t, n FROM (SELECT u, i, t, n, a.range AS r, md5(a.range::VARCHAR) AS m,"
            + " row_number() OVER (ORDER BY m) AS k FROM log, range(400000) a) WHERE k <= 5";
    assertEquals(5, read(sorting, small).events().size());
  }

  @Test
  void queriesNestedDeeplyAreRefused() {
    String nested = "SELECT * FROM (".repeat(5000) + "SELECT * FROM log" + ")".repeat(5000);
    assertTrue(refusal(nested).contains("5001 queries"), refusal(nested));
    String names =
        Stream.iterate(1, i -> i + 1)
            .limit(30)
            .map(i -> "c" + i + " AS NOT MATERIALIZED (SELECT a.* FROM c" + (i - 1) + " a)")
            .collect(Collectors.joining(", "));
    assertTrue(
        refusal("WITH c0 AS (FROM log), " + names + " FROM c30").contains("NOT MATERIALIZED"));
    assertTrue(refusal("SELECT " + "1 + ".repeat(20_000) + "1").contains("expression depth"));
    assertTrue(refusal("SELECT '" + "x".repeat(200_000) + "'").contains("at most 100000"));
  }

  @Test
  void aNamedFileIsNoPattern() throws IOException {
    Files.writeString(folder.resolve("log/w[x]*.csv"), "u,i,t,n\nann,a1,2011-01-01,1\n");
    Files.writeString(folder.resolve("log/wx-more.csv"), "u,i,t,n\nSECRET,a1,2011-01-01,1\n");
    Recipe recipe =
        RecipeTree.of(recipe("FROM log")).with("data.files", List.of("log/w[x]*.csv")).bind();
    ReadLog read = new LogReader(recipe.data(), folder, Set.of()).read(folder.resolve("out"));
    assertEquals("ann", read.events().get(0).user());
    assertEquals(1, read.events().size());
  }

  @Test
  void theTimeAllowedIsTheRunnersChoice() {
    assertEquals(Duration.ofMinutes(10), QueryLimits.standard().time());
    try {
      System.setProperty(QueryLimits.MINUTES_PROPERTY, "90");
      assertEquals(Duration.ofMinutes(90), QueryLimits.standard().time());
      System.setProperty(QueryLimits.MINUTES_PROPERTY, "soon");
      String message =
          assertThrows(InvalidInputException.class, QueryLimits::standard).getMessage();
      assertTrue(message.contains("-Dtaskweave.select.minutes=soon"), message);
    } finally {
      System.clearProperty(QueryLimits.MINUTES_PROPERTY);
    }
  }
}
