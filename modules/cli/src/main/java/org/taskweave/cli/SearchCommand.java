package org.taskweave.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.taskweave.core.InvalidInputException;
import org.taskweave.core.file.AtomicFiles;
import org.taskweave.core.file.Inputs;
import org.taskweave.hyperparam.recipe.RecipeStudy;
import org.taskweave.hyperparam.recipe.StudyFolder;
import org.taskweave.hyperparam.recipe.StudySummary;
import org.taskweave.hyperparam.study.StudyDefinition;
import org.taskweave.hyperparam.study.StudyReader;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "search",
    description = {
      "Searches task weights, learning rates and any other field of a recipe.",
      "Every trial is recorded as it happens in FOLDER/study.duckdb; the best trial's bundle and",
      "recipe and an HTML report are written beside it."
    })
final class SearchCommand implements Callable<Integer> {

  @Parameters(
      arity = "0..1",
      paramLabel = "STUDY",
      description = "A study, for instance model-zoo/recipes/online-retail-search.yaml.")
  private Path study;

  @Option(
      names = "--out",
      paramLabel = "FOLDER",
      description = "Where to write; there must be no study in it yet.")
  private Path out;

  @Option(
      names = "--resume",
      paramLabel = "FOLDER",
      description =
          "Goes on with the study in this folder; ended trials are not repeated. --set may then"
              + " change budget and workers.")
  private Path resume;

  @Option(
      names = "--show",
      paramLabel = "FOLDER",
      description = "Prints the trials, the best one and the front of the study in this folder.")
  private Path show;

  @Option(
      names = "--csv",
      paramLabel = "FILE",
      description = "With --show: also writes the trials as CSV.")
  private Path csv;

  @Option(
      names = "--recipe-of",
      paramLabel = "N",
      description = "With --show: prints the recipe of trial N instead.")
  private Integer recipeOf;

  @Option(
      names = "--single-task",
      description = "Also searches each task alone under the same budget, and compares.")
  private boolean singleTask;

  @Option(
      names = "--set",
      paramLabel = "PATH=VALUE",
      description = "Overrides a field of the study file, e.g. budget.trials=5; may be repeated.")
  private List<String> overrides = new ArrayList<>();

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    int given = (study == null ? 0 : 1) + (resume == null ? 0 : 1) + (show == null ? 0 : 1);
    if (given != 1) {
      throw new ParameterException(
          spec.commandLine(),
          "Give a STUDY to start, --resume FOLDER to go on with one, or --show FOLDER.");
    }
    requireTogether(study == null || out != null, "Give --out FOLDER with a STUDY.");
    requireTogether(study != null || out == null, "--out goes with a STUDY only.");
    requireTogether(
        show != null || (csv == null && recipeOf == null), "--csv and --recipe-of go with --show.");
    requireTogether(
        show == null || (overrides.isEmpty() && !singleTask),
        "--set and --single-task change nothing with --show.");
    if (show != null) {
      return show();
    }
    List<String> all = new ArrayList<>(overrides);
    if (singleTask) {
      all.add("singleTask=true");
    }
    StudyFolder folder = new StudyFolder(study == null ? resume : out);
    if (study == null) {
      requireBudgetOnly();
      run(RecipeStudy.definition(folder, all), folder);
    } else {
      StudyDefinition definition = StudyReader.read(study, all);
      RecipeStudy.requireNew(folder);
      run(definition, folder);
    }
    return 0;
  }

  private void requireTogether(boolean holds, String message) {
    if (!holds) {
      throw new ParameterException(spec.commandLine(), message);
    }
  }

  /** The trials that are there were made with everything else as it is. */
  private void requireBudgetOnly() {
    for (String override : overrides) {
      if (!override.matches("(?s)(budget|workers)\\b.*")) {
        throw new InvalidInputException(
            "--set "
                + override
                + ": a study goes on as it began; only budget and workers can change. Start"
                + " another study instead.");
      }
    }
  }

  private void run(StudyDefinition definition, StudyFolder folder) {
    PrintWriter terminal = spec.commandLine().getOut();
    try (StudyProgress progress =
        new StudyProgress(terminal, definition.objectives(), definition.spec().budget().trials())) {
      new RecipeStudy(definition, folder, progress, progress).run();
    }
    terminal.println();
    terminal.println(StudySummary.of(folder));
    terminal.println("Report:      " + folder.report());
    terminal.println("Best recipe: " + folder.bestRecipe());
    terminal.println("Best bundle: " + StudySummary.bestBundle(folder).orElseThrow());
    terminal.flush();
  }

  private int show() {
    PrintWriter terminal = spec.commandLine().getOut();
    StudyFolder folder = new StudyFolder(show);
    if (recipeOf != null) {
      terminal.println(StudySummary.recipeOf(folder, recipeOf));
    } else {
      terminal.println(StudySummary.of(folder));
    }
    if (csv != null) {
      new Inputs(
              List.of(
                  folder.database(),
                  folder.study(),
                  folder.recipe(),
                  folder.bestRecipe(),
                  folder.bundles()))
          .refuse("--csv", csv);
      AtomicFiles.write(csv, StudySummary.csv(folder));
      terminal.println("Trials written to " + csv);
    }
    terminal.flush();
    return 0;
  }
}
