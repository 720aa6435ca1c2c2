package org.taskweave.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.taskweave.core.file.Inputs;
import org.taskweave.core.recipe.RecipeTree;
import org.taskweave.data.log.LogReader;
import org.taskweave.hyperparam.compare.Comparison;
import org.taskweave.hyperparam.compare.ComparisonFiles;
import org.taskweave.hyperparam.compare.ComparisonFolder;
import org.taskweave.hyperparam.compare.Method;
import org.taskweave.hyperparam.compare.MethodComparison;
import org.taskweave.training.run.RunListener;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "compare",
    description = {
      "Trains a recipe by several methods and several seeds, and each task alone, and compares.",
      "Finished trainings are kept in the folder: the same command goes on after a kill, and more",
      "methods or seeds add to it."
    })
final class CompareCommand implements Callable<Integer> {

  @Parameters(paramLabel = "RECIPE", description = "A recipe's file.")
  private Path recipe;

  @Option(
      names = "--sharing",
      paramLabel = "A,B",
      description =
          "Kinds of sharing, blocks of YAML such as '{kind: mmoe, experts: 8}', or default for the"
              + " recipe's own.")
  private String sharing = "";

  @Option(
      names = "--balancing",
      paramLabel = "X,Y",
      description = "Kinds of balancing, likewise; each goes with each sharing.")
  private String balancing = "";

  @Option(
      names = "--method",
      paramLabel = "'NAME: {PATH: VALUE}'",
      description = "Another method: the recipe with other values; may be repeated.")
  private List<String> methods = new ArrayList<>();

  @Option(
      names = "--seeds",
      paramLabel = "N",
      description = "Trainings of each method; verdicts need 3 (default: ${DEFAULT-VALUE}).")
  private int seeds = 3;

  @Option(
      names = "--test",
      description =
          "Also measure each finished model once on the test split, in a table of its own;"
              + " trainings that were kept without it are run again. Choose a method by the dev"
              + " split.")
  private boolean test;

  @Option(
      names = "--out",
      paramLabel = "FOLDER",
      required = true,
      description = "Where comparison.html, .csv, .json and the finished trainings are written.")
  private Path out;

  @Option(
      names = "--set",
      paramLabel = "PATH=VALUE",
      description = "Overrides a field of the recipe for all methods; may be repeated.")
  private List<String> overrides = new ArrayList<>();

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    RecipeTree tree = RecipeTree.read(recipe);
    for (String override : overrides) {
      tree = tree.override(override);
    }
    ComparisonFolder folder = new ComparisonFolder(out);
    List<Path> read = new ArrayList<>(LogReader.files(tree.bind().data()));
    read.add(recipe);
    Inputs inputs = new Inputs(read);
    folder.files().forEach(written -> inputs.refuse("--out", written));
    PrintWriter terminal = spec.commandLine().getOut();
    Comparison comparison =
        new MethodComparison(
                tree,
                Method.of(Method.split(sharing), Method.split(balancing), methods),
                seeds,
                test,
                folder)
            .run(lines(terminal));
    terminal.println();
    terminal.println(ComparisonFiles.text(comparison));
    terminal.println("Picture: " + folder.html());
    terminal.flush();
    return 0;
  }

  private static RunListener lines(PrintWriter terminal) {
    return new RunListener() {
      @Override
      public void stage(String what) {
        terminal.println("... " + what);
        terminal.flush();
      }
    };
  }
}
