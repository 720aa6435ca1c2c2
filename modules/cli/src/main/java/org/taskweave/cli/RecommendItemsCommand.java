package org.taskweave.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.taskweave.core.InvalidInputException;
import org.taskweave.data.event.BehaviorEvent;
import org.taskweave.data.event.ItemCatalog;
import org.taskweave.data.example.Example;
import org.taskweave.recommend.ItemCondition;
import org.taskweave.recommend.ItemFilter;
import org.taskweave.recommend.ItemRanker;
import org.taskweave.recommend.MixRanker;
import org.taskweave.recommend.NextItemRanker;
import org.taskweave.recommend.NextItems;
import org.taskweave.recommend.Recommender;
import org.taskweave.recommend.ScoreMix;
import org.taskweave.training.bundle.ModelContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "items",
    description = {
      "The items with the highest score of a task for a user, or for all of them. A task that reads",
      "user and item is asked about each item of the catalog that is not in the history; for other",
      "tasks each candidate is scored as if the user's next event were --action with it. With --all",
      "or --users a next-item task ranks the whole catalog, too."
    })
final class RecommendItemsCommand implements Callable<Integer> {

  private static final int CANDIDATES = 200;

  @Mixin private RecommendOptions options;

  @Option(names = "--user", paramLabel = "USER", description = "For one user, printed.")
  private String user;

  @Mixin private EveryoneOptions everyone;

  @Option(
      names = "--by",
      paramLabel = "SCORE",
      description =
          "A task (rating), the class of a task (priceBand:CLASS), or a weighted mix"
              + " (reorder=1,returns=-0.5). With --all or --users a next-item task, which is the"
              + " default.")
  private String by;

  @Option(
      names = "--exclude-seen",
      description =
          "Leave out items of the user's history. Tasks that read user and item leave them out"
              + " anyway, next-item tasks by their own rule (seen: keep or filter).")
  private boolean excludeSeen;

  @Option(
      names = "--filter",
      paramLabel = "CONDITION",
      description =
          "Only items with this attribute (category=mugs, brand!=x, price<=2.5); may be repeated.")
  private List<String> conditions = new ArrayList<>();

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
    everyone.check(Optional.ofNullable(user));
    if (!everyone.asked() && by == null) {
      throw new InvalidInputException(
          "--by is missing: name a task or a mix of several; next items of one user come from"
              + " recommend next");
    }
    PrintWriter out = spec.commandLine().getOut();
    return options.run(
        spec,
        opened -> {
          if (everyone.asked()) {
            everyone.write(opened, ranker(opened), out);
          } else {
            printRanked(opened, out);
          }
        });
  }

  private void printRanked(RecommendOptions.Opened opened, PrintWriter out) {
    ScoreMix mix = ScoreMix.parse(by, opened.bundle().context().tasks());
    LoggedUsers logged = opened.read();
    Example example = opened.user(logged, user);
    MixRanker ranker =
        mixRanker(
            opened,
            mix,
            (assumed, count) -> {
              logged.requireAction("--action", assumed);
              return logged.popular(assumed, example.cutMillis(), count, opened.bundle().catalog());
            });
    List<Recommender.Ranked<ItemCatalog.Item>> ranked = ranker.rank(List.of(example)).get(0);
    if (ranked.isEmpty()) {
      throw new InvalidInputException("there is no candidate item to rank");
    }
    for (int i = 0; i < ranked.size(); i++) {
      RecommendOptions.printItem(out, i + 1, ranked.get(i).entry(), ranked.get(i).score());
    }
  }

  private ItemRanker ranker(RecommendOptions.Opened opened) {
    ModelContext context = opened.bundle().context();
    boolean next =
        by == null
            || context.tasks().stream()
                .anyMatch(task -> task.name().equals(by) && task.ranking().isPresent());
    if (!next) {
      return mixRanker(
          opened,
          ScoreMix.parse(by, context.tasks()),
          (assumed, count) -> popular(opened, assumed, count));
    }
    if (action != null || candidateCount != null || !items.isEmpty()) {
      throw new InvalidInputException(
          "--action, --item and --candidates: a next-item task ranks the whole catalog: remove"
              + " them, or choose items with --filter");
    }
    ItemFilter filter = new ItemFilter(excludeSeen, Set.of(), conditions(opened));
    requireAny(context.catalog().items(), filter);
    return new NextItemRanker(
        new NextItems(context, opened.engine().scorer(), Optional.ofNullable(by)),
        options.top(),
        filter);
  }

  private List<ItemCondition> conditions(RecommendOptions.Opened opened) {
    return conditions.stream()
        .map(text -> ItemCondition.parse(text, opened.bundle().catalog()))
        .toList();
  }

  private List<ItemCatalog.Item> requireAny(List<ItemCatalog.Item> all, ItemFilter filter) {
    List<ItemCatalog.Item> left = all.stream().filter(filter::allows).toList();
    if (left.isEmpty()) {
      throw new InvalidInputException(
          conditions.isEmpty()
              ? "there is no candidate item to rank"
              : "--filter " + conditions + ": no item meets it");
    }
    return left;
  }

  /** Most popular items by the action that is assumed and their number. */
  private interface Popular {
    List<ItemCatalog.Item> items(String action, int count);
  }

  private MixRanker mixRanker(RecommendOptions.Opened opened, ScoreMix mix, Popular popular) {
    Recommender recommender = opened.recommender();
    ItemCatalog catalog = opened.bundle().catalog();
    boolean aboutItems = recommender.aboutItems(mix);
    ItemFilter filter = new ItemFilter(false, Set.of(), conditions(opened));
    String assumed = aboutItems ? "" : assumed(opened);
    if (aboutItems && (action != null || candidateCount != null)) {
      throw new InvalidInputException(
          "--action and --candidates: "
              + by
              + " reads user and item, and is asked about the whole catalog: remove them, or name"
              + " each --item");
    }
    List<ItemCatalog.Item> candidates;
    if (!items.isEmpty()) {
      candidates = named(catalog);
    } else if (aboutItems) {
      candidates = catalog.items();
    } else {
      candidates = popular.items(assumed, candidateCount == null ? CANDIDATES : candidateCount);
    }
    boolean seenToo = !excludeSeen && (!aboutItems || !items.isEmpty());
    return new MixRanker(
        recommender, mix, requireAny(candidates, filter), seenToo, assumed, options.top(), by);
  }

  private String assumed(RecommendOptions.Opened opened) {
    return Optional.ofNullable(action)
        .or(() -> opened.bundle().recipe().examples().requiredAction())
        .orElseThrow(
            () ->
                new InvalidInputException(
                    "--action: the recipe requires no action, so name the one to assume"));
  }

  /** The same candidates for all users: the most popular ones of the whole log before --at. */
  private List<ItemCatalog.Item> popular(
      RecommendOptions.Opened opened, String assumed, int count) {
    long until = opened.cutMillis().orElse(Long.MAX_VALUE);
    Set<String> actions = new TreeSet<>();
    Map<String, Integer> counts = new HashMap<>();
    opened.readUsers(
        events -> {
          for (BehaviorEvent event : events) {
            actions.add(event.action());
            if (event.action().equals(assumed) && event.timestampMillis() < until) {
              counts.merge(event.item(), 1, Integer::sum);
            }
          }
        });
    LoggedUsers.requireAction("--action", assumed, actions);
    return LoggedUsers.mostFrequent(counts, count, opened.bundle().catalog());
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
