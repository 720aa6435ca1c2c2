package org.taskweave.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.taskweave.core.InvalidInputException;
import org.taskweave.core.file.Inputs;
import org.taskweave.core.recipe.RecipeTree;
import org.taskweave.data.log.LogReader;
import org.taskweave.hyperparam.compare.Comparison;
import org.taskweave.hyperparam.compare.ComparisonFiles;
import org.taskweave.hyperparam.compare.ComparisonFolder;
import org.taskweave.hyperparam.compare.ComparisonRequest;
import org.taskweave.hyperparam.compare.Method;
import org.taskweave.hyperparam.compare.MethodComparison;
import org.taskweave.hyperparam.compare.RecipeComparison;
import org.taskweave.hyperparam.compare.RecipeTable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "compare",
    description = {
      "Trains a recipe by several methods and several seeds, and each task alone, and compares.",
      "With --recipes it compares several recipes of the same log, splits and tasks.",
      "Finished trainings are kept in the folder: --resume, or the same command, goes on after a",
      "kill, and more methods or seeds add to it."
    })
final class CompareCommand implements Callable<Integer> {

  @Parameters(paramLabel = "RECIPE", arity = "0..1", description = "A recipe's file.")
  private Path recipe;

  @Option(
      names = "--recipes",
      paramLabel = "A,B",
      split = ",",
      description =
          "Files of recipes to compare with each other, instead of methods of one: all their"
              + " metrics, floors and minutes in one table.")
  private List<Path> recipes = new ArrayList<>();

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
      description = "Where comparison.html, .csv, .json and the finished trainings are written.")
  private Path out;

  @Option(
      names = "--set",
      paramLabel = "PATH=VALUE",
      description = "Overrides a field for all methods or recipes; may be repeated.")
  private List<String> overrides = new ArrayList<>();

  @Mixin private ResumeOption resume;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    if (recipe != null && !recipes.isEmpty()) {
      throw new InvalidInputException(
          "compare takes either one RECIPE and its methods, or --recipes A,B: give one of them");
    }
    Path begins = recipe != null ? recipe : recipes.stream().findFirst().orElse(null);
    Optional<Path> resumed = resume.folder(begins, out, "a comparison");
    ComparisonFolder folder = new ComparisonFolder(resumed.orElse(out));
    ComparisonRequest request = resumed.isPresent() ? ComparisonRequest.last(folder) : request();
    List<Path> read = new ArrayList<>(recipes);
    Optional.ofNullable(recipe).ifPresent(read::add);
    request.trees().values().forEach(tree -> read.addAll(LogReader.files(tree.bind().data())));
    Inputs inputs = new Inputs(read);
    folder.files().forEach(written -> inputs.refuse("--out", written));
    PrintWriter terminal = spec.commandLine().getOut();
    if (request.comparesRecipes()) {
      RecipeTable table = new RecipeComparison(request, folder).run(new StageLines(terminal));
      terminal.println();
      terminal.println(table.text());
      terminal.println("Table: " + folder.csv());
    } else {
      Comparison comparison = new MethodComparison(request, folder).run(new StageLines(terminal));
      terminal.println();
      terminal.println(ComparisonFiles.text(comparison));
      terminal.println("Picture: " + folder.html());
    }
    terminal.flush();
    return 0;
  }

  private ComparisonRequest request() {
    if (recipe != null) {
      return ComparisonRequest.ofMethods(
          tree(recipe), Method.split(sharing), Method.split(balancing), methods, seeds, test);
    }
    if (!sharing.isBlank() || !balancing.isBlank() || !methods.isEmpty()) {
      throw new InvalidInputException(
          "--recipes compares recipes as they are: give --sharing, --balancing and --method with one"
              + " RECIPE");
    }
    Map<String, RecipeTree> byName = new LinkedHashMap<>();
    for (Path file : recipes) {
      String name = file.getFileName().toString().replaceFirst("\\.ya?ml$", "");
      if (byName.put(name, tree(file)) != null) {
        throw new InvalidInputException(
            "--recipes: two files are named " + name + ": give each once, under its own name");
      }
    }
    return ComparisonRequest.ofRecipes(byName, seeds, test);
  }

  private RecipeTree tree(Path file) {
    RecipeTree tree = RecipeTree.read(file).override(overrides);
    tree.bind();
    return tree;
  }
}
