package org.taskweave.cli;

import java.io.IOException;
import java.nio.file.Path;

/** Commands on a small log, for tests of other packages. */
public final class CommandProcess {

  private CommandProcess() {}

  /** How a command ended. */
  public record Result(int exitCode, String out, String err) {}

  /** Writes a small log and its recipe. */
  public static Path smallRecipe(Path folder) throws IOException {
    return SmallLog.write(folder);
  }

  /** Runs a command in this process. */
  public static Result here(Object... arguments) {
    CommandRun run = CommandRun.of(arguments);
    return new Result(run.exitCode(), run.out(), run.err());
  }
}
