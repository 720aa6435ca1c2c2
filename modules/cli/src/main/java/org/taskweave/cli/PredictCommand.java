package org.taskweave.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.taskweave.core.InvalidInputException;
import org.taskweave.core.file.Inputs;
import org.taskweave.core.recipe.Recipe;
import org.taskweave.core.task.TaskSpec;
import org.taskweave.data.example.Example;
import org.taskweave.data.log.LogReader;
import org.taskweave.data.log.PairFile;
import org.taskweave.data.side.SideTable;
import org.taskweave.data.table.TableFormat;
import org.taskweave.recommend.Prediction;
import org.taskweave.recommend.PredictionFile;
import org.taskweave.recommend.Recommender;
import org.taskweave.recommend.Rejects;
import org.taskweave.recommend.UserPredictions;
import org.taskweave.training.bundle.ModelBundle;
import org.taskweave.training.evaluate.Regions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "predict",
    description = {
      "Predicts every task for the users of a log and writes a table.",
      "Columns: user, cut, and per task its probability, value or class with class probabilities.",
      "Tasks that read user and item are predicted for --pairs of both alone. With --coverage also",
      "TASK_low and TASK_high, or TASK_classes."
    })
final class PredictCommand implements Callable<Integer> {

  @Parameters(paramLabel = "BUNDLE", description = "A bundle's folder or zip file.")
  private Path bundle;

  @Mixin private VerifyOption signed;

  @Mixin private LogOptions log;

  @Mixin private EngineOptions engine;

  @Option(
      names = "--user",
      paramLabel = "USER",
      description = "Only this user; may be repeated. All users by default.")
  private List<String> users;

  @Option(
      names = "--pairs",
      paramLabel = "FILE",
      description =
          "A CSV file with the columns user and item: a row of the table for each, instead of one"
              + " for each user.")
  private Path pairs;

  @Option(
      names = "--rejects",
      paramLabel = "FILE",
      description =
          "With --pairs: those whose user or item is not known, and why (user, item, reason); by"
              + " default beside --out, as in ratings.rejects.csv.")
  private Path rejects;

  @Option(
      names = "--at",
      paramLabel = "DATE",
      description =
          "Predict as of 00:00 of this date; just after each user's newest event by default.")
  private String at;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FILE",
      description = "The table: FILE ends in .csv, .jsonl or .parquet.")
  private Path file;

  @Mixin private CoverageOption coverage;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    PredictionFile.checkName(file);
    if (rejects != null) {
      if (pairs == null) {
        throw new InvalidInputException("--rejects is for --pairs: remove it");
      }
      TableFormat.of(rejects);
    }
    PrintWriter out = spec.commandLine().getOut();
    try (ModelBundle loaded = signed.load(bundle);
        EngineOptions.Opened opened = engine.open(loaded, bundle, signed);
        ConsoleProgress progress = new ConsoleProgress(out, spec.commandLine().getErr())) {
      Optional<Regions> regions = coverage.of(loaded);
      Recipe recipe = log.recipeForPredictions(loaded.recipe());
      List<Path> read = new ArrayList<>(LogReader.files(recipe.data()));
      read.add(bundle);
      Optional.ofNullable(pairs).ifPresent(read::add);
      Path rejected = rejects == null ? Rejects.beside(file) : rejects;
      new Inputs(read).refuse("--out", file);
      if (pairs != null) {
        new Inputs(read).refuse("--rejects", rejected);
      }
      List<PairFile.Pair> asked = pairs(loaded);
      Recommender plain = new Recommender(loaded.context(), opened.scorer());
      Recommender recommender = regions.map(plain::covering).orElse(plain);
      long written =
          pairs == null && users == null && recipe.data().core() <= 1
              ? everyone(recipe, recommender, progress)
              : some(recipe, recommender, asked, loaded, rejected, progress);
      out.println(written + (pairs == null ? " users" : " pairs") + " written to " + file);
    }
    out.flush();
    return 0;
  }

  /** User by user, in memory that does not grow with their number. */
  private long everyone(Recipe recipe, Recommender recommender, ConsoleProgress progress) {
    OptionalLong cut =
        at == null ? OptionalLong.empty() : OptionalLong.of(LoggedUsers.millis(recipe, at));
    SideTable known = log.users(recipe, progress);
    return PredictionFile.write(
        file,
        sink -> {
          UserCount count = new UserCount(progress, "predicted");
          UserPredictions predictions =
              new UserPredictions(
                  recipe,
                  known,
                  recommender,
                  cut,
                  prediction -> {
                    sink.accept(prediction);
                    count.one();
                  });
          log.readUsers(recipe, progress, predictions::add);
          predictions.finish();
        });
  }

  /** Those that are named, or all of a core of the log. */
  private long some(
      Recipe recipe,
      Recommender recommender,
      List<PairFile.Pair> asked,
      ModelBundle loaded,
      Path rejected,
      ConsoleProgress progress) {
    Set<String> named =
        users == null
            ? asked.stream().map(PairFile.Pair::user).collect(Collectors.toSet())
            : Set.copyOf(users);
    LoggedUsers logged = LoggedUsers.read(log, recipe, named, progress);
    Rejects without = new Rejects();
    List<Example> examples =
        pairs == null
            ? logged.examples(Optional.ofNullable(users), Optional.ofNullable(at))
            : logged.examples(asked, Optional.ofNullable(at), loaded.catalog(), without);
    if (pairs != null) {
      without.write(rejected);
      tell(without, rejected, asked.size(), spec.commandLine().getOut());
    }
    List<Prediction> predictions = recommender.predict(examples);
    PredictionFile.write(file, predictions);
    return predictions.size();
  }

  /** Checks what the options ask of the bundle; reads the pairs, if there are any. */
  private List<PairFile.Pair> pairs(ModelBundle loaded) {
    List<TaskSpec> tasks = loaded.preprocessing().tasks();
    if (pairs == null) {
      if (tasks.stream().allMatch(task -> task.head().readsItem())) {
        throw new InvalidInputException(
            "all tasks of the bundle read the user and an item: name --pairs of both, or rank items"
                + " with recommend items");
      }
      return List.of();
    }
    if (users != null) {
      throw new InvalidInputException("--pairs names the users: remove --user");
    }
    if (tasks.stream().noneMatch(task -> task.head().readsItem())) {
      throw new InvalidInputException(
          "--pairs: no task of the bundle reads an item: leave it out, or train one with reads:"
              + " userAndItem");
    }
    return PairFile.read(pairs);
  }

  /** Says how many pairs have no prediction, and why; without any other nothing is predicted. */
  private void tell(Rejects without, Path rejected, int asked, PrintWriter out) {
    if (without.size() == 0) {
      return;
    }
    String told =
        without.size()
            + " of "
            + asked
            + " pairs rejected, see "
            + rejected
            + ": "
            + without.counts();
    if (without.size() == asked) {
      throw new InvalidInputException(
          pairs + ": " + told + "; an item is added to the bundle with catalog add");
    }
    out.println(told);
  }
}
