package org.taskweave.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.taskweave.core.file.Inputs;
import org.taskweave.core.metric.SeenItems;
import org.taskweave.core.metric.TaskEvaluation;
import org.taskweave.core.recipe.Recipe;
import org.taskweave.data.example.Split;
import org.taskweave.data.log.LogReader;
import org.taskweave.training.bundle.ModelBundle;
import org.taskweave.training.evaluate.EvaluationTable;
import org.taskweave.training.evaluate.SplitProtocol;
import org.taskweave.training.run.BundleEvaluation;
import org.taskweave.training.run.EvaluationFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "evaluate",
    description = {
      "Measures a bundle on a log, beside baselines.",
      "Every task's metrics have 95 %% intervals and stand beside the trivial baseline learned from",
      "the bundle's training split, and the task's floor. Next items stand beside every one-line",
      "rule, counted on the log's training split; a model below its floor is marked. All items of",
      "the catalog are ranked: metrics of a few sampled ones can put models into another order",
      "(Krichene and Rendle 2020) and are not offered."
    })
final class EvaluateCommand implements Callable<Integer> {

  @Parameters(paramLabel = "BUNDLE", description = "A bundle's folder or zip file.")
  private Path bundle;

  @Mixin private VerifyOption signed;

  @Mixin private LogOptions log;

  @Option(
      names = "--split",
      description = "Which split of the recipe's cuts: ${COMPLETION-CANDIDATES}; test by default.",
      defaultValue = "test")
  private Split split;

  @Mixin private FloorOptions floors;

  @Option(
      names = "--seen",
      paramLabel = "keep|filter",
      description =
          "Whether items of the history are ranked for next-item tasks; as each task says by"
              + " default.")
  private SeenItems seen;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description =
          "Also write all this to a file: .json (tasks with their metrics), or .csv, .jsonl,"
              + " .parquet (a row for each metric, of the model and of each rule).")
  private Path file;

  @Mixin private CoverageOption coverage;

  @Option(names = "--report", description = "Also print the classification reports.")
  private boolean report;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    if (file != null) {
      EvaluationFile.checkName(file);
    }
    try (ModelBundle loaded = signed.load(bundle);
        ConsoleProgress progress = new ConsoleProgress(out, spec.commandLine().getErr())) {
      Recipe recipe = floors.applied(log.recipe(loaded.recipe()));
      refuseInputs(recipe);
      BundleEvaluation bundled = new BundleEvaluation(loaded);
      BundleEvaluation ranking = seen == null ? bundled : bundled.ranking(seen);
      List<TaskEvaluation> evaluations =
          coverage
              .of(loaded)
              .map(ranking::covering)
              .orElse(ranking)
              .evaluate(recipe, loaded.model(), split, log.quarantine(), progress);
      SplitProtocol protocol = SplitProtocol.of(recipe.examples(), split);
      out.print(EvaluationTable.of(evaluations));
      out.println(protocol.text());
      if (file != null) {
        EvaluationFile.write(file, protocol, evaluations);
      }
      if (split == Split.DEV && evaluations.stream().anyMatch(e -> !e.rules().isEmpty())) {
        out.println(
            "The rules' settings were chosen on this split, so that floors stand too high here;"
                + " --split test tells what they come to elsewhere.");
      }
      if (report) {
        for (TaskEvaluation evaluation : evaluations) {
          evaluation
              .report()
              .ifPresent(r -> out.println(evaluation.task() + "\n" + EvaluationTable.report(r)));
        }
      }
    }
    out.flush();
    return 0;
  }

  private void refuseInputs(Recipe recipe) {
    if (file != null) {
      List<Path> read = new ArrayList<>(LogReader.files(recipe.data()));
      read.add(bundle);
      new Inputs(read).refuse("--out", file);
    }
  }
}
