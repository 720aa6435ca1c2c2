package org.taskweave.hyperparam.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Consumer;
import org.taskweave.core.InvalidInputException;
import org.taskweave.core.file.AtomicFiles;
import org.taskweave.core.file.Temporary;
import org.taskweave.core.metric.Direction;
import org.taskweave.data.log.DuckDb;
import org.taskweave.hyperparam.trial.Measurement;
import org.taskweave.hyperparam.trial.Objective;
import org.taskweave.hyperparam.trial.Trial;

/**
 * Everything a study did, in one DuckDB file, committed as it happens: what is in it survives a
 * kill. Tables: settings, trials, parameters, objectives, epochs, metrics, evaluations,
 * differences. Thread-safe.
 */
public final class StudyDatabase implements AutoCloseable {

  private final Sql sql;
  private final TrialTable trials;
  private final VerdictTable verdict;

  private StudyDatabase(Sql sql) {
    this.sql = sql;
    this.trials = new TrialTable(sql);
    this.verdict = new VerdictTable(sql);
  }

  /**
   * Opens a study's database, or makes it.
   *
   * @throws InvalidInputException another process has it open, or it is none
   */
  public static StudyDatabase open(Path file) {
    try {
      Sql sql = new Sql(DuckDb.open(file.toString(), new Properties()));
      sql.transaction(Tables::create);
      return new StudyDatabase(sql);
    } catch (SQLException e) {
      throw new InvalidInputException(
          file
              + ": cannot be opened as a study's database: another process may be running the"
              + " study, or the file is damaged: "
              + e.getMessage(),
          e);
    }
  }

  /**
   * As {@link #open}; a database that is made has its first content when it appears.
   *
   * @param first writes what it must not be without
   */
  public static StudyDatabase open(Path file, Consumer<StudyDatabase> first) {
    if (!Files.exists(file)) {
      try {
        Path folder = Files.createDirectory(Temporary.beside(file));
        try {
          Path part = folder.resolve("study.duckdb");
          try (StudyDatabase made = open(part)) {
            first.accept(made);
          }
          AtomicFiles.move(part, file);
        } finally {
          AtomicFiles.delete(folder);
        }
      } catch (IOException e) {
        throw new UncheckedIOException("cannot make the study's database " + file, e);
      }
    }
    return open(file);
  }

  /** As {@link #open}, for a study that is there already. */
  public static StudyDatabase existing(Path file) {
    if (!Files.exists(file)) {
      throw new InvalidInputException(
          file + ": there is no study here: name the folder that search wrote to");
    }
    return open(file);
  }

  /** Keeps a text by name. */
  public void setting(String name, String value) {
    sql.transaction(
        c -> Sql.update(c, "INSERT OR REPLACE INTO settings VALUES (?, ?)", name, value));
  }

  /** A text kept by name. */
  public Optional<String> setting(String name) {
    return sql
        .query(
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
    setting("objectives", Sql.json(objectives));
  }

  /** What the study looks at; empty before it ran. */
  public List<Objective> objectives() {
    List<Objective> objectives = new ArrayList<>();
    for (Object each : (List<?>) Sql.fromJson(setting("objectives").orElse("[]"))) {
      Map<?, ?> parts = (Map<?, ?>) each;
      objectives.add(
          new Objective(
              (String) parts.get("name"), Direction.valueOf((String) parts.get("direction"))));
    }
    return objectives;
  }

  /** Records a trial before it begins; one that was interrupted begins anew. */
  public void started(Trial trial) {
    trials.started(trial);
  }

  /** Records an epoch of the trial's current attempt. */
  public void epoch(int trial, int repeat, Measurement measurement) {
    trials.epoch(trial, repeat, measurement);
  }

  /** Records how a trial ended. */
  public void ended(Trial trial) {
    trials.ended(trial, objectives());
  }

  /** Trials that a killed process left running become interrupted. */
  public void interruptRunning() {
    trials.interruptRunning();
  }

  /** All trials in the order of their numbers. */
  public List<Trial> trials() {
    return trials.trials();
  }

  /** All epochs of the trials' current attempts, by trial, repeat and epoch. */
  public List<EpochRow> epochs() {
    return trials.epochs();
  }

  /** Records how a chosen model does on a split, instead of what was recorded for its role. */
  public void evaluation(String role, String split, List<MetricRow> rows) {
    verdict.evaluation(role, split, rows);
  }

  /** All recorded evaluations. */
  public List<MetricRow> evaluations() {
    return verdict.evaluations();
  }

  /** Records a task's difference between multi-task and single-task training. */
  public void difference(DifferenceRow row) {
    verdict.difference(row);
  }

  /** All recorded differences. */
  public List<DifferenceRow> differences() {
    return verdict.differences();
  }

  @Override
  public void close() {
    sql.close();
  }
}
