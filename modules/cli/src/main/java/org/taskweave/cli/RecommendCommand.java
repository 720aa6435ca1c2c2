package org.taskweave.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.taskweave.core.InvalidInputException;
import org.taskweave.data.event.BehaviorEvent;
import org.taskweave.data.event.ItemCatalog;
import org.taskweave.data.example.Example;
import org.taskweave.recommend.NextItems;
import org.taskweave.recommend.Prediction;
import org.taskweave.recommend.Recommender;
import org.taskweave.recommend.ScoreMix;
import org.taskweave.training.bundle.ModelBundle;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "recommend",
    description = {
      "Recommends items for a user, or the users with the highest score of a task.",
      "With --user alone: the items that a next-item task ranks first for this user, out of the",
      "whole catalog, with the events of the user's history that weighed most.",
      "With --by alone: the users with the highest score.",
      "With --by and --user: the candidates with the highest score for this user. A task that reads",
      "user and item is asked about each item of the catalog that is not in the history; for other",
      "tasks each candidate is scored as if the user's next event were --action with it."
    })
final class RecommendCommand implements Callable<Integer> {

  private static final int CANDIDATES = 200;

  @Parameters(paramLabel = "BUNDLE", description = "A bundle's folder or zip file.")
  private Path bundle;

  @Mixin private VerifyOption signed;

  @Mixin private LogOptions log;

  @Mixin private EngineOptions engine;

  @Mixin private NextItemOptions next;

  @Option(names = "--user", paramLabel = "USER", description = "Rank items for this user.")
  private String user;

  @Option(
      names = "--by",
      paramLabel = "SCORE",
      description =
          "A task (reorder), the class of a task (priceBand:CLASS), or a weighted mix"
              + " (reorder=1,returns=-0.5).")
  private String by;

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

  @Option(
      names = "--action",
      paramLabel = "ACTION",
      description =
          "With --by and --user: the action assumed; the recipe's examples.requiredAction by default.")
  private String action;

  @Option(
      names = "--item",
      paramLabel = "ITEM",
      description =
          "With --by and --user: a candidate; may be repeated. By default the most popular ones.")
  private List<String> items = new ArrayList<>();

  @Option(
      names = "--candidates",
      paramLabel = "N",
      description =
          "With --by and --user: how many of the most popular items; "
              + CANDIDATES
              + " by default.")
  private Integer candidateCount;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    checkOptions();
    PrintWriter out = spec.commandLine().getOut();
    try (ModelBundle loaded = signed.load(bundle);
        EngineOptions.Opened opened = engine.open(loaded, bundle, signed);
        ConsoleProgress progress = new ConsoleProgress(out, spec.commandLine().getErr())) {
      if (by == null) {
        NextItems items = next.open(loaded, opened.scorer());
        Candidates candidates = read(loaded, progress);
        next.print(items, example(candidates), top, out);
      } else {
        ScoreMix mix = ScoreMix.parse(by, loaded.preprocessing().tasks());
        Candidates candidates = read(loaded, progress);
        Recommender recommender = new Recommender(loaded.context(), opened.scorer());
        if (user == null) {
          List<Example> examples = candidates.examples(Optional.empty(), Optional.ofNullable(at));
          printUsers(out, recommender.topUsers(examples, mix, top));
        } else {
          printItems(out, rankItems(loaded, candidates, recommender, mix));
        }
      }
    }
    out.flush();
    return 0;
  }

  private void checkOptions() {
    if (top < 1 || (candidateCount != null && candidateCount < 1)) {
      throw new InvalidInputException("--top and --candidates must be at least 1");
    }
    if (by == null && user == null) {
      throw new InvalidInputException(
          "Name a --user to recommend next items to, or a score to rank users --by.");
    }
    if (by == null && (action != null || !items.isEmpty() || candidateCount != null)) {
      throw new InvalidInputException(
          "--action, --item and --candidates belong to --by: add it, or remove them. A next-item"
              + " task ranks the whole catalog.");
    }
    if (by != null && next.given()) {
      throw new InvalidInputException(
          "--task, --exclude-seen, --exclude and --reasons are for next items: remove them, or"
              + " --by");
    }
  }

  private Candidates read(ModelBundle loaded, ConsoleProgress progress) {
    return Candidates.read(log.recipeForPredictions(loaded.recipe()), log.quarantine(), progress);
  }

  private Example example(Candidates candidates) {
    return candidates.examples(Optional.of(List.of(user)), Optional.ofNullable(at)).get(0);
  }

  private List<Recommender.Ranked<ItemCatalog.Item>> rankItems(
      ModelBundle loaded, Candidates candidates, Recommender recommender, ScoreMix mix) {
    Example example = example(candidates);
    if (recommender.aboutItems(mix)) {
      if (action != null || candidateCount != null) {
        throw new InvalidInputException(
            "--action and --candidates: "
                + by
                + " reads user and item, and is asked about the whole catalog: remove them, or name"
                + " each --item");
      }
      return recommender.topItems(example, unseen(example, loaded.catalog()), "", mix, top);
    }
    String assumed =
        Optional.ofNullable(action)
            .or(() -> loaded.recipe().examples().requiredAction())
            .orElseThrow(
                () ->
                    new InvalidInputException(
                        "--action: the recipe requires no action, so name the one to assume"));
    candidates.requireAction("--action", assumed);
    List<ItemCatalog.Item> list =
        items.isEmpty()
            ? candidates.popular(
                assumed,
                example.cutMillis(),
                candidateCount == null ? CANDIDATES : candidateCount,
                loaded.catalog())
            : items.stream().map(id -> item(loaded.catalog(), id)).toList();
    return recommender.topItems(example, list, assumed, mix, top);
  }

  private List<ItemCatalog.Item> unseen(Example example, ItemCatalog catalog) {
    if (!items.isEmpty()) {
      return items.stream().map(id -> item(catalog, id)).toList();
    }
    Set<String> seen =
        example.history().stream().map(BehaviorEvent::item).collect(Collectors.toSet());
    return catalog.items().stream().filter(item -> !seen.contains(item.id())).toList();
  }

  private static ItemCatalog.Item item(ItemCatalog catalog, String id) {
    return catalog
        .find(id)
        .orElseThrow(
            () ->
                new InvalidInputException(
                    "--item " + id + ": the bundle's catalog has no such item"));
  }

  private static void printUsers(PrintWriter out, List<Recommender.Ranked<Prediction>> ranked) {
    for (int i = 0; i < ranked.size(); i++) {
      out.println(
          String.format(
              Locale.ROOT,
              "%3d  %-16s %9.4f",
              i + 1,
              ranked.get(i).entry().user(),
              ranked.get(i).score()));
    }
  }

  private static void printItems(
      PrintWriter out, List<Recommender.Ranked<ItemCatalog.Item>> ranked) {
    for (int i = 0; i < ranked.size(); i++) {
      ItemCatalog.Item item = ranked.get(i).entry();
      out.println(
          String.format(
              Locale.ROOT,
              "%3d  %-16s %9.4f  %s",
              i + 1,
              item.id(),
              ranked.get(i).score(),
              item.text().orElse("")));
    }
  }
}
