package org.taskweave.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Going on with what a folder has begun, in the same way in every command that can. */
final class ResumeOption {

  @Option(
      names = "--resume",
      paramLabel = "FOLDER",
      description = "Goes on with what was begun in this folder, as it was begun.")
  private Path folder;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  /**
   * The folder to go on in; empty to start with a recipe.
   *
   * @param recipe the command's recipe, or null
   * @param what is begun, as in "a run"
   * @throws ParameterException neither or both are given, or options that only a start takes
   */
  Optional<Path> folder(Path recipe, String what) {
    if ((recipe == null) == (folder == null)) {
      throw mistake("Give a RECIPE to start " + what + ", or --resume FOLDER to go on with one.");
    }
    List<String> others =
        command.commandLine().getParseResult().matchedOptions().stream()
            .map(option -> option.longestName())
            .filter(name -> !List.of("--resume", "--stacktrace").contains(name))
            .distinct()
            .toList();
    if (folder != null && !others.isEmpty()) {
      throw mistake(
          "--resume goes on as it began: "
              + String.join(", ", others)
              + " can not be given with it.");
    }
    return Optional.ofNullable(folder);
  }

  /** As {@link #folder}, of a command that a start must tell where to write. */
  Optional<Path> folder(Path recipe, Path out, String what) {
    Optional<Path> resumed = folder(recipe, what);
    if (resumed.isEmpty() && out == null) {
      throw mistake("Name the folder that is to be written with --out FOLDER.");
    }
    return resumed;
  }

  private ParameterException mistake(String message) {
    return new ParameterException(command.commandLine(), message);
  }
}
