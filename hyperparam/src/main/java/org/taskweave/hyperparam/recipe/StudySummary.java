package org.taskweave.hyperparam.recipe;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.taskweave.core.InvalidInputException;
import org.taskweave.hyperparam.report.StudyTables;
import org.taskweave.hyperparam.report.TrialCsv;
import org.taskweave.hyperparam.run.BestArtifact;
import org.taskweave.hyperparam.store.StudyDatabase;
import org.taskweave.hyperparam.trial.Objective;
import org.taskweave.hyperparam.trial.Trial;
import org.taskweave.hyperparam.trial.TrialRanking;

/** What a study's folder tells, as text. */
public final class StudySummary {

  private StudySummary() {}

  /** The trials, the best, the front, failures, the test split, and single tasks. */
  public static String of(StudyFolder folder) {
    try (StudyDatabase database = StudyDatabase.existing(folder.database())) {
      List<Objective> objectives = database.objectives();
      List<Trial> trials = database.trials();
      StringBuilder text = new StringBuilder(StudyTables.trials(objectives, trials));
      TrialRanking.best(trials)
          .ifPresent(best -> text.append("\nBest: trial ").append(best.number()).append('\n'));
      if (objectives.size() > 1) {
        text.append("Front: trials ").append(TrialRanking.front(objectives, trials));
        text.append(" (the best is the point with the highest mean skill)\n");
      }
      for (Trial trial : trials) {
        trial
            .error()
            .ifPresent(
                error ->
                    text.append("\nTrial ")
                        .append(trial.number())
                        .append(" failed: ")
                        .append(error));
      }
      if (!database.evaluations().isEmpty()) {
        text.append("\nFound beside the default recipe (the test split was read once):\n");
        text.append(StudyTables.comparison(database.evaluations()));
      }
      if (!database.differences().isEmpty()) {
        text.append("\nEach task with the others and alone, on the test split:\n");
        text.append(StudyTables.differences(database.differences()));
      }
      return text.toString();
    }
  }

  /** All trials as CSV. */
  public static String csv(StudyFolder folder) {
    try (StudyDatabase database = StudyDatabase.existing(folder.database())) {
      return TrialCsv.of(database.objectives(), database.trials());
    }
  }

  /** Where the best trial's bundle is. */
  public static Optional<Path> bestBundle(StudyFolder folder) {
    try (StudyDatabase database = StudyDatabase.existing(folder.database())) {
      return TrialRanking.best(database.trials())
          .map(best -> BestArtifact.of(folder.bundles(), best.number()));
    }
  }

  /**
   * The recipe of a trial.
   *
   * @throws InvalidInputException there is no such trial
   */
  public static String recipeOf(StudyFolder folder, int number) {
    Trial trial;
    try (StudyDatabase database = StudyDatabase.existing(folder.database())) {
      trial =
          database.trials().stream()
              .filter(each -> each.number() == number)
              .findFirst()
              .orElseThrow(
                  () ->
                      new InvalidInputException(
                          "trial " + number + ": the study has no such trial; --show lists them"));
    }
    return RecipeStudy.recipeText(RecipeStudy.definition(folder, List.of()), trial);
  }
}
