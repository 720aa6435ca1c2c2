package org.taskweave.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.taskweave.core.InvalidInputException;
import org.taskweave.data.log.UserFile;
import org.taskweave.data.side.SideTable;
import org.taskweave.data.table.TableFormat;
import org.taskweave.recommend.ItemRanker;
import org.taskweave.recommend.Rejects;
import org.taskweave.recommend.TopList;
import org.taskweave.recommend.TopListFile;
import org.taskweave.recommend.TopLists;
import picocli.CommandLine.Option;

/** Lists for all users of a log, or for those that a file names, into a table. */
final class EveryoneOptions {

  @Option(names = "--all", description = "For all users of the log, into --out.")
  private boolean all;

  @Option(
      names = "--users",
      paramLabel = "FILE",
      description =
          "For the users of this CSV file with the column user, into --out; those that the log does"
              + " not know, too.")
  private Path users;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description =
          "The table: .parquet or .jsonl (a row for each user with a list of items), or .csv (a row"
              + " for each item). Its source says model, or popularity for a user of whom the model"
              + " knows nothing.")
  private Path out;

  @Option(
      names = "--rejects",
      paramLabel = "FILE",
      description =
          "Users without a list, and why (user, item, reason); by default beside --out, as in"
              + " top.rejects.csv.")
  private Path rejects;

  /** Whether that is what is asked for. */
  boolean asked() {
    return all || users != null;
  }

  /**
   * Refuses what does not fit together.
   *
   * @param user the option of the command that names one user
   */
  void check(Optional<String> user) {
    if (Stream.of(all, users != null, user.isPresent()).filter(given -> given).count() != 1) {
      throw new InvalidInputException("For whom? Give one of --user, --users and --all");
    }
    if (asked() == (out == null)) {
      throw new InvalidInputException(
          asked()
              ? "--out is missing: lists for many users go to a table, as in --out top.parquet"
              : "--out is for the lists of --all or --users: remove it");
    }
    if (!asked() && rejects != null) {
      throw new InvalidInputException("--rejects is for the lists of --all or --users: remove it");
    }
    if (asked()) {
      TableFormat.of(out);
      if (rejects != null) {
        TableFormat.of(rejects);
      }
    }
  }

  /** Writes the lists of a ranker. */
  void write(RecommendOptions.Opened opened, ItemRanker ranker, PrintWriter print) {
    List<Path> read = users == null ? List.of() : List.of(users);
    Path rejected = rejects == null ? Rejects.beside(out) : rejects;
    opened.refuse("--out", out, read);
    opened.refuse("--rejects", rejected, read);
    Optional<Set<String>> wanted = Optional.ofNullable(users).map(UserFile::read);
    Rejects without = new Rejects();
    SideTable known = opened.users();
    long start = System.nanoTime();
    TopListFile.write(
        out,
        sink -> {
          TopLists lists =
              new TopLists(opened.recipe(), known, ranker, opened.cutMillis(), without, sink);
          Set<String> missing = new HashSet<>(wanted.orElse(Set.of()));
          opened.readUsers(
              events -> {
                if (wanted.isEmpty() || missing.remove(events.get(0).user())) {
                  lists.add(events);
                }
              });
          wanted.ifPresent(
              named -> named.stream().filter(missing::contains).forEach(lists::addStranger));
          lists.finish();
          print(lists.counts(), ranker.protocol(), seconds(start), print);
        });
    without.write(rejected);
    if (without.size() > 0) {
      print.println(
          String.format(
              Locale.ROOT, "%,d rejected, see %s: %s", without.size(), rejected, without.counts()));
    }
  }

  private static double seconds(long startNanos) {
    return (System.nanoTime() - startNanos) / 1e9;
  }

  private void print(
      Map<TopList.Source, Integer> counts, String protocol, double seconds, PrintWriter print) {
    int users = counts.values().stream().mapToInt(Integer::intValue).sum();
    print.println(protocol);
    print.println(
        String.format(
            Locale.ROOT,
            "%,d users, %,d by the model, %,d by popularity, to %s; %,.0f users a second",
            users,
            counts.getOrDefault(TopList.Source.MODEL, 0),
            counts.getOrDefault(TopList.Source.POPULARITY, 0),
            out,
            users / seconds));
  }
}
