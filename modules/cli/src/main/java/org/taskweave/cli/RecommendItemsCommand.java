package org.taskweave.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.taskweave.core.InvalidInputException;
import org.taskweave.data.event.BehaviorEvent;
import org.taskweave.data.event.ItemCatalog;
import org.taskweave.data.example.Example;
import org.taskweave.recommend.Recommender;
import org.taskweave.recommend.ScoreMix;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "items",
    description = {
      "The items with the highest score of a task for a user. A task that reads user and item is",
      "asked about each item of the catalog that is not in the history; for other tasks each",
      "candidate is scored as if the user's next event were --action with it."
    })
final class RecommendItemsCommand implements Callable<Integer> {

  private static final int CANDIDATES = 200;

  @Mixin private RecommendOptions options;

  @Option(names = "--user", required = true, paramLabel = "USER", description = "For whom.")
  private String user;

  @Option(
      names = "--by",
      required = true,
      paramLabel = "SCORE",
      description =
          "A task (rating), the class of a task (priceBand:CLASS), or a weighted mix"
              + " (reorder=1,returns=-0.5).")
  private String by;

  @Option(
      names = "--action",
      paramLabel = "ACTION",
      description = "The action assumed; the recipe's examples.requiredAction by default.")
  private String action;

  @Option(
      names = "--item",
      paramLabel = "ITEM",
      description = "A candidate; may be repeated. By default the most popular ones.")
  private List<String> items = new ArrayList<>();

  @Option(
      names = "--candidates",
      paramLabel = "N",
      description = "How many of the most popular items; " + CANDIDATES + " by default.")
  private Integer candidateCount;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    if (candidateCount != null) {
      RecommendOptions.requireAtLeastOne("--candidates", candidateCount);
    }
    PrintWriter out = spec.commandLine().getOut();
    return options.run(
        spec,
        opened -> {
          List<Recommender.Ranked<ItemCatalog.Item>> ranked = ranked(opened);
          for (int i = 0; i < ranked.size(); i++) {
            RecommendOptions.printItem(out, i + 1, ranked.get(i).entry(), ranked.get(i).score());
          }
        });
  }

  private List<Recommender.Ranked<ItemCatalog.Item>> ranked(RecommendOptions.Opened opened) {
    ScoreMix mix = ScoreMix.parse(by, opened.bundle().preprocessing().tasks());
    Candidates candidates = opened.read();
    Recommender recommender = opened.recommender();
    Example example = opened.user(candidates, user);
    ItemCatalog catalog = opened.bundle().catalog();
    if (recommender.aboutItems(mix)) {
      if (action != null || candidateCount != null) {
        throw new InvalidInputException(
            "--action and --candidates: "
                + by
                + " reads user and item, and is asked about the whole catalog: remove them, or name"
                + " each --item");
      }
      return recommender.topItems(example, unseen(example, catalog), "", mix, options.top());
    }
    String assumed =
        Optional.ofNullable(action)
            .or(() -> opened.bundle().recipe().examples().requiredAction())
            .orElseThrow(
                () ->
                    new InvalidInputException(
                        "--action: the recipe requires no action, so name the one to assume"));
    candidates.requireAction("--action", assumed);
    int count = candidateCount == null ? CANDIDATES : candidateCount;
    List<ItemCatalog.Item> list =
        items.isEmpty()
            ? candidates.popular(assumed, example.cutMillis(), count, catalog)
            : named(catalog);
    return recommender.topItems(example, list, assumed, mix, options.top());
  }

  private List<ItemCatalog.Item> unseen(Example example, ItemCatalog catalog) {
    if (!items.isEmpty()) {
      return named(catalog);
    }
    Set<String> seen =
        example.history().stream().map(BehaviorEvent::item).collect(Collectors.toSet());
    return catalog.items().stream().filter(item -> !seen.contains(item.id())).toList();
  }

  private List<ItemCatalog.Item> named(ItemCatalog catalog) {
    return items.stream()
        .map(
            id ->
                catalog
                    .find(id)
                    .orElseThrow(
                        () ->
                            new InvalidInputException(
                                "--item " + id + ": the bundle's catalog has no such item")))
        .toList();
  }
}
