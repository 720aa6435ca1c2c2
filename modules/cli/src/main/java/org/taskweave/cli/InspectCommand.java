package org.taskweave.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.taskweave.core.batch.TokenChannels;
import org.taskweave.core.run.RunRecord;
import org.taskweave.core.task.TaskSpec;
import org.taskweave.training.bundle.ModelBundle;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "inspect",
    description = "Shows what a bundle is: tasks, inputs, size, and the run it came from.")
final class InspectCommand implements Callable<Integer> {

  /** Classes of a task that are named; a next-item task has as many as there are items. */
  private static final int MOST_LISTED = 12;

  @Parameters(paramLabel = "BUNDLE", description = "A bundle's folder or zip file.")
  private Path bundle;

  @Mixin private VerifyOption signed;

  @Option(names = "--recipe", description = "Print the whole recipe, too.")
  private boolean recipe;

  @Option(names = "--graph", description = "Print the DL4J configuration (JSON), too.")
  private boolean graph;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    try (ModelBundle loaded = signed.load(bundle)) {
      out.println("tasks");
      for (TaskSpec task : loaded.preprocessing().tasks()) {
        out.println("  " + task.name() + ": " + task.kindName() + " " + classes(task.classes()));
      }
      out.println("encoder       " + loaded.recipe().encoder().model());
      out.println(String.format(Locale.ROOT, "parameters    %,d", loaded.model().parameterCount()));
      out.println(
          "token channels "
              + loaded.preprocessing().channels().categorical().stream()
                  .map(TokenChannels.Categorical::name)
                  .toList()
              + " "
              + loaded.preprocessing().channels().numeric());
      out.println("user features " + loaded.preprocessing().userFeatureNames());
      out.println("catalog       " + loaded.catalog().size() + " items");
      RunRecord run = loaded.run();
      out.println("trained       " + run.startedAt() + " to " + run.endedAt());
      out.println("examples      " + run.exampleCounts());
      out.println("data          " + run.dataHash());
      out.println("versions      " + run.versions());
      out.println("seed          " + run.seed());
      out.println("command       " + String.join(" ", run.commandLine()));
      run.epochs()
          .forEach(
              epoch ->
                  out.println(
                      String.format(
                          Locale.ROOT,
                          "epoch %d       training loss %.4f, dev objective %.4f",
                          epoch.number(),
                          epoch.trainingLoss(),
                          epoch.objective())));
      if (recipe) {
        out.println(run.recipe());
      }
      if (graph) {
        out.println(loaded.model().configurationJson());
      }
    }
    out.flush();
    return 0;
  }

  static String classes(List<String> classes) {
    return classes.size() <= MOST_LISTED
        ? classes.toString()
        : String.format(
            Locale.ROOT,
            "[%s, and %,d others]",
            String.join(", ", classes.subList(0, MOST_LISTED)),
            classes.size() - MOST_LISTED);
  }
}
