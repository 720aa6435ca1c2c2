package org.taskweave.data.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.taskweave.core.InvalidInputException;
import org.taskweave.data.log.DuckDb;

class TableFileTest {

  private static final List<Column> NESTED =
      List.of(
          new Column("user", ColumnType.Scalar.TEXT),
          new Column("cut", ColumnType.Scalar.TIMESTAMP),
          new Column("items", ColumnType.RANKED_ITEMS),
          new Column("vector", new ColumnType.ListOf(ColumnType.Scalar.FLOAT)));

  @TempDir Path folder;

  private static List<String> read(String sql) throws SQLException {
    List<String> rows = new ArrayList<>();
    try (Connection database = DuckDb.inMemory();
        ResultSet result = database.createStatement().executeQuery(sql)) {
      while (result.next()) {
        List<String> row = new ArrayList<>();
        for (int c = 1; c <= result.getMetaData().getColumnCount(); c++) {
          row.add(result.getString(c));
        }
        rows.add(String.join(" ", row));
      }
    }
    return rows;
  }

  @ParameterizedTest
  @ValueSource(strings = {"it's.jsonl", "deep/it's.parquet"})
  void listsAndStructsAreReadBySql(String name) throws Exception {
    Path file = folder.resolve(name);
    long rows =
        TableFile.write(
            file,
            NESTED,
            table -> {
              table.add(
                  "née \"x\"\n",
                  1_318_118_400_000L,
                  List.of(List.of("mug", .1f), List.of("tea", -2)),
                  new float[] {1, .25f});
              table.add("u2", 1_318_118_400_001L, List.of(), new float[0]);
            });
    assertEquals(2, rows);
    String from = " FROM '" + file.toString().replace("'", "''") + "'";
    assertEquals(
        List.of("née \"x\"\n mug 0.1 tea -2.0 2 1.25", "u2 null null null null 0 null"),
        read(
            "SELECT user, items[1].item, items[1].score::FLOAT, items[2].item,"
                + " items[2].score::FLOAT, len(items), list_sum(vector::FLOAT[])"
                + from));
    assertEquals(
        List.of("1318118400000", "1318118400001"), read("SELECT epoch_ms(cut::TIMESTAMP)" + from));
    try (Stream<Path> files = Files.list(file.getParent())) {
      assertEquals(1, files.count(), "nothing but the table is left");
    }
  }

  @Test
  void whatIsNotFiniteIsNull() throws Exception {
    for (String name : List.of("x.csv", "x.parquet", "x.jsonl")) {
      Path file = folder.resolve(name);
      TableFile.write(
          file,
          List.of(
              new Column("a", ColumnType.Scalar.DOUBLE),
              new Column("b", ColumnType.Scalar.FLOAT),
              new Column("c", ColumnType.Scalar.INTEGER),
              new Column("d", ColumnType.Scalar.BOOLEAN)),
          table -> {
            table.add(1e-7, Float.NaN, 5, true);
            table.add(Double.POSITIVE_INFINITY, 2.5f, null, false);
          });
      assertEquals(
          List.of("1 1 0 1"),
          read(
              "SELECT count(*) FILTER (a = 1e-7), count(*) FILTER (b = 2.5), count(*) FILTER (a IS"
                  + " NOT NULL AND b IS NOT NULL), count(*) FILTER (c = 5 AND d) FROM '"
                  + file
                  + "'"),
          name);
    }
  }

  @Test
  void aTableWithoutRowsHasItsColumns() throws Exception {
    Path file = folder.resolve("empty.parquet");
    assertEquals(0, TableFile.write(file, NESTED, table -> {}));
    assertEquals(
        List.of("user", "cut", "items", "vector"),
        read("SELECT column_name FROM (DESCRIBE SELECT * FROM '" + file + "')"));
  }

  @Test
  void aFailureLeavesWhatWasThere() throws IOException {
    for (String name : List.of("x.csv", "x.jsonl")) {
      Path file = Files.writeString(folder.resolve(name), "before");
      assertThrows(
          IllegalStateException.class,
          () ->
              TableFile.write(
                  file,
                  NESTED.subList(0, 1),
                  table -> {
                    table.add("u");
                    throw new IllegalStateException();
                  }));
      assertEquals("before", Files.readString(file));
    }
    try (Stream<Path> files = Files.list(folder)) {
      assertEquals(2, files.count());
    }
  }

  @Test
  void columnsOfOneNameAreRefused() {
    assertTrue(
        assertThrows(
                InvalidInputException.class,
                () ->
                    TableFile.write(
                        folder.resolve("x.csv"),
                        Stream.of("user", "User")
                            .map(name -> new Column(name, ColumnType.Scalar.TEXT))
                            .toList(),
                        table -> {}))
            .getMessage()
            .contains("two columns \"User\""));
    assertThrows(
        IllegalArgumentException.class,
        () -> TableFile.write(folder.resolve("x.csv"), NESTED, table -> {}));
  }

  /** Whatever word the database reserves: a task can have that name. */
  @Test
  void noWordOfSqlNeedsQuotes() throws SQLException {
    List<String> words =
        read(
            "SELECT DISTINCT keyword_name FROM duckdb_keywords() WHERE keyword_category != 'unreserved'");
    assertTrue(words.contains("order") && words.contains("by"), words.toString());
    List<String> names = words.stream().map(SqlName::of).toList();
    assertEquals(names, names.stream().map(SqlName::of).toList());
    String made = String.join(", ", names.stream().map(name -> "1 AS " + name).toList());
    assertEquals(
        words.size(),
        read("SELECT " + String.join(" + 0, ", names) + " FROM (SELECT " + made + ")")
            .get(0)
            .replace(" ", "")
            .length());
  }

  @ParameterizedTest
  @CsvSource({
    "band_3.75 and up,band_3_75_and_up",
    "say \"low\",say_low",
    "a/b.c,a_b_c",
    "90 %,_90",
    "price €,price",
    "单价,单价",
    "reorder,reorder",
    "order,order_",
    "Like,Like_",
    "_x,_x",
    "..,_"
  })
  void namesNeedNoQuotes(String text, String name) throws SQLException {
    assertEquals(name, SqlName.of(text));
    assertEquals(name, SqlName.of(name));
    assertEquals(List.of("1"), read("SELECT " + name + " FROM (SELECT 1 AS " + name + ")"));
  }

  @Test
  void aRowHasAValueForEachColumn() {
    assertThrows(
        IllegalArgumentException.class,
        () ->
            TableFile.write(
                folder.resolve("x.jsonl"), NESTED, table -> table.add(Arrays.asList("u", 1L))));
  }
}
