package org.taskweave.hyperparam.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.taskweave.hyperparam.trial.Measurement;
import org.taskweave.hyperparam.trial.Objective;
import org.taskweave.hyperparam.trial.Trial;
import org.taskweave.hyperparam.trial.TrialState;

/** The trials of a study: tables trials, parameters, objectives, epochs and metrics. */
final class TrialTable {

  private final Sql sql;

  TrialTable(Sql sql) {
    this.sql = sql;
  }

  /** Records a trial before it begins; one that was interrupted begins anew. */
  void started(Trial trial) {
    sql.transaction(
        c -> {
          int attempt = attempt(c, trial.number()) + 1;
          Sql.update(c, "DELETE FROM trials WHERE number = ?", trial.number());
          Sql.update(c, "DELETE FROM parameters WHERE trial = ?", trial.number());
          Sql.update(
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
            Sql.update(
                c,
                "INSERT INTO parameters VALUES (?, ?, ?, ?, ?)",
                trial.number(),
                position,
                value.getKey(),
                Sql.json(value.getValue()),
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
  void epoch(int trial, int repeat, Measurement measurement) {
    sql.transaction(
        c -> {
          int attempt = attempt(c, trial);
          int epoch = measurement.epoch();
          Sql.update(
              c,
              "INSERT INTO epochs VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
              trial,
              attempt,
              repeat,
              epoch,
              measurement.last(),
              measurement.score(),
              measurement.seconds(),
              Sql.json(measurement.values()));
          for (var task : measurement.metrics().entrySet()) {
            for (var metric : task.getValue().entrySet()) {
              Sql.update(
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
  void ended(Trial trial, List<Objective> names) {
    sql.transaction(
        c -> {
          Sql.update(
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
            Sql.update(
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
  void interruptRunning() {
    sql.transaction(
        c ->
            Sql.update(
                c,
                "UPDATE trials SET state = ? WHERE state = ?",
                TrialState.INTERRUPTED.word(),
                TrialState.RUNNING.word()));
  }

  /** All trials in the order of their numbers. */
  List<Trial> trials() {
    Map<Integer, Map<String, Object>> values = new LinkedHashMap<>();
    Map<Integer, List<Double>> units = new LinkedHashMap<>();
    sql.query(
        "SELECT trial, path, value, unit FROM parameters ORDER BY trial, position",
        row -> {
          int number = row.getInt(1);
          values
              .computeIfAbsent(number, n -> new LinkedHashMap<>())
              .put(row.getString(2), Sql.fromJson(row.getString(3)));
          double unit = row.getDouble(4);
          if (!row.wasNull()) {
            units.computeIfAbsent(number, n -> new ArrayList<>()).add(unit);
          }
          return number;
        });
    Map<Integer, List<double[]>> objectives = new LinkedHashMap<>();
    sql.query(
        "SELECT trial, value, spread FROM objectives ORDER BY trial, position",
        row ->
            objectives
                .computeIfAbsent(row.getInt(1), n -> new ArrayList<>())
                .add(new double[] {row.getDouble(2), row.getDouble(3)}));
    return sql.query(
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
  List<EpochRow> epochs() {
    Map<List<Integer>, Map<String, Map<String, Double>>> metrics = new LinkedHashMap<>();
    sql.query(
        "SELECT m.trial, m.repeat, m.epoch, m.task, m.metric, m.value FROM metrics m JOIN trials t"
            + " ON m.trial = t.number AND m.attempt = t.attempt",
        row ->
            metrics
                .computeIfAbsent(
                    List.of(row.getInt(1), row.getInt(2), row.getInt(3)),
                    key -> new LinkedHashMap<>())
                .computeIfAbsent(row.getString(4), task -> new LinkedHashMap<>())
                .put(row.getString(5), row.getDouble(6)));
    return sql.query(
        "SELECT e.trial, e.repeat, e.epoch, e.last, e.score, e.seconds, e.objectives FROM epochs e"
            + " JOIN trials t ON e.trial = t.number AND e.attempt = t.attempt"
            + " ORDER BY e.trial, e.repeat, e.epoch",
        row -> {
          List<Integer> key = List.of(row.getInt(1), row.getInt(2), row.getInt(3));
          List<Double> values = new ArrayList<>();
          for (Object value : (List<?>) Sql.fromJson(row.getString(7))) {
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
}
