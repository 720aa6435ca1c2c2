package org.taskweave.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.taskweave.recommend.Prediction;
import org.taskweave.recommend.Recommender;
import org.taskweave.recommend.ScoreMix;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(name = "users", description = "The users with the highest score of a task.")
final class RecommendUsersCommand implements Callable<Integer> {

  @Mixin private RecommendOptions options;

  @Option(
      names = "--by",
      required = true,
      paramLabel = "SCORE",
      description =
          "A task (reorder), the class of a task (priceBand:CLASS), or a weighted mix"
              + " (reorder=1,returns=-0.5).")
  private String by;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    return options.run(
        spec,
        opened -> {
          ScoreMix mix = ScoreMix.parse(by, opened.bundle().preprocessing().tasks());
          print(
              out, opened.recommender().topUsers(opened.users(opened.read()), mix, options.top()));
        });
  }

  private static void print(PrintWriter out, List<Recommender.Ranked<Prediction>> ranked) {
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
}
