package org.taskweave.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.taskweave.hyperparam.runs.RunEntry;
import org.taskweave.hyperparam.runs.RunFinder;
import org.taskweave.hyperparam.runs.RunList;
import org.taskweave.hyperparam.runs.TensorBoardFolder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "runs",
    description = {
      "Lists the trainings, studies and versions under a folder, the newest first.",
      "Compares them, and keeps tags and notes with them."
    },
    subcommands = {RunsCompareCommand.class, RunsTagCommand.class, RunsNoteCommand.class})
final class RunsCommand implements Callable<Integer> {

  /** Trainings that the page lays over each other when it opens. */
  private static final int CHOSEN = 6;

  @Parameters(
      arity = "0..1",
      defaultValue = "runs",
      paramLabel = "FOLDER",
      description = "${DEFAULT-VALUE} by default.")
  private Path folder;

  @Mixin private RunFileOptions files;

  @Option(
      names = "--tensorboard",
      paramLabel = "FOLDER",
      description =
          "Write the trainings' curves for TensorBoard, too: a folder of event files for each, to"
              + " look at with \"tensorboard --logdir FOLDER\".")
  private Path tensorBoard;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    List<RunEntry> runs = RunFinder.under(folder);
    PrintWriter out = spec.commandLine().getOut();
    out.print(
        runs.isEmpty()
            ? "There are no runs, studies or versions under " + folder + ".\n"
            : RunList.text(runs));
    files.write(() -> RunList.csv(runs), () -> RunList.html(runs, CHOSEN), out);
    if (tensorBoard != null) {
      int written = TensorBoardFolder.write(runs, tensorBoard);
      out.println("written: " + tensorBoard + ", curves of " + written + " trainings");
    }
    out.flush();
    return 0;
  }
}
