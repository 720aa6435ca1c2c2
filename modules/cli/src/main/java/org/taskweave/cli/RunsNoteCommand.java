package org.taskweave.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.taskweave.hyperparam.runs.RunFinder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "note", description = "Gives a run, study or version a note, which runs lists.")
final class RunsNoteCommand implements Callable<Integer> {

  @Parameters(index = "0", paramLabel = "RUN", description = "Its folder, or a version.")
  private Path path;

  @Parameters(
      index = "1",
      paramLabel = "TEXT",
      description = "Takes the place of the note it had; \"\" removes it.")
  private String text;

  @Override
  public Integer call() {
    RunFinder.at(path).note(text);
    return 0;
  }
}
