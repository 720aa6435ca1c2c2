package org.taskweave.robustness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.taskweave.cli.CommandProcess;

/** The program on a small log, in processes of its own that die at a given moment, and here. */
final class KilledCommand {

  private static final int KILLED = 137;

  private final Path folder;

  KilledCommand(Path folder) {
    this.folder = folder;
  }

  /** A recipe that trains in a second. */
  Path recipe() throws IOException {
    return CommandProcess.smallRecipe(folder);
  }

  /** A study of it with two trials. */
  Path study() throws IOException {
    recipe();
    return Files.writeString(
        folder.resolve("study.yaml"),
        """
        recipe: recipe.yaml
        space:
          training.learningRate: {logUniform: [1e-3, 1e-1]}
        objective: again.logLoss
        generator: {kind: random}
        budget: {trials: 2}
        """);
  }

  /** Runs a command in this process, to its end. */
  void run(Object... arguments) {
    CommandProcess.Result result = CommandProcess.here(arguments);
    assertEquals(0, result.exitCode(), () -> Arrays.toString(arguments) + ": " + result.err());
  }

  /**
   * Runs a command in a process that dies before its change number {@code at}.
   *
   * @return whether it died; else it came to its end
   */
  boolean killed(int at, Object... arguments) throws IOException, InterruptedException {
    List<String> line =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1g",
                "-Xss16m",
                "-XX:TieredStopAtLevel=1",
                "-Dtaskweave.killAt=" + at,
                "-cp",
                System.getProperty("java.class.path"),
                "org.taskweave.cli.Taskweave"));
    Arrays.stream(arguments).map(Object::toString).forEach(line::add);
    File output = folder.resolve("output-" + at + ".txt").toFile();
    int code =
        new ProcessBuilder(line)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output)
            .start()
            .waitFor();
    assertTrue(code == 0 || code == KILLED, () -> code + ": " + text(output.toPath()));
    return code == KILLED;
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return e.toString();
    }
  }
}
