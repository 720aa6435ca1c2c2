package org.taskweave.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.taskweave.core.InvalidInputException;
import org.taskweave.core.recipe.RecipeReader;
import org.taskweave.training.evaluate.EvaluationTable;
import org.taskweave.training.run.CalibrationReport;
import org.taskweave.training.run.RunFolder;
import org.taskweave.training.run.RunOutcome;
import org.taskweave.training.run.TrainingCheck;
import org.taskweave.training.run.TrainingRun;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "train",
    description = {
      "Trains the model of a recipe, evaluates it on the test split and writes a run folder.",
      "The run folder holds the bundle, the log, the curves and a checkpoint."
    })
final class TrainCommand implements Callable<Integer> {

  @Parameters(
      arity = "0..1",
      paramLabel = "RECIPE",
      description = "A recipe, for instance model-zoo/recipes/online-retail.yaml.")
  private Path recipe;

  @Option(
      names = "--set",
      paramLabel = "PATH=VALUE",
      description = "Overrides a field of the recipe, e.g. training.epochs=2; may be repeated.")
  private List<String> overrides = new ArrayList<>();

  @Option(
      names = "--out",
      paramLabel = "FOLDER",
      description = "The run folder; runs/RECIPE-TIME by default.")
  private Path folder;

  @Option(
      names = "--check",
      description =
          "Only try it: read some users of the log, train some steps on them, and tell examples, time"
              + " and memory of the whole. Nothing is written.")
  private boolean check;

  @Mixin private ResumeOption resume;
  @Mixin private FloorOptions floors;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    Optional<Path> resumed = resume.folder(recipe, "a run");
    PrintWriter out = spec.commandLine().getOut();
    if (check) {
      return check(resumed, out);
    }
    List<String> commandLine = spec.commandLine().getParent().getParseResult().originalArgs();
    RunOutcome outcome;
    RunFolder runFolder;
    try (ConsoleProgress progress = new ConsoleProgress(out, spec.commandLine().getErr())) {
      if (resumed.isPresent()) {
        runFolder = new RunFolder(resumed.get());
        outcome = TrainingRun.resume(runFolder, progress, commandLine);
      } else {
        runFolder = new RunFolder(folder == null ? defaultFolder() : folder);
        outcome =
            new TrainingRun(
                    floors.applied(RecipeReader.read(recipe, overrides)),
                    runFolder,
                    progress,
                    commandLine)
                .train();
      }
    }
    out.println();
    if (outcome.test().isEmpty()) {
      out.println("No test split: nothing was evaluated.");
    } else {
      out.println(
          "Test split (read once; weights of epoch " + outcome.training().bestEpoch() + "):");
      out.println(EvaluationTable.of(outcome.test()));
    }
    out.print(CalibrationReport.text(outcome.calibration()));
    out.println("Run folder: " + runFolder.path());
    out.println("Bundle:     " + outcome.bundle());
    out.flush();
    return 0;
  }

  private int check(Optional<Path> resumed, PrintWriter out) {
    if (resumed.isPresent() || folder != null) {
      throw new InvalidInputException(
          "--check writes nothing and goes on with nothing: remove "
              + (folder == null ? "--resume" : "--out"));
    }
    try (ConsoleProgress progress = new ConsoleProgress(out, spec.commandLine().getErr())) {
      TrainingCheck found =
          TrainingCheck.of(floors.applied(RecipeReader.read(recipe, overrides)), progress);
      out.println();
      out.print(found.text());
      found.requireRoom(Runtime.getRuntime().maxMemory());
    }
    out.flush();
    return 0;
  }

  private Path defaultFolder() {
    String name = recipe.getFileName().toString().replaceFirst("\\.ya?ml$", "");
    String time =
        LocalDateTime.now(java.time.ZoneId.systemDefault())
            .format(DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss"));
    return Path.of("runs", name + "-" + time);
  }
}
