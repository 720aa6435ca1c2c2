package org.taskweave.cli;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.taskweave.core.InvalidInputException;
import org.taskweave.core.file.AtomicFiles;
import org.taskweave.data.guess.RecipeDraft;
import org.taskweave.data.log.LogSample;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "init",
    description = {
      "Looks at the first and last rows of a log and writes a first recipe for it.",
      "What is not sure is said in the recipe's comments."
    })
final class InitCommand implements Callable<Integer> {

  @Parameters(paramLabel = "LOG", description = "CSV (also .gz), JSON lines or Parquet.")
  private Path log;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      defaultValue = "recipe.yaml",
      description = "Where to write; ${DEFAULT-VALUE} by default. A file that exists is kept.")
  private Path out;

  @Option(names = "--user", paramLabel = "COLUMN", description = "Whose event it is; guessed.")
  private String user;

  @Option(names = "--item", paramLabel = "COLUMN", description = "What it is about; guessed.")
  private String item;

  @Option(names = "--time", paramLabel = "COLUMN", description = "When it was; guessed.")
  private String time;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    if (Files.exists(out)) {
      throw new InvalidInputException(
          out + ": there is such a file already: choose another with --out, or remove it");
    }
    Map<String, String> given = new LinkedHashMap<>();
    if (user != null) {
      given.put("user", user);
    }
    if (item != null) {
      given.put("item", item);
    }
    if (time != null) {
      given.put("time", time);
    }
    String recipe = RecipeDraft.write(LogSample.read(log), given, nameFromRecipe());
    AtomicFiles.write(out, recipe);
    PrintWriter screen = spec.commandLine().getOut();
    screen.print(recipe);
    screen.println();
    screen.println("Wrote " + out + ". Next: ./taskweave train " + out);
    screen.flush();
    return 0;
  }

  /** The log's path, as paths in a recipe start from its folder. */
  private String nameFromRecipe() {
    Path folder = out.toAbsolutePath().normalize().getParent();
    Path absolute = log.toAbsolutePath().normalize();
    return (absolute.startsWith(folder) ? folder.relativize(absolute) : absolute)
        .toString()
        .replace('\\', '/');
  }
}
