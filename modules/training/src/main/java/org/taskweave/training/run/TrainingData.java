package org.taskweave.training.run;

import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.taskweave.core.InvalidInputException;
import org.taskweave.core.recipe.Recipe;
import org.taskweave.data.event.BehaviorEvent;
import org.taskweave.data.event.BehaviorSequences;
import org.taskweave.data.event.ItemCatalog;
import org.taskweave.data.example.Example;
import org.taskweave.data.example.ExampleBuilder;
import org.taskweave.data.example.ExampleSummary;
import org.taskweave.data.example.Split;
import org.taskweave.data.log.LogReader;
import org.taskweave.data.log.NumericAttributes;
import org.taskweave.data.log.ReadLog;

/**
 * A log cut into examples with their labels.
 *
 * @param hash of the events, as in "sha256:..."
 * @param examples by split; every split has an entry, the test split's may be empty
 */
public record TrainingData(String hash, ItemCatalog catalog, Map<Split, List<Example>> examples) {

  public TrainingData {
    examples = Map.copyOf(examples);
  }

  /**
   * Reads a recipe's log and cuts it.
   *
   * @param quarantineFolder bad rows are written there
   */
  public static TrainingData read(Recipe recipe, Path quarantineFolder, RunListener listener) {
    ReadLog log =
        new LogReader(recipe.data(), Path.of(""), NumericAttributes.of(recipe))
            .read(quarantineFolder);
    listener.logRead(log.report());
    return of(recipe, log.events(), log.report().sha256(), listener);
  }

  /**
   * Cuts events from any source; the recipe's data section is then only read for the order column.
   *
   * @param hash of the events, for the run record
   */
  public static TrainingData of(
      Recipe recipe, List<BehaviorEvent> events, String hash, RunListener listener) {
    BehaviorSequences sequences =
        BehaviorSequences.of(events, recipe.seed(), recipe.data().columns().order());
    List<Example> examples = new ExampleBuilder(recipe.examples(), recipe.tasks()).build(sequences);
    listener.examplesCut(ExampleSummary.of(examples, recipe.tasks()));
    Map<Split, List<Example>> bySplit = new EnumMap<>(Split.class);
    for (Split split : Split.values()) {
      bySplit.put(split, examples.stream().filter(e -> e.split() == split).toList());
    }
    for (Split split : List.of(Split.TRAIN, Split.DEV)) {
      if (bySplit.get(split).isEmpty()) {
        throw new InvalidInputException(
            "examples: the "
                + split.name().toLowerCase(java.util.Locale.ROOT)
                + " split has no example. Training needs examples to learn from and others to"
                + " select by: check examples.cuts and examples.requiredAction.");
      }
    }
    return new TrainingData(hash, ItemCatalog.of(events), bySplit);
  }

  List<Example> of(Split split) {
    return examples.get(split);
  }
}
