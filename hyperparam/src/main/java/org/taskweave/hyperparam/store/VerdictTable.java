package org.taskweave.hyperparam.store;

import java.util.List;

/** What a study ends with: tables evaluations and differences. */
final class VerdictTable {

  private final Sql sql;

  VerdictTable(Sql sql) {
    this.sql = sql;
  }

  /** Records how a chosen model does on a split, instead of what was recorded for its role. */
  void evaluation(String role, String split, List<MetricRow> rows) {
    sql.transaction(
        c -> {
          Sql.update(c, "DELETE FROM evaluations WHERE role = ? AND split = ?", role, split);
          for (MetricRow row : rows) {
            Sql.update(
                c,
                "INSERT INTO evaluations VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
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
                row.labels(),
                row.floor());
          }
        });
  }

  /** All recorded evaluations. */
  List<MetricRow> evaluations() {
    return sql.query(
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
                row.getInt(12),
                row.getDouble(13)));
  }

  /** Records a task's difference between multi-task and single-task training. */
  void difference(DifferenceRow row) {
    sql.transaction(
        c -> {
          Sql.update(c, "DELETE FROM differences WHERE task = ?", row.task());
          Sql.update(
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
  List<DifferenceRow> differences() {
    return sql.query(
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
}
