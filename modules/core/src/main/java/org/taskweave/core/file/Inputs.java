package org.taskweave.core.file;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.taskweave.core.InvalidInputException;

/**
 * What a command reads, and must not write over.
 *
 * @param paths files, and folders with all in them; one that does not exist is no harm
 */
public record Inputs(List<Path> paths) {

  public Inputs {
    paths = List.copyOf(paths);
  }

  /**
   * Refuses an output that is one of the inputs, also by another name: through links, and by a
   * second name of one file.
   *
   * @param option that names it, for the message
   */
  public void refuse(String option, Path output) {
    for (Path input : paths) {
      if (isSame(input, output)) {
        throw new InvalidInputException(
            option
                + " "
                + output
                + ": would be written over "
                + input
                + (Files.isDirectory(input) ? " or into it" : "")
                + ", which is read: name another file");
      }
    }
  }

  private static boolean isSame(Path input, Path output) {
    try {
      if (!Files.exists(input)) {
        return false;
      }
      if (Files.exists(output)) {
        return Files.isSameFile(input, output) || isInside(input, output.toRealPath());
      }
      Path folder = output.toAbsolutePath().normalize().getParent();
      return folder != null && Files.exists(folder) && isInside(input, folder.toRealPath());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot compare " + input + " and " + output, e);
    }
  }

  private static boolean isInside(Path input, Path real) throws IOException {
    return Files.isDirectory(input) && real.startsWith(input.toRealPath());
  }
}
