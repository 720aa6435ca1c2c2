package org.taskweave.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.taskweave.core.file.Inputs;
import org.taskweave.core.recipe.Recipe;
import org.taskweave.data.log.LogReader;
import org.taskweave.data.side.SideTable;
import org.taskweave.data.table.TableFormat;
import org.taskweave.nn.model.ScoreVectors;
import org.taskweave.recommend.NextItems;
import org.taskweave.recommend.Rejects;
import org.taskweave.recommend.VectorFile;
import org.taskweave.training.bundle.ModelBundle;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "vectors",
    description = {
      "Writes item and user vectors of a next-item task, for an index of your own.",
      "The inner product of a user's and an item's vector is the item's score, as recommend next",
      "prints it: an item's last component is its bias, a user's is 1. What the product leaves out",
      "is printed: the number that items of the history have added, and a memory's part."
    })
final class VectorsCommand implements Callable<Integer> {

  @Parameters(paramLabel = "BUNDLE", description = "A bundle's folder or zip file.")
  private Path bundle;

  @Mixin private LogOptions log;

  @Mixin private VerifyOption signed;

  @Option(
      names = "--task",
      paramLabel = "TASK",
      description = "The next-item task, if the bundle has several.")
  private String task;

  @Option(
      names = "--at",
      paramLabel = "DATE",
      description =
          "Users as of 00:00 of this date; just after each user's newest event by default.")
  private String at;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FILE",
      description =
          "The table: .parquet or .jsonl, with kind (item, user), id, cut and vector (a list).")
  private Path out;

  @Option(
      names = "--rejects",
      paramLabel = "FILE",
      description =
          "Users without a vector, and why (user, item, reason); by default beside --out, as in"
              + " vectors.rejects.csv.")
  private Path rejects;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    VectorFile.checkName(out);
    if (rejects != null) {
      TableFormat.of(rejects);
    }
    PrintWriter print = spec.commandLine().getOut();
    try (ModelBundle loaded = signed.load(bundle);
        ConsoleProgress progress = new ConsoleProgress(print, spec.commandLine().getErr())) {
      write(loaded, progress, print);
    }
    print.flush();
    return 0;
  }

  private void write(ModelBundle loaded, ConsoleProgress progress, PrintWriter print) {
    Recipe recipe = log.recipeForPredictions(loaded.recipe());
    Path rejected = rejects == null ? Rejects.beside(out) : rejects;
    List<Path> read = new ArrayList<>(LogReader.files(recipe.data()));
    read.add(bundle);
    Inputs inputs = new Inputs(read);
    inputs.refuse("--out", out);
    inputs.refuse("--rejects", rejected);
    OptionalLong cut =
        at == null ? OptionalLong.empty() : OptionalLong.of(LoggedUsers.millis(recipe, at));
    NextItems next = new NextItems(loaded.context(), loaded.model(), Optional.ofNullable(task));
    ScoreVectors vectors = loaded.model().scoreVectors(next.task().name());
    SideTable known = log.users(recipe, progress);
    Rejects without = new Rejects();
    int users =
        new VectorFile(loaded.context(), next, vectors)
            .write(out, recipe, known, cut, sink -> log.readUsers(recipe, progress, sink), without);
    print.println(
        String.format(
            Locale.ROOT,
            "%,d items and %,d users, vectors of %d numbers, to %s",
            next.task().outputWidth(),
            users,
            vectors.width(),
            out));
    print.println(meaning(next.task().name(), vectors));
    without.write(rejected);
    if (without.size() > 0) {
      print.println(
          String.format(
              Locale.ROOT, "%,d rejected, see %s: %s", without.size(), rejected, without.counts()));
    }
  }

  private static String meaning(String task, ScoreVectors vectors) {
    if (vectors.hasMemory()) {
      return "user . item = the network's part of the score of \""
          + task
          + "\" alone: what counting knows (items.memory) is no inner product, so that an index"
          + " finds candidates, and recommend next ranks them";
    }
    return "user . item = the score of \""
        + task
        + "\""
        + (vectors.historyBias() == 0
            ? ""
            : String.format(
                Locale.ROOT,
                ", and items of the history that the model reads have %+.6f added",
                vectors.historyBias()));
  }
}
