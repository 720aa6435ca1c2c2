package org.taskweave.training.run;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.taskweave.core.InvalidInputException;
import org.taskweave.core.recipe.Recipe;
import org.taskweave.data.event.BehaviorEvent;
import org.taskweave.data.event.BehaviorSequence;
import org.taskweave.data.event.BehaviorSequences;
import org.taskweave.data.event.ItemCatalog;
import org.taskweave.data.event.SequenceStore;
import org.taskweave.data.example.Example;
import org.taskweave.data.example.ExampleBuilder;
import org.taskweave.data.example.ExampleSummary;
import org.taskweave.data.example.Split;
import org.taskweave.data.example.TrainingTime;
import org.taskweave.data.log.EventDigest;
import org.taskweave.data.log.LogReader;
import org.taskweave.data.log.NumericAttributes;
import org.taskweave.data.log.ReadLog;
import org.taskweave.data.log.ReadReport;
import org.taskweave.data.side.SideTables;
import org.taskweave.training.bundle.CatalogFile;

/**
 * A log cut into examples with their labels.
 *
 * @param hash of the events, as in "sha256:..."
 * @param catalog all items of the log and of the table of items, with what was known of them when
 *     training ended
 * @param examples by split; every split has an entry, the test split's may be empty
 * @param until time of the newest event
 */
public record TrainingData(
    String hash, ItemCatalog catalog, Map<Split, List<Example>> examples, Instant until) {

  public TrainingData {
    examples = Map.copyOf(examples);
  }

  /**
   * Reads a recipe's log and cuts it.
   *
   * @param quarantineFolder bad rows are written there
   */
  public static TrainingData read(Recipe recipe, Path quarantineFolder, RunListener listener) {
    return of(recipe, log(recipe, quarantineFolder, listener), listener);
  }

  /**
   * As above, where the recipe allows it in memory that does not grow with the log's events: the
   * sequences are put into a file, and the examples are cut of them each time they are asked for.
   *
   * @param sequences empty; to be closed when the examples are no longer asked for
   */
  static TrainingData read(
      Recipe recipe, Path quarantineFolder, RunListener listener, SequenceStore sequences) {
    if (!UserByUser.fits(recipe)) {
      return read(recipe, quarantineFolder, listener);
    }
    ItemCatalog.Collector items =
        new ItemCatalog.Collector(recipe.data().columns().itemAttributes());
    Predicate<BehaviorEvent> known = TrainingTime.of(recipe.examples(), List.of());
    ReadReport report =
        new LogReader(recipe.data(), Path.of(""), NumericAttributes.of(recipe))
            .readHashedUsers(
                quarantineFolder,
                own -> {
                  own.forEach(event -> items.see(event, known.test(event)));
                  sequences.add(
                      BehaviorSequence.of(own, recipe.seed(), recipe.data().columns().order()));
                });
    sequences.complete();
    listener.logRead(report);
    Map<Split, List<Example>> examples = ExampleBuilder.of(recipe).build(sequences);
    listener.examplesCut(ExampleSummary.of(examples, recipe.tasks()));
    ItemCatalog catalog = items.catalog();
    CatalogFile.requireWritable(catalog);
    return new TrainingData(
        "sha256:" + report.sha256(),
        catalog,
        examples,
        Instant.ofEpochMilli(sequences.lastEventMillis()));
  }

  static ReadLog log(Recipe recipe, Path quarantineFolder, RunListener listener) {
    ReadLog log =
        new LogReader(recipe.data(), Path.of(""), NumericAttributes.of(recipe))
            .read(quarantineFolder);
    listener.logRead(log.report());
    return log;
  }

  static TrainingData of(Recipe recipe, ReadLog log, RunListener listener) {
    return of(recipe, log.events(), log.tables(), "sha256:" + log.report().sha256(), listener);
  }

  /**
   * Cuts events from any source. Of the recipe's data section only the order column and the names
   * of the attributes are used then.
   *
   * @throws InvalidInputException when there is no event or no example
   */
  public static TrainingData of(
      Recipe recipe, Iterable<BehaviorEvent> events, RunListener listener) {
    return of(recipe, events, SideTables.NONE, listener);
  }

  /**
   * As above.
   *
   * @param tables that the recipe's data.items and data.users describe
   */
  public static TrainingData of(
      Recipe recipe, Iterable<BehaviorEvent> events, SideTables tables, RunListener listener) {
    List<BehaviorEvent> list = new ArrayList<>();
    events.forEach(list::add);
    return of(recipe, list, tables, "sha256:" + EventDigest.sha256(list, tables), listener);
  }

  private static TrainingData of(
      Recipe recipe,
      List<BehaviorEvent> events,
      SideTables tables,
      String hash,
      RunListener listener) {
    BehaviorSequences sequences =
        BehaviorSequences.of(events, recipe.seed(), recipe.data().columns().order());
    List<Example> examples = ExampleBuilder.of(recipe).joining(tables.ofUsers()).build(sequences);
    listener.examplesCut(ExampleSummary.of(examples, recipe.tasks()));
    Map<Split, List<Example>> bySplit = new EnumMap<>(Split.class);
    for (Split split : Split.values()) {
      bySplit.put(split, examples.stream().filter(e -> e.split() == split).toList());
    }
    ItemCatalog catalog = catalog(recipe, events, tables, examples);
    CatalogFile.requireWritable(catalog);
    return new TrainingData(hash, catalog, bySplit, newest(events));
  }

  private static Instant newest(List<BehaviorEvent> events) {
    return Instant.ofEpochMilli(
        events.stream()
            .mapToLong(BehaviorEvent::timestampMillis)
            .max()
            .orElseThrow(() -> new InvalidInputException("the log has no event: name its files")));
  }

  private static ItemCatalog catalog(
      Recipe recipe, List<BehaviorEvent> events, SideTables tables, List<Example> examples) {
    Predicate<BehaviorEvent> known = TrainingTime.of(recipe.examples(), examples);
    ItemCatalog ofLog = ItemCatalog.of(events, known, recipe.data().columns().itemAttributes());
    long end =
        events.stream()
            .filter(known)
            .mapToLong(BehaviorEvent::timestampMillis)
            .max()
            .orElse(Long.MIN_VALUE);
    return tables.items().map(table -> ofLog.with(table, end)).orElse(ofLog);
  }

  /**
   * Refuses data that nothing can be learned from or selected by.
   *
   * @throws InvalidInputException if the train or the dev split has no example
   */
  public void requireTrainAndDev() {
    for (Split split : List.of(Split.TRAIN, Split.DEV)) {
      if (examples.get(split).isEmpty()) {
        throw new InvalidInputException(
            "examples: the "
                + split.name().toLowerCase(java.util.Locale.ROOT)
                + " split has no example. Training needs examples to learn from and others to"
                + " select by: check examples.cuts and examples.requiredAction.");
      }
    }
  }

  List<Example> of(Split split) {
    return examples.get(split);
  }
}
