package org.taskweave.data.log;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
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

  private final Path workFolder;
  private final QueryLimits limits;
  private final Connection connection;

  LogDatabase(Path workFolder, QueryLimits limits) {
    this.workFolder = workFolder;
    this.limits = limits;
    Properties settings = new Properties();
    settings.setProperty("autoinstall_known_extensions", "false");
    settings.setProperty("autoload_known_extensions", "false");
    settings.setProperty("allow_community_extensions", "false");
    settings.setProperty("allow_persistent_secrets", "false");
    settings.setProperty("jdbc_stream_results", "true");
    try {
      connection = DuckDb.open(workFolder.resolve("log.duckdb").toString(), settings);
    } catch (SQLException e) {
      throw new IllegalStateException("DuckDB did not start in " + workFolder, e);
    }
    execute("SET memory_limit = '" + limits.databaseMegabytes() + "MB'");
    execute("SET temp_directory = " + SqlText.text(workFolder.resolve("spill").toString()));
    execute("SET max_temp_directory_size = '" + limits.diskMegabytes() + "MB'");
    execute("SET preserve_insertion_order = true");
  }

  /** Where it is, with what else is put there, until the read ends. */
  Path workFolder() {
    return workFolder;
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

  /**
   * From here on no statement reaches a file other than the database's own, nor changes a setting.
   * To be called when all files are loaded.
   */
  void lock() {
    execute("SET enable_external_access = false");
    execute("SET lock_configuration = true");
  }

  /** A statement's syntax tree in DuckDB's JSON, or what is wrong with it; nothing is run. */
  String syntaxTree(String sql, RecipeSection section) {
    try (PreparedStatement statement =
        connection.prepareStatement("SELECT CAST(json_serialize_sql(?::VARCHAR) AS VARCHAR)")) {
      statement.setString(1, sql);
      try (ResultSet rows = statement.executeQuery()) {
        rows.next();
        return rows.getString(1);
      }
    } catch (SQLException e) {
      throw new InvalidInputException(
          section.at("select") + ": DuckDB says: " + e.getMessage().strip(), e);
    }
  }

  /**
   * Makes a section's select over its view the table "selected". The database must be locked.
   *
   * @throws InvalidInputException the select is not one SELECT over the view, fails, or goes past
   *     the limits
   */
  void select(String select, RecipeSection section) {
    String checked = LogSelect.checked(select, this, section);
    try (Statement statement = connection.createStatement();
        QueryWatch watch = new QueryWatch(statement, workFolder, limits, QueryWatch::endProcess)) {
      try {
        statement.execute("CREATE TABLE selected AS\n" + checked);
      } catch (SQLException e) {
        throw new InvalidInputException(
            section.at("select") + ": " + watch.reason().orElseGet(() -> said(e, section)), e);
      }
    } catch (SQLException e) {
      throw new InvalidInputException(section.at("select") + ": " + said(e, section), e);
    }
  }

  private String said(SQLException failure, RecipeSection section) {
    return "DuckDB says: "
        + String.valueOf(failure.getMessage()).strip()
        + "\nThe view "
        + section.view()
        + " has the columns "
        + columns(section.view()).stream()
            .map(column -> column.name() + " " + column.type())
            .toList()
        + "; a value that may not convert needs try_cast instead of cast.";
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
