package org.taskweave.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.taskweave.core.metric.TaskEvaluation;
import org.taskweave.data.example.Split;
import org.taskweave.training.bundle.ModelBundle;
import org.taskweave.training.evaluate.EvaluationTable;
import org.taskweave.training.run.BundleEvaluation;
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
      "rule, counted on the log's training split; a model below its floor is marked."
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

  @Option(names = "--report", description = "Also print the classification reports.")
  private boolean report;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    try (ModelBundle loaded = signed.load(bundle);
        ConsoleProgress progress = new ConsoleProgress(out, spec.commandLine().getErr())) {
      List<TaskEvaluation> evaluations =
          new BundleEvaluation(loaded)
              .evaluate(
                  floors.applied(log.recipe(loaded.recipe())),
                  loaded.model(),
                  split,
                  log.quarantine(),
                  progress);
      out.println(EvaluationTable.of(evaluations));
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
}
