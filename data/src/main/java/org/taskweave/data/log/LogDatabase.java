package org.taskweave.data.log;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.taskweave.core.InvalidInputException;

/**
 * A DuckDB database of one read, in a file of the work folder so that large logs need not fit in
 * memory. It never loads extensions: CSV, JSON and Parquet are built in.
 */
final class LogDatabase implements AutoCloseable {

  private final Connection connection;

  LogDatabase(Path workFolder) {
    Properties settings = new Properties();
    settings.setProperty("autoinstall_known_extensions", "false");
    settings.setProperty("autoload_known_extensions", "false");
    settings.setProperty("jdbc_stream_results", "true");
    try {
      connection =
          DriverManager.getConnection("jdbc:duckdb:" + workFolder.resolve("log.duckdb"), settings);
    } catch (SQLException e) {
      throw new IllegalStateException("DuckDB did not start in " + workFolder, e);
    }
    execute("SET memory_limit = '2GB'");
    execute("SET temp_directory = " + SqlText.text(workFolder.resolve("spill").toString()));
    execute("SET preserve_insertion_order = true");
  }

  /** Runs a statement of this package's own; a failure is a defect. */
  void execute(String sql) {
    try {
      executeGiven(sql);
    } catch (SQLException e) {
      throw new IllegalStateException("DuckDB refused: " + sql, e);
    }
  }

  /** Runs a statement that holds something the user gave. */
  void executeGiven(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** Handles one row of a result. */
  interface RowHandler {
    void handle(ResultSet row) throws SQLException;
  }

  /** Runs a query and hands over its rows in order. */
  void query(String sql, RowHandler handler) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        handler.handle(rows);
      }
    }
  }

  /** A query that holds nothing the user gave. */
  void queryOwn(String sql, RowHandler handler) {
    try {
      query(sql, handler);
    } catch (SQLException e) {
      throw new IllegalStateException("DuckDB refused: " + sql, e);
    }
  }

  long number(String sql) {
    long[] number = new long[1];
    queryOwn(sql, row -> number[0] = row.getLong(1));
    return number[0];
  }

  List<LogColumn> columns(String relation) {
    List<LogColumn> columns = new ArrayList<>();
    queryOwn(
        "DESCRIBE SELECT * FROM " + relation,
        row -> columns.add(new LogColumn(row.getString(1), row.getString(2))));
    return columns;
  }

  /** Makes the user's select the table "selected". */
  void select(String select, List<LogColumn> logColumns) {
    String body = select.strip();
    while (body.endsWith(";")) {
      body = body.substring(0, body.length() - 1).strip();
    }
    try {
      executeGiven("CREATE TABLE selected AS SELECT * FROM (\n" + body + "\n)");
    } catch (SQLException e) {
      throw new InvalidInputException(
          "data.select: DuckDB says: "
              + e.getMessage().strip()
              + "\nThe view log has the columns "
              + logColumns.stream().map(column -> column.name() + " " + column.type()).toList()
              + "; a value that may not convert needs try_cast instead of cast.",
          e);
    }
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      throw new IllegalStateException("DuckDB did not close", e);
    }
  }
}
