package org.taskweave.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.taskweave.hyperparam.runs.RunComparison;
import org.taskweave.hyperparam.runs.RunEntry;
import org.taskweave.hyperparam.runs.RunFinder;
import org.taskweave.hyperparam.runs.RunList;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "compare",
    description = {
      "Lays trainings beside each other: in what their recipes differ, and their metrics with",
      "intervals. The intervals are each run's own: a difference of two on the same rows is",
      "surer than they look."
    })
final class RunsCompareCommand implements Callable<Integer> {

  @Parameters(
      arity = "2..*",
      paramLabel = "RUN",
      description =
          "Two or more: folders of runs, bundles, or a folder of versions for its current one.")
  private List<Path> paths = new ArrayList<>();

  @Mixin private RunFileOptions files;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    List<RunEntry> runs = paths.stream().map(RunFinder::at).toList();
    RunComparison comparison = new RunComparison(runs);
    PrintWriter out = spec.commandLine().getOut();
    out.print(comparison.text());
    files.write(comparison::csv, () -> RunList.html(runs, runs.size()), out);
    out.flush();
    return 0;
  }
}
