package org.taskweave.hyperparam.report;

import java.util.ArrayList;
import java.util.List;
import org.taskweave.hyperparam.trial.Objective;
import org.taskweave.hyperparam.trial.Trial;

/** A study's trials as CSV (RFC 4180), one line per trial; numbers with all their digits. */
public final class TrialCsv {

  private TrialCsv() {}

  /** The text, with a header line. */
  public static String of(List<Objective> objectives, List<Trial> trials) {
    List<String> paths =
        trials.isEmpty() ? List.of() : List.copyOf(trials.get(0).values().keySet());
    List<String> header = new ArrayList<>(List.of("trial", "state", "seed"));
    header.addAll(paths);
    objectives.forEach(
        objective -> {
          header.add(objective.name());
          header.add(objective.name() + " spread");
        });
    header.addAll(List.of("score", "epochs", "seconds", "error"));
    List<List<String>> rows = new ArrayList<>(List.of(header));
    for (Trial trial : trials) {
      List<String> row = new ArrayList<>();
      row.add(Integer.toString(trial.number()));
      row.add(trial.state().word());
      row.add(Long.toString(trial.seed()));
      paths.forEach(path -> row.add(String.valueOf(trial.values().get(path))));
      for (int k = 0; k < objectives.size(); k++) {
        row.add(trial.measured() ? number(trial.objectives().get(k)) : "");
        row.add(trial.measured() ? number(trial.spreads().get(k)) : "");
      }
      row.add(number(trial.score()));
      row.add(Integer.toString(trial.epochs()));
      row.add(number(trial.seconds()));
      row.add(trial.error().orElse(""));
      rows.add(row);
    }
    return CsvText.of(rows);
  }

  private static String number(double value) {
    return Double.isNaN(value) ? "" : Double.toString(value);
  }
}
