package org.taskweave.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.taskweave.core.InvalidInputException;
import org.taskweave.core.file.Inputs;
import org.taskweave.core.recipe.Recipe;
import org.taskweave.data.event.BehaviorEvent;
import org.taskweave.data.event.ItemCatalog;
import org.taskweave.data.example.Example;
import org.taskweave.data.log.LogReader;
import org.taskweave.data.side.SideTable;
import org.taskweave.recommend.Recommender;
import org.taskweave.training.bundle.ModelBundle;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What all recommendations are made of: a bundle, a log, an engine, a time and a number. */
final class RecommendOptions {

  @Parameters(paramLabel = "BUNDLE", description = "A bundle's folder or zip file.")
  private Path bundle;

  @Mixin private LogOptions log;

  @Mixin private EngineOptions engine;

  @Mixin private VerifyOption signed;

  @Option(
      names = "--top",
      defaultValue = "10",
      paramLabel = "N",
      description = "How many; ${DEFAULT-VALUE} by default.")
  private int top;

  @Option(
      names = "--at",
      paramLabel = "DATE",
      description = "As of 00:00 of this date; just after each user's newest event by default.")
  private String at;

  /** What a command does with what is open. */
  interface Work {
    void with(Opened opened);
  }

  /** The bundle and its engine; the log is read when it is asked for. */
  record Opened(
      ModelBundle bundle,
      EngineOptions.Opened engine,
      RecommendOptions options,
      ConsoleProgress progress) {

    LoggedUsers read() {
      return LoggedUsers.read(recipe(), options.log.quarantine(), progress);
    }

    /** The bundle's with the log's options. */
    Recipe recipe() {
      return options.log.recipeForPredictions(bundle.recipe());
    }

    /** Hands over the log user by user. */
    void readUsers(Consumer<List<BehaviorEvent>> user) {
      options.log.readUsers(recipe(), progress, user);
    }

    /** What the recipe's table says of users; of nobody without one. */
    SideTable users() {
      return options.log.users(recipe(), progress);
    }

    /** Refuses an output that is read, too. */
    void refuse(String option, Path output, List<Path> alsoRead) {
      List<Path> read = new ArrayList<>(LogReader.files(recipe().data()));
      read.add(options.bundle);
      read.addAll(alsoRead);
      new Inputs(read).refuse(option, output);
    }

    /** The date that was asked for. */
    OptionalLong cutMillis() {
      return options.at == null
          ? OptionalLong.empty()
          : OptionalLong.of(LoggedUsers.millis(recipe(), options.at));
    }

    List<Example> users(LoggedUsers logged) {
      return logged.examples(Optional.empty(), Optional.ofNullable(options.at));
    }

    Example user(LoggedUsers logged, String id) {
      return logged.examples(Optional.of(List.of(id)), Optional.ofNullable(options.at)).get(0);
    }

    Recommender recommender() {
      return new Recommender(bundle.context(), engine.scorer());
    }
  }

  /** Opens what is needed and closes it after the work. */
  int run(CommandSpec spec, Work work) {
    requireAtLeastOne("--top", top);
    PrintWriter out = spec.commandLine().getOut();
    try (ModelBundle loaded = signed.load(bundle);
        EngineOptions.Opened opened = engine.open(loaded, bundle, signed);
        ConsoleProgress progress = new ConsoleProgress(out, spec.commandLine().getErr())) {
      work.with(new Opened(loaded, opened, this, progress));
    }
    out.flush();
    return 0;
  }

  int top() {
    return top;
  }

  static void requireAtLeastOne(String option, int number) {
    if (number < 1) {
      throw new InvalidInputException(option + " " + number + ": must be at least 1");
    }
  }

  static void printItem(PrintWriter out, int place, ItemCatalog.Item item, double score) {
    out.println(
        String.format(
            Locale.ROOT, "%3d  %-16s %9.4f  %s", place, item.id(), score, item.text().orElse("")));
  }
}
