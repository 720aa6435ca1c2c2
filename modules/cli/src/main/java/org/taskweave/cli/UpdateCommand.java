package org.taskweave.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.taskweave.core.InvalidInputException;
import org.taskweave.core.file.FolderLock;
import org.taskweave.core.metric.Direction;
import org.taskweave.core.recipe.Recipe;
import org.taskweave.core.recipe.RecipeTree;
import org.taskweave.hyperparam.report.Numbers;
import org.taskweave.hyperparam.report.TextTable;
import org.taskweave.training.bundle.ModelBundle;
import org.taskweave.training.evaluate.EvaluationTable;
import org.taskweave.training.run.BundleUpdate;
import org.taskweave.training.run.UpdateLine;
import org.taskweave.training.run.UpdatedBundle;
import org.taskweave.training.run.VersionUpdate;
import org.taskweave.training.store.VersionFolder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "update",
    description = {
      "Goes on training a bundle on new events, and keeps the result if it is not worse.",
      "A sample of old events is trained on again; what is not worse is made the current version.",
      "The recipe's cuts (examples.cuts, with a test) move on by the days that were added. The newest",
      "test cut measures the old and the updated model on the same rows, and no model has learned",
      "from it. The updated one becomes current unless the 95 %% interval of a difference in a task's",
      "primary metric says that it is worse. The optimizer begins anew: a bundle keeps no state of",
      "it. Vocabularies and scales of features stay; new items join by their texts."
    })
final class UpdateCommand implements Callable<Integer> {

  @Parameters(
      paramLabel = "BUNDLE",
      description =
          "A bundle's folder or zip file, or a folder of versions, whose current one it is then.")
  private Path bundle;

  @Mixin private VerifyOption signed;

  @Option(
      names = "--data",
      required = true,
      paramLabel = "FILE",
      description =
          "The new events: files or globs with the columns of the recipe's log, which is read, too"
              + " (data.files, or --history). May be repeated.")
  private List<String> data = new ArrayList<>();

  @Option(
      names = "--history",
      paramLabel = "FILE",
      description = "The old log, where it is not at the recipe's data.files; may be repeated.")
  private List<String> history = new ArrayList<>();

  @Option(
      names = "--out",
      paramLabel = "VERSIONS",
      description =
          "The folder of versions, as serve reads it; BUNDLE itself where that is one. A bundle"
              + " becomes the first version of a folder that has none.")
  private Path out;

  @Option(
      names = "--replay",
      defaultValue = "0.3",
      paramLabel = "SHARE",
      description =
          "Of the training examples from before, how many are learned from again;"
              + " ${DEFAULT-VALUE} by default.")
  private double replay;

  @Option(
      names = "--keep",
      defaultValue = "5",
      paramLabel = "N",
      description =
          "Versions that stay at most; ${DEFAULT-VALUE} by default. The current one and the one"
              + " before always do.")
  private int keep;

  @Option(
      names = "--set",
      paramLabel = "PATH=VALUE",
      description =
          "Overrides a field of the bundle's recipe under training or evaluation, e.g."
              + " training.epochs=2; may be repeated.")
  private List<String> overrides = new ArrayList<>();

  @Option(
      names = "--quarantine",
      paramLabel = "FOLDER",
      description = "Where bad rows are written; ${DEFAULT-VALUE} by default.",
      defaultValue = "quarantine")
  private Path quarantine;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    boolean isFolder = VersionFolder.is(bundle);
    if (out == null && !isFolder) {
      throw new InvalidInputException(
          "--out: name the folder of versions that the updated bundle goes to");
    }
    Path folder = out == null ? bundle : out;
    VersionUpdate versions = new VersionUpdate(folder, keep);
    PrintWriter lines = spec.commandLine().getOut();
    try (FolderLock lock = FolderLock.of(folder, "an update")) {
      Path from = isFolder ? new VersionUpdate(bundle, keep).current().orElseThrow() : bundle;
      try (ModelBundle old = signed.load(from);
          ConsoleProgress progress = new ConsoleProgress(lines, spec.commandLine().getErr())) {
        BundleUpdate update =
            new BundleUpdate(
                old,
                settings(old.recipe()),
                replay,
                progress,
                spec.commandLine().getParent().getParseResult().originalArgs());
        try (UpdatedBundle updated = update.with(LogOptions.absolute(data), quarantine)) {
          versions.begin(old);
          report(updated, versions.add(updated), lines);
        }
      }
    }
    lines.flush();
    return 0;
  }

  private Recipe settings(Recipe ofBundle) {
    RecipeTree tree = RecipeTree.of(ofBundle);
    if (!history.isEmpty()) {
      tree = tree.with("data.files", LogOptions.absolute(history));
    }
    return LogOptions.changed(
        tree,
        overrides,
        List.of("training", "evaluation"),
        section ->
            "an update goes on with the model as it is; only fields under training and"
                + " evaluation can change. Train anew instead.");
  }

  private static void report(UpdatedBundle updated, String name, PrintWriter out) {
    out.println(
        String.format(
            Locale.ROOT,
            "%n%,d new training examples, %,d old ones replayed, %,d new items; %d epochs, the best"
                + " %d; %.1f minutes",
            updated.newExamples(),
            updated.replayed(),
            updated.newItems(),
            updated.training().epochs().size(),
            updated.training().bestEpoch(),
            updated.seconds() / 60));
    if (updated.textless() > 0) {
      out.println(
          updated.textless()
              + " new items have no text, by which they could be known: they are left out");
    }
    out.println("\nTest split of the moved cuts, of which neither model has learned:");
    out.println(EvaluationTable.of(updated.test()));
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("task", "metric", "old", "updated", "difference", "95 % interval", ""));
    for (UpdateLine line : updated.lines()) {
      rows.add(
          List.of(
              line.task(),
              line.metric() + (line.direction() == Direction.HIGHER_IS_BETTER ? " ↑" : " ↓"),
              Numbers.metric(line.difference().second()),
              Numbers.metric(line.difference().first()),
              Numbers.metric(line.difference().difference()),
              "["
                  + Numbers.metric(line.difference().interval().low())
                  + ", "
                  + Numbers.metric(line.difference().interval().high())
                  + "]",
              line.worse() ? (line.primary() ? "worse" : "(worse)") : ""));
    }
    out.print(TextTable.of(rows));
    out.println(
        updated.isNotWorse()
            ? "\n" + name + " is the current version."
            : "\n"
                + name
                + " is kept, but the version before stays current: a primary metric is worse, or none is defined.");
  }
}
