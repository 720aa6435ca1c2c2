package org.taskweave.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.taskweave.core.InvalidInputException;
import org.taskweave.core.file.FolderLock;
import org.taskweave.core.metric.Direction;
import org.taskweave.core.recipe.Recipe;
import org.taskweave.core.recipe.RecipeTree;
import org.taskweave.data.log.LogReader;
import org.taskweave.hyperparam.report.Numbers;
import org.taskweave.hyperparam.report.TextTable;
import org.taskweave.training.bundle.ModelBundle;
import org.taskweave.training.evaluate.EvaluationTable;
import org.taskweave.training.run.BundleUpdate;
import org.taskweave.training.run.FollowedFolder;
import org.taskweave.training.run.TakenFile;
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
      "primary metric says that it is worse (update.promote in the recipe). The optimizer begins",
      "anew: a bundle keeps no state of it. Vocabularies and scales of features stay; new items join",
      "by their texts. Killed at any point, the same command goes on."
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
      paramLabel = "FILE",
      description =
          "The new events: files or globs with the columns of the recipe's log, which is read, too"
              + " (data.files, or --history). May be repeated.")
  private List<String> data = new ArrayList<>();

  @Option(
      names = "--follow",
      paramLabel = "FOLDER",
      description =
          "In place of --data: an update of the current version for every file that arrives in a"
              + " folder, by name, each used once. A file that adds less than a day waits for the"
              + " next one. Files that were used stay where they are, since later updates read them"
              + " again. VERSIONS/taken.json remembers them.")
  private Path follow;

  @Option(
      names = "--once",
      description = "With --follow: ends when all files there are used, as for cron.")
  private boolean once;

  @Option(
      names = "--poll",
      defaultValue = "10",
      paramLabel = "SECONDS",
      description = "With --follow: time between two looks; ${DEFAULT-VALUE} by default.")
  private double poll;

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
          "Overrides a field of the bundle's recipe under training, evaluation or update, e.g."
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
  public Integer call() throws InterruptedException {
    check();
    Path folder = out == null ? bundle : out;
    VersionUpdate versions = new VersionUpdate(folder, keep);
    try (FolderLock lock = FolderLock.of(folder, "an update")) {
      Optional<VersionUpdate.Ended> ended = versions.settle();
      ended.ifPresent(
          update -> print(update.version() + ": what a killed process had begun is ended"));
      if (follow == null) {
        Path from =
            VersionFolder.is(bundle)
                ? new VersionUpdate(bundle, keep).current().orElseThrow()
                : bundle;
        try (ModelBundle old = signed.load(from)) {
          List<TakenFile> files = files(old.recipe());
          if (ended.filter(update -> update.files().equals(files)).isEmpty()) {
            boolean isNews = update(versions, old, LogOptions.absolute(data), files);
            if (!isNews) {
              throw BundleUpdate.noNews();
            }
          }
        }
      } else {
        follow(versions);
      }
    }
    return 0;
  }

  private void check() {
    if (follow == null == data.isEmpty()) {
      throw new InvalidInputException(
          "--data, --follow: name the new events by one of the two: files, or a folder that they"
              + " arrive in");
    }
    if (follow == null && once) {
      throw new InvalidInputException("--once belongs to --follow: name a folder, or leave it out");
    }
    if (!(poll >= 0.05 && poll <= 86_400)) {
      throw new InvalidInputException("--poll " + poll + ": give 0.05 seconds to a day");
    }
    if (out == null && !VersionFolder.is(bundle)) {
      throw new InvalidInputException(
          "--out: name the folder of versions that the updated bundle goes to");
    }
  }

  /** What the option names, to be remembered. */
  private List<TakenFile> files(Recipe recipe) {
    Recipe ofNew =
        RecipeTree.of(recipe)
            .with("data.files", LogOptions.absolute(data))
            .with("data.items", (Object) null)
            .with("data.users", (Object) null)
            .bind();
    return LogReader.files(ofNew.data()).stream().map(TakenFile::of).toList();
  }

  private void follow(VersionUpdate versions) throws InterruptedException {
    FollowedFolder arriving = new FollowedFolder(follow, this::print);
    List<TakenFile> tooLittle = List.of();
    arriving.look(versions.taken());
    while (true) {
      Thread.sleep(Math.round(poll * 1000));
      List<TakenFile> arrived = arriving.look(versions.taken());
      boolean isNews = !arrived.equals(tooLittle) && take(versions, arrived);
      tooLittle = isNews ? List.of() : arrived;
      if (once && !isNews) {
        return;
      }
    }
  }

  /**
   * One update, by the first file, or by as many as make a day.
   *
   * @return whether there was one
   */
  private boolean take(VersionUpdate versions, List<TakenFile> arrived) {
    if (arrived.isEmpty()) {
      return false;
    }
    try (ModelBundle old = signed.load(versions.current().orElse(bundle))) {
      List<String> known = old.recipe().data().files();
      // What was used by versions that were not promoted is news to the current one.
      List<TakenFile> waiting =
          versions.taken().stream().filter(file -> !known.contains(file.file())).toList();
      for (int n = 1; n <= arrived.size(); n++) {
        List<TakenFile> files = arrived.subList(0, n);
        List<String> names =
            Stream.concat(waiting.stream(), files.stream()).map(TakenFile::file).toList();
        if (update(versions, old, names, files)) {
          return true;
        }
      }
      print(
          arrived.size() + " files in " + follow + " add less than a day: they wait for the next");
      return false;
    }
  }

  /**
   * Updates, and says what came of it.
   *
   * @param names of all files that are new to the model
   * @param files those of them that were used in no update before
   * @return whether they had news enough
   */
  private boolean update(
      VersionUpdate versions, ModelBundle old, List<String> names, List<TakenFile> files) {
    PrintWriter lines = spec.commandLine().getOut();
    try (ConsoleProgress progress = new ConsoleProgress(lines, spec.commandLine().getErr())) {
      Optional<UpdatedBundle> updated =
          new BundleUpdate(
                  old,
                  settings(old.recipe()),
                  replay,
                  progress,
                  spec.commandLine().getParent().getParseResult().originalArgs())
              .ifNews(names, quarantine);
      if (updated.isEmpty()) {
        return false;
      }
      try (UpdatedBundle made = updated.get()) {
        versions.begin(old);
        report(made, versions.add(made, files), lines);
      }
    }
    lines.flush();
    return true;
  }

  private void print(String line) {
    PrintWriter lines = spec.commandLine().getOut();
    lines.println(line);
    lines.flush();
  }

  private Recipe settings(Recipe ofBundle) {
    RecipeTree tree = RecipeTree.of(ofBundle);
    if (!history.isEmpty()) {
      tree = tree.with("data.files", LogOptions.absolute(history));
    }
    return LogOptions.changed(
        tree,
        overrides,
        List.of("training", "evaluation", "update"),
        section ->
            "an update goes on with the model as it is; only fields under training, evaluation and"
                + " update can change. Train anew instead.");
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
        updated.isPromoted()
            ? "\n" + name + " is the current version."
            : "\n"
                + name
                + " is kept, but the version before stays current: by update.promote a primary metric"
                + " is worse, none is better, or none is defined.");
  }
}
