package org.taskweave.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.taskweave.core.metric.TaskEvaluation;
import org.taskweave.core.recipe.Recipe;
import org.taskweave.core.recipe.RecipeReader;
import org.taskweave.data.example.Split;
import org.taskweave.training.evaluate.EvaluationTable;
import org.taskweave.training.run.TrainingData;
import org.taskweave.trees.BoostedTrees;
import org.taskweave.trees.TreeSettings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "trees",
    description = {
      "Grows boosted trees for the tasks of a recipe, and measures them as a model is measured.",
      "They read the user features, the history in a few numbers, and for a task about an item its",
      "effects and rates; dev says when to stop. Tasks of other kinds than binary, multilabel,",
      "count, regression, multiclass and ordinal are left out. Nothing is written."
    })
final class TreesCommand implements Callable<Integer> {

  private static final int LISTED_COLUMNS = 6;

  @Parameters(paramLabel = "RECIPE", description = "A recipe, as for train.")
  private Path recipe;

  @Option(
      names = "--set",
      paramLabel = "PATH=VALUE",
      description = "Overrides a field of the recipe; may be repeated.")
  private List<String> overrides = new ArrayList<>();

  @Option(
      names = "--depth",
      paramLabel = "N",
      description = "Most splits from root to leaf; ${DEFAULT-VALUE} by default.",
      defaultValue = "6")
  private int depth;

  @Option(
      names = "--learning-rate",
      paramLabel = "RATE",
      description = "Factor on what each tree adds; ${DEFAULT-VALUE} by default.",
      defaultValue = "0.05")
  private double learningRate;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      description = "Most trees; ${DEFAULT-VALUE} by default.",
      defaultValue = "2000")
  private int rounds;

  @Option(
      names = "--split",
      description =
          "Which split they are measured on: ${COMPLETION-CANDIDATES}; test by default,"
              + " and dev where it is empty. Settings are chosen on dev.",
      defaultValue = "test")
  private Split split;

  @Option(
      names = "--quarantine",
      paramLabel = "FOLDER",
      description = "Where bad rows are written; ${DEFAULT-VALUE} by default.",
      defaultValue = "quarantine")
  private Path quarantine;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    Recipe read = RecipeReader.read(recipe, overrides);
    TreeSettings settings = settings(read.trainingSeed());
    try (ConsoleProgress progress = new ConsoleProgress(out, spec.commandLine().getErr())) {
      progress.stage("reading the log");
      TrainingData data = TrainingData.read(read, quarantine, progress);
      try (BoostedTrees trees = BoostedTrees.train(read, data, settings, progress)) {
        print(trees, out);
      }
    }
    out.flush();
    return 0;
  }

  private TreeSettings settings(long seed) {
    TreeSettings usual = TreeSettings.DEFAULT;
    return new TreeSettings(
        depth,
        learningRate,
        rounds,
        usual.patience(),
        usual.minChildWeight(),
        usual.subsample(),
        usual.columnShare(),
        usual.threads(),
        seed);
  }

  private void print(BoostedTrees trees, PrintWriter out) {
    for (BoostedTrees.Grown grown : trees.grown()) {
      List<String> columns = grown.columns();
      out.printf(
          "%s: %,d trees; columns that gained most: %s%n",
          grown.task(),
          grown.rounds(),
          String.join(", ", columns.subList(0, Math.min(LISTED_COLUMNS, columns.size()))));
    }
    if (!trees.leftOut().isEmpty()) {
      out.println("Left out, since trees do not learn such tasks: " + trees.leftOut());
    }
    out.println();
    if (trees.tasks().isEmpty()) {
      return;
    }
    List<TaskEvaluation> evaluations = trees.evaluate(split);
    if (evaluations.isEmpty()) {
      out.println("Dev split (that of " + lower(split) + " has no example):");
      evaluations = trees.evaluate(Split.DEV);
    } else {
      out.println("Measured on the split of " + lower(split) + ":");
    }
    out.println(EvaluationTable.of(evaluations, "trees"));
  }

  private static String lower(Split split) {
    return split.name().toLowerCase(Locale.ROOT);
  }
}
