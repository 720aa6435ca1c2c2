package org.taskweave.cli;

import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import org.taskweave.core.InvalidInputException;
import org.taskweave.core.Suggestion;
import org.taskweave.core.recipe.Recipe;
import org.taskweave.data.event.BehaviorEvent;
import org.taskweave.data.event.BehaviorSequence;
import org.taskweave.data.event.BehaviorSequences;
import org.taskweave.data.event.ItemCatalog;
import org.taskweave.data.example.Example;
import org.taskweave.data.example.ExampleBuilder;
import org.taskweave.data.log.LogReader;
import org.taskweave.data.log.NumericAttributes;
import org.taskweave.data.log.PairFile;
import org.taskweave.data.log.ReadLog;
import org.taskweave.data.side.SideTable;
import org.taskweave.recommend.Rejects;
import org.taskweave.training.run.RunListener;

/** A log as examples to predict for, and its items by popularity. */
final class LoggedUsers {

  private final Recipe recipe;
  private final List<BehaviorEvent> events;
  private final BehaviorSequences sequences;
  private final SideTable known;

  private LoggedUsers(Recipe recipe, List<BehaviorEvent> events, SideTable known) {
    this.recipe = recipe;
    this.known = known;
    this.events = events;
    this.sequences = BehaviorSequences.of(events, recipe.seed(), recipe.data().columns().order());
  }

  static LoggedUsers read(Recipe recipe, Path quarantine, RunListener listener) {
    ReadLog log =
        new LogReader(recipe.data(), Path.of(""), NumericAttributes.of(recipe)).read(quarantine);
    listener.logRead(log.report());
    return new LoggedUsers(recipe, log.events(), log.tables().ofUsers());
  }

  /**
   * As above, of some users alone, in memory that does not grow with the log. A core of the log
   * asks for all of it.
   *
   * @param log options that name it
   * @param recipe as the options have it
   */
  static LoggedUsers read(LogOptions log, Recipe recipe, Set<String> users, RunListener listener) {
    if (recipe.data().core() > 1) {
      return read(recipe, log.quarantine(), listener);
    }
    SideTable known = log.users(recipe, listener);
    List<BehaviorEvent> events = new ArrayList<>();
    List<BehaviorEvent> anybody = new ArrayList<>();
    log.readUsers(
        recipe,
        listener,
        own -> {
          if (users.contains(own.get(0).user())) {
            events.addAll(own);
          } else if (anybody.isEmpty()) {
            anybody.addAll(own);
          }
        });
    // Sequences of nobody are none; that none of the named ones is in the log is said later.
    return new LoggedUsers(recipe, events.isEmpty() ? anybody : events, known);
  }

  /**
   * Users at a cut.
   *
   * @param users all with what the recipe requires, if absent
   * @param at a date (00:00 in the data's time zone); just after each user's newest event if absent
   */
  List<Example> examples(Optional<Collection<String>> users, Optional<String> at) {
    return ExampleBuilder.of(recipe)
        .joining(known)
        .withoutLabels(
            sequences,
            users,
            at.map(date -> millis(recipe, date))
                .map(OptionalLong::of)
                .orElse(OptionalLong.empty()));
  }

  /**
   * As above, an example for each pair, about its item. A pair that cannot be answered goes to the
   * rejects.
   */
  List<Example> examples(
      List<PairFile.Pair> pairs, Optional<String> at, ItemCatalog catalog, Rejects rejects) {
    OptionalLong cut =
        at.map(date -> OptionalLong.of(millis(recipe, date))).orElse(OptionalLong.empty());
    Map<String, String> reasons = new HashMap<>();
    List<String> known = new ArrayList<>();
    for (String user : new LinkedHashSet<>(pairs.stream().map(PairFile.Pair::user).toList())) {
      Optional<BehaviorSequence> sequence = sequences.find(user);
      if (sequence.isEmpty()) {
        reasons.put(user, "the user is not in the log");
      } else if (cut.isPresent() && sequence.get().before(cut.getAsLong()).isEmpty()) {
        reasons.put(user, "the user has no event before " + at.orElseThrow());
      } else {
        known.add(user);
      }
    }
    Map<String, Example> byUser = new HashMap<>();
    if (!known.isEmpty()) {
      examples(Optional.of(known), at).forEach(example -> byUser.put(example.user(), example));
    }
    List<Example> examples = new ArrayList<>();
    for (PairFile.Pair pair : pairs) {
      String reason =
          catalog.find(pair.item()).isEmpty()
              ? "the item is not in the bundle's catalog"
              : reasons.get(pair.user());
      if (reason == null) {
        examples.add(byUser.get(pair.user()).about(pair.item()));
      } else {
        rejects.add(pair.user(), Optional.of(pair.item()), reason);
      }
    }
    return examples;
  }

  /** The start of a date in the data's time zone. */
  static long millis(Recipe recipe, String date) {
    try {
      return LocalDate.parse(date)
          .atStartOfDay(ZoneId.of(recipe.data().timeZone()))
          .toInstant()
          .toEpochMilli();
    } catch (DateTimeException e) {
      throw new InvalidInputException("--at " + date + ": is no date; write it as 2011-10-09", e);
    }
  }

  /**
   * Refuses an action that no event of the log has.
   *
   * @param option what named it
   */
  void requireAction(String option, String action) {
    TreeSet<String> known = new TreeSet<>();
    events.forEach(event -> known.add(event.action()));
    requireAction(option, action, known);
  }

  /** As above, given the log's actions. */
  static void requireAction(String option, String action, Set<String> known) {
    if (!known.contains(action)) {
      throw new InvalidInputException(
          option
              + " "
              + action
              + ": no event of the log has this action; "
              + Suggestion.forMessage(action, known));
    }
  }

  /** The n items with the most events of the action before a time, the most popular first. */
  List<ItemCatalog.Item> popular(String action, long beforeMillis, int n, ItemCatalog catalog) {
    Map<String, Integer> counts = new HashMap<>();
    for (BehaviorEvent event : events) {
      if (event.action().equals(action) && event.timestampMillis() < beforeMillis) {
        counts.merge(event.item(), 1, Integer::sum);
      }
    }
    return mostFrequent(counts, n, catalog);
  }

  /** Those of a catalog that were counted most, ties by id. */
  static List<ItemCatalog.Item> mostFrequent(
      Map<String, Integer> counts, int n, ItemCatalog catalog) {
    return counts.entrySet().stream()
        .sorted(
            Comparator.comparing((Map.Entry<String, Integer> e) -> -e.getValue())
                .thenComparing(Map.Entry::getKey))
        .map(entry -> catalog.find(entry.getKey()))
        .flatMap(Optional::stream)
        .limit(n)
        .toList();
  }
}
