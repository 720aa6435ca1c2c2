package org.taskweave.cli;

import java.io.PrintWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.taskweave.core.InvalidInputException;
import org.taskweave.data.event.BehaviorEvent;
import org.taskweave.data.example.Example;
import org.taskweave.recommend.ItemFilter;
import org.taskweave.recommend.NextItems;
import org.taskweave.recommend.Recommendation;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "next",
    description = {
      "The items that a next-item task ranks first for a user, out of the whole catalog, with the",
      "events of the user's history that weighed most."
    })
final class RecommendNextCommand implements Callable<Integer> {

  private static final int REASONS = 3;

  @Mixin private RecommendOptions options;

  @Option(names = "--user", required = true, paramLabel = "USER", description = "For whom.")
  private String user;

  @Option(
      names = "--task",
      paramLabel = "TASK",
      description = "The next-item task, if the bundle has several.")
  private String task;

  @Option(
      names = "--exclude-seen",
      description =
          "Leave out items of the user's history; without it the task's own rule (seen: keep or"
              + " filter) holds.")
  private boolean excludeSeen;

  @Option(
      names = "--exclude",
      paramLabel = "ITEM",
      split = ",",
      description = "Leave out these items, with commas between; may be repeated.")
  private List<String> exclude = new ArrayList<>();

  @Option(
      names = "--reasons",
      paramLabel = "N",
      description =
          "Name up to so many events that raised an item's score most: without the event it would"
              + " be lower by the number shown. "
              + REASONS
              + " by default, 0 for none, which saves the scoring of one history per event.")
  private Integer reasons;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    if (reasons != null && reasons < 0) {
      throw new InvalidInputException(
          "--reasons " + reasons + ": must be at least 0, which asks for none");
    }
    PrintWriter out = spec.commandLine().getOut();
    return options.run(
        spec,
        opened -> {
          NextItems items =
              new NextItems(
                  opened.bundle().context(), opened.engine().scorer(), Optional.ofNullable(task));
          print(items, opened.user(opened.read(), user), options.top(), out);
        });
  }

  private void print(NextItems items, Example user, int top, PrintWriter out) {
    ItemFilter filter = new ItemFilter(excludeSeen, new HashSet<>(exclude));
    List<Recommendation> recommended =
        items.explained(user, items.of(user, top, filter), reasons == null ? REASONS : reasons);
    out.println(
        String.format(
            Locale.ROOT,
            "next items of %s by \"%s\" out of %,d, %s",
            user.user(),
            items.task().name(),
            items.task().outputWidth(),
            items.leavesSeenOut(filter) ? "seen ones left out" : "seen ones too"));
    for (int i = 0; i < recommended.size(); i++) {
      Recommendation item = recommended.get(i);
      RecommendOptions.printItem(out, i + 1, item.item(), item.score());
      for (Recommendation.Reason reason : item.reasons()) {
        out.println(
            String.format(
                Locale.ROOT, "       %+9.4f  %s", reason.difference(), describe(reason.event())));
      }
    }
  }

  private static String describe(BehaviorEvent event) {
    return event.action()
        + " "
        + event.item()
        + event.text().map(text -> " \"" + text + "\"").orElse("")
        + " at "
        + Instant.ofEpochMilli(event.timestampMillis());
  }
}
