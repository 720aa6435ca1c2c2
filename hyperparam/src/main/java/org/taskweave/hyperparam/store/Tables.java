package org.taskweave.hyperparam.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** The tables of a study's database. */
final class Tables {

  private static final List<String> STATEMENTS =
      List.of(
          "CREATE TABLE IF NOT EXISTS settings (name VARCHAR PRIMARY KEY, value VARCHAR)",
          "CREATE TABLE IF NOT EXISTS trials (number INTEGER, state VARCHAR, seed BIGINT, attempt"
              + " INTEGER, asked_after INTEGER, score DOUBLE, epochs INTEGER DEFAULT 0, seconds"
              + " DOUBLE DEFAULT 0, error VARCHAR, study_seconds DOUBLE DEFAULT 0, ended_as INTEGER"
              + " DEFAULT -1, started TIMESTAMPTZ, ended TIMESTAMPTZ)",
          "CREATE TABLE IF NOT EXISTS parameters (trial INTEGER, position INTEGER, path VARCHAR,"
              + " value VARCHAR, unit DOUBLE)",
          "CREATE TABLE IF NOT EXISTS objectives (trial INTEGER, position INTEGER, objective"
              + " VARCHAR, value DOUBLE, spread DOUBLE)",
          "CREATE TABLE IF NOT EXISTS epochs (trial INTEGER, attempt INTEGER, repeat INTEGER, epoch"
              + " INTEGER, last BOOLEAN, score DOUBLE, seconds DOUBLE, objectives VARCHAR)",
          "CREATE TABLE IF NOT EXISTS metrics (trial INTEGER, attempt INTEGER, repeat INTEGER, epoch"
              + " INTEGER, task VARCHAR, metric VARCHAR, value DOUBLE)",
          "CREATE TABLE IF NOT EXISTS evaluations (role VARCHAR, trial INTEGER, split VARCHAR, task"
              + " VARCHAR, metric VARCHAR, is_primary BOOLEAN, higher_is_better BOOLEAN, value"
              + " DOUBLE, low DOUBLE, high DOUBLE, trivial DOUBLE, labels INTEGER)",
          // Studies of older versions know no floors.
          "ALTER TABLE evaluations ADD COLUMN IF NOT EXISTS floor DOUBLE DEFAULT 'nan'",
          "CREATE TABLE IF NOT EXISTS differences (task VARCHAR, metric VARCHAR, higher_is_better"
              + " BOOLEAN, multi DOUBLE, single DOUBLE, difference DOUBLE, low DOUBLE, high DOUBLE,"
              + " labels INTEGER)");

  private Tables() {}

  static void create(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (String sql : STATEMENTS) {
        statement.execute(sql);
      }
    }
  }
}
