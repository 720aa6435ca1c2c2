package org.taskweave.hyperparam.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.taskweave.core.InvalidInputException;
import org.taskweave.core.metric.Direction;
import org.taskweave.hyperparam.trial.Measurement;
import org.taskweave.hyperparam.trial.Objective;
import org.taskweave.hyperparam.trial.Trial;
import org.taskweave.hyperparam.trial.TrialState;

/**
 * Everything a study did, in one DuckDB file, committed as it happens: what is in it survives a
 * kill. Tables: settings, trials, parameters, objectives, epochs, metrics, evaluations,
 * differences. Thread-safe.
 */
public final class StudyDatabase implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Connection connection;

  private StudyDatabase(Connection connection) {
    this.connection = connection;
  }

  /**
   * Opens a study's database, or makes it.
   *
   * @throws InvalidInputException another process has it open, or it is none
   */
  public static StudyDatabase open(Path file) {
    try {
      Connection connection = DriverManager.getConnection("jdbc:duckdb:" + file);
      StudyDatabase database = new StudyDatabase(connection);
      database.transaction(Tables::create);
      return database;
    } catch (SQLException e) {
      throw new InvalidInputException(
          file
              + ": cannot be opened as a study's database: another process may be running the"
              + " study, or the file is damaged: "
              + e.getMessage(),
          e);
    }
  }

  /** As {@link #open}, for a study that is there already. */
  public static StudyDatabase existing(Path file) {
    if (!Files.exists(file)) {
      throw new InvalidInputException(
          file + ": there is no study here: name the folder that search wrote to");
    }
    return open(file);
  }

  /** Work in one transaction. */
  @FunctionalInterface
  interface Work {
    void on(Connection connection) throws SQLException;
  }

  private synchronized void transaction(Work work) {
    try {
      connection.setAutoCommit(false);
      try {
        work.on(connection);
        connection.commit();
      } catch (SQLException | RuntimeException e) {
        connection.rollback();
        throw e;
      } finally {
        connection.setAutoCommit(true);
      }
    } catch (SQLException e) {
      throw new IllegalStateException("the study's database cannot be written: " + e, e);
    }
  }

  static void update(Connection connection, String sql, Object... values) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        statement.setObject(i + 1, values[i]);
      }
      statement.executeUpdate();
    }
  }

  /** One row of a result. */
  @FunctionalInterface
  interface Row<T> {
    T read(ResultSet row) throws SQLException;
  }

  private synchronized <T> List<T> query(String sql, Row<T> row) {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      List<T> rows = new ArrayList<>();
      while (result.next()) {
        rows.add(row.read(result));
      }
      return rows;
    } catch (SQLException e) {
      throw new IllegalStateException("the study's database cannot be read: " + e, e);
    }
  }

  /** Keeps a text by name. */
  public void setting(String name, String value) {
    transaction(c -> update(c, "INSERT OR REPLACE INTO settings VALUES (?, ?)", name, value));
  }

  /** A text kept by name. */
  public Optional<String> setting(String name) {
    return query(
            "SELECT name, value FROM settings", row -> List.of(row.getString(1), row.getString(2)))
        .stream()
        .filter(row -> row.get(0).equals(name))
        .map(row -> row.get(1))
        .findFirst();
  }

  /**
   * Records what the study looks at, or checks that it is the same.
   *
   * @throws InvalidInputException the database is of another study
   */
  public void objectives(List<Objective> objectives) {
    List<Objective> before = objectives();
    if (!before.isEmpty() && !before.equals(objectives)) {
      throw new InvalidInputException(
          "the study in this folder looks at "
              + before
              + ", not at "
              + objectives
              + ": use another folder");
    }
    setting("objectives", json(objectives));
  }

  /** What the study looks at; empty before it ran. */
  public List<Objective> objectives() {
    List<Objective> objectives = new ArrayList<>();
    for (Object each : (List<?>) fromJson(setting("objectives").orElse("[]"))) {
      Map<?, ?> parts = (Map<?, ?>) each;
      objectives.add(
          new Objective(
              (String) parts.get("name"), Direction.valueOf((String) parts.get("direction"))));
    }
    return objectives;
  }

  /** Records a trial before it begins; one that was interrupted begins anew. */
  public void started(Trial trial) {
    transaction(
        c -> {
          int attempt = attempt(c, trial.number()) + 1;
          update(c, "DELETE FROM trials WHERE number = ?", trial.number());
          update(c, "DELETE FROM parameters WHERE trial = ?", trial.number());
          update(
              c,
              "INSERT INTO trials (number, state, seed, attempt, asked_after, started)"
                  + " VALUES (?, ?, ?, ?, ?, now())",
              trial.number(),
              TrialState.RUNNING.word(),
              trial.seed(),
              attempt,
              trial.askedAfter());
          int position = 0;
          for (Map.Entry<String, Object> value : trial.values().entrySet()) {
            update(
                c,
                "INSERT INTO parameters VALUES (?, ?, ?, ?, ?)",
                trial.number(),
                position,
                value.getKey(),
                json(value.getValue()),
                position < trial.unit().length ? (Object) trial.unit()[position] : null);
            position++;
          }
        });
  }

  private static int attempt(Connection connection, int number) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("SELECT attempt FROM trials WHERE number = ?")) {
      statement.setInt(1, number);
      try (ResultSet result = statement.executeQuery()) {
        return result.next() ? result.getInt(1) : 0;
      }
    }
  }

  /** Records an epoch of the trial's current attempt. */
  public void epoch(int trial, int repeat, Measurement measurement) {
    transaction(
        c -> {
          int attempt = attempt(c, trial);
          int epoch = measurement.epoch();
          update(
              c,
              "INSERT INTO epochs VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
              trial,
              attempt,
              repeat,
              epoch,
              measurement.last(),
              measurement.score(),
              measurement.seconds(),
              json(measurement.values()));
          for (var task : measurement.metrics().entrySet()) {
            for (var metric : task.getValue().entrySet()) {
              update(
                  c,
                  "INSERT INTO metrics VALUES (?, ?, ?, ?, ?, ?, ?)",
                  trial,
                  attempt,
                  repeat,
                  epoch,
                  task.getKey(),
                  metric.getKey(),
                  metric.getValue());
            }
          }
        });
  }

  /** Records how a trial ended. */
  public void ended(Trial trial) {
    List<Objective> names = objectives();
    transaction(
        c -> {
          update(
              c,
              "UPDATE trials SET state = ?, score = ?, epochs = ?, seconds = ?, error = ?,"
                  + " study_seconds = ?, ended_as = ?, ended = now() WHERE number = ?",
              trial.state().word(),
              trial.score(),
              trial.epochs(),
              trial.seconds(),
              trial.error().orElse(null),
              trial.studySeconds(),
              trial.endedAs(),
              trial.number());
          for (int k = 0; k < trial.objectives().size(); k++) {
            update(
                c,
                "INSERT INTO objectives VALUES (?, ?, ?, ?, ?)",
                trial.number(),
                k,
                names.get(k).name(),
                trial.objectives().get(k),
                trial.spreads().get(k));
          }
        });
  }

  /** Trials that a killed process left running become interrupted. */
  public void interruptRunning() {
    transaction(
        c ->
            update(
                c,
                "UPDATE trials SET state = ? WHERE state = ?",
                TrialState.INTERRUPTED.word(),
                TrialState.RUNNING.word()));
  }

  /** All trials in the order of their numbers. */
  public List<Trial> trials() {
    Map<Integer, Map<String, Object>> values = new LinkedHashMap<>();
    Map<Integer, List<Double>> units = new LinkedHashMap<>();
    query(
        "SELECT trial, path, value, unit FROM parameters ORDER BY trial, position",
        row -> {
          int number = row.getInt(1);
          values
              .computeIfAbsent(number, n -> new LinkedHashMap<>())
              .put(row.getString(2), fromJson(row.getString(3)));
          double unit = row.getDouble(4);
          if (!row.wasNull()) {
            units.computeIfAbsent(number, n -> new ArrayList<>()).add(unit);
          }
          return number;
        });
    Map<Integer, List<double[]>> objectives = new LinkedHashMap<>();
    query(
        "SELECT trial, value, spread FROM objectives ORDER BY trial, position",
        row ->
            objectives
                .computeIfAbsent(row.getInt(1), n -> new ArrayList<>())
                .add(new double[] {row.getDouble(2), row.getDouble(3)}));
    return query(
        "SELECT number, state, seed, score, epochs, seconds, error, asked_after, study_seconds,"
            + " ended_as FROM trials ORDER BY number",
        row -> {
          int number = row.getInt(1);
          List<double[]> found = objectives.getOrDefault(number, List.of());
          double score = row.getDouble(4);
          return new Trial(
              number,
              TrialState.valueOf(row.getString(2).toUpperCase(java.util.Locale.ROOT)),
              row.getLong(3),
              units.get(number).stream().mapToDouble(Double::doubleValue).toArray(),
              values.get(number),
              found.stream().map(pair -> pair[0]).toList(),
              found.stream().map(pair -> pair[1]).toList(),
              found.isEmpty() ? Double.NaN : score,
              row.getInt(5),
              row.getDouble(6),
              Optional.ofNullable(row.getString(7)),
              row.getInt(8),
              row.getDouble(9),
              row.getInt(10));
        });
  }

  /** All epochs of the trials' current attempts, by trial, repeat and epoch. */
  public List<EpochRow> epochs() {
    Map<List<Integer>, Map<String, Map<String, Double>>> metrics = new LinkedHashMap<>();
    query(
        "SELECT m.trial, m.repeat, m.epoch, m.task, m.metric, m.value FROM metrics m JOIN trials t"
            + " ON m.trial = t.number AND m.attempt = t.attempt",
        row ->
            metrics
                .computeIfAbsent(
                    List.of(row.getInt(1), row.getInt(2), row.getInt(3)),
                    key -> new LinkedHashMap<>())
                .computeIfAbsent(row.getString(4), task -> new LinkedHashMap<>())
                .put(row.getString(5), row.getDouble(6)));
    return query(
        "SELECT e.trial, e.repeat, e.epoch, e.last, e.score, e.seconds, e.objectives FROM epochs e"
            + " JOIN trials t ON e.trial = t.number AND e.attempt = t.attempt"
            + " ORDER BY e.trial, e.repeat, e.epoch",
        row -> {
          List<Integer> key = List.of(row.getInt(1), row.getInt(2), row.getInt(3));
          List<Double> values = new ArrayList<>();
          for (Object value : (List<?>) fromJson(row.getString(7))) {
            values.add(value instanceof Number number ? number.doubleValue() : Double.NaN);
          }
          return new EpochRow(
              row.getInt(1),
              row.getInt(2),
              new Measurement(
                  row.getInt(3),
                  row.getBoolean(4),
                  values,
                  row.getDouble(5),
                  metrics.getOrDefault(key, Map.of()),
                  row.getDouble(6)));
        });
  }

  /** Records how a chosen model does on a split, instead of what was recorded for its role. */
  public void evaluation(String role, String split, List<MetricRow> rows) {
    transaction(
        c -> {
          update(c, "DELETE FROM evaluations WHERE role = ? AND split = ?", role, split);
          for (MetricRow row : rows) {
            update(
                c,
                "INSERT INTO evaluations VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                row.role(),
                row.trial(),
                row.split(),
                row.task(),
                row.metric(),
                row.primary(),
                row.higherIsBetter(),
                row.value(),
                row.low(),
                row.high(),
                row.trivial(),
                row.labels());
          }
        });
  }

  /** All recorded evaluations. */
  public List<MetricRow> evaluations() {
    return query(
        "SELECT * FROM evaluations",
        row ->
            new MetricRow(
                row.getString(1),
                row.getInt(2),
                row.getString(3),
                row.getString(4),
                row.getString(5),
                row.getBoolean(6),
                row.getBoolean(7),
                row.getDouble(8),
                row.getDouble(9),
                row.getDouble(10),
                row.getDouble(11),
                row.getInt(12)));
  }

  /** Records a task's difference between multi-task and single-task training. */
  public void difference(DifferenceRow row) {
    transaction(
        c -> {
          update(c, "DELETE FROM differences WHERE task = ?", row.task());
          update(
              c,
              "INSERT INTO differences VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
              row.task(),
              row.metric(),
              row.higherIsBetter(),
              row.multi(),
              row.single(),
              row.difference(),
              row.low(),
              row.high(),
              row.labels());
        });
  }

  /** All recorded differences. */
  public List<DifferenceRow> differences() {
    return query(
        "SELECT * FROM differences",
        row ->
            new DifferenceRow(
                row.getString(1),
                row.getString(2),
                row.getBoolean(3),
                row.getDouble(4),
                row.getDouble(5),
                row.getDouble(6),
                row.getDouble(7),
                row.getDouble(8),
                row.getInt(9)));
  }

  private static String json(Object value) {
    try {
      return JSON.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(value + " cannot be stored", e);
    }
  }

  private static Object fromJson(String text) {
    try {
      return JSON.readValue(text, Object.class);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the study's database holds " + text, e);
    }
  }

  @Override
  public synchronized void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      throw new IllegalStateException("the study's database cannot be closed: " + e, e);
    }
  }
}
