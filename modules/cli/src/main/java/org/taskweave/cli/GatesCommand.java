package org.taskweave.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.taskweave.data.example.Split;
import org.taskweave.training.bundle.ModelBundle;
import org.taskweave.training.evaluate.GateSummary;
import org.taskweave.training.run.BundleEvaluation;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "gates",
    description = {
      "Shows what the gates of a bundle's sharing architecture do on a log.",
      "By task: the mean and the spread over the examples of each weight that a gate gives."
    })
final class GatesCommand implements Callable<Integer> {

  @Parameters(paramLabel = "BUNDLE", description = "A bundle's folder or zip file.")
  private Path bundle;

  @Mixin private VerifyOption signed;

  @Mixin private LogOptions log;

  @Option(
      names = "--split",
      description = "Which split of the recipe's cuts: ${COMPLETION-CANDIDATES}; test by default.",
      defaultValue = "test")
  private Split split;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    try (ModelBundle loaded = signed.load(bundle);
        ConsoleProgress progress = new ConsoleProgress(out, spec.commandLine().getErr())) {
      List<GateSummary> gates =
          new BundleEvaluation(loaded)
              .gates(log.recipe(loaded.recipe()), split, log.quarantine(), progress);
      out.println(
          gates.isEmpty()
              ? "no gates: all heads read the shared representation (sharing: "
                  + loaded.recipe().sharing()
                  + ")"
              : GateSummary.table(gates));
    }
    out.flush();
    return 0;
  }
}
