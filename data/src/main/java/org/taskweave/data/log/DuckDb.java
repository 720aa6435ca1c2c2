package org.taskweave.data.log;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;
import org.taskweave.core.file.UnpackedLibrary;

/** Connections to DuckDB, whose library leaves no file behind. */
public final class DuckDb {

  private static boolean unlinked;

  private DuckDb() {}

  /** Opens a database in memory. */
  public static Connection inMemory() throws SQLException {
    return open("", new Properties());
  }

  /**
   * Opens a database.
   *
   * @param file its path; made if there is none
   */
  public static synchronized Connection open(String file, Properties settings) throws SQLException {
    Connection connection = DriverManager.getConnection("jdbc:duckdb:" + file, settings);
    if (!unlinked) {
      UnpackedLibrary.unlink("libduckdb_java");
      unlinked = true;
    }
    return connection;
  }
}
