package org.taskweave.trees;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.taskweave.core.task.TaskSpec;
import org.taskweave.data.batch.EncodedExample;
import org.taskweave.data.event.BehaviorEvent;
import org.taskweave.data.example.Example;
import org.taskweave.data.feature.Preprocessing;

/**
 * What the trees of one task read of an example: the user features, the history in a few numbers,
 * and for a task about an item the effects, the item's place in the history and its rates. As in a
 * model, nothing of the item is read for a task about the user.
 */
final class TreeColumns {

  private static final double MILLIS_PER_HOUR = 3_600_000.0;
  private static final int OF_THE_ITEM = 2;

  private final int userFeatures;
  private final HistoryColumns history;
  private final Optional<ItemRates> rates;
  private final List<String> names = new ArrayList<>();

  /**
   * Columns of a task.
   *
   * @param k position in the task list
   * @param rates of the item, for tasks that read it
   */
  TreeColumns(Preprocessing preprocessing, int k, Optional<ItemRates> rates) {
    TaskSpec task = preprocessing.tasks().get(k);
    this.rates = rates;
    this.history = new HistoryColumns(preprocessing);
    this.userFeatures =
        preprocessing.userFeatureCount() - (rates.isPresent() ? 0 : preprocessing.targetColumns());
    names.addAll(preprocessing.userFeatureNames().subList(0, userFeatures));
    names.addAll(history.names());
    rates.ifPresent(
        item -> {
          names.add("events of the item in the history");
          names.add("hours since the item's newest event");
          for (int c = 0; c < item.columns() - 1; c++) {
            names.add("item's mean " + task.name() + (item.columns() > 2 ? " " + c : ""));
          }
          names.add("item's labels");
        });
  }

  /** Names, none twice. */
  String[] names() {
    return names.toArray(String[]::new);
  }

  int count() {
    return names.size();
  }

  /**
   * Writes a row.
   *
   * @param encoded of the example
   */
  void write(Example example, EncodedExample encoded, float[] into, int offset) {
    System.arraycopy(encoded.userFeatures(), 0, into, offset, userFeatures);
    int at = offset + userFeatures;
    history.write(example, into, at);
    if (rates.isPresent()) {
      at += history.names().size();
      writeItem(example, into, at);
      rates.get().write(example, into, at + OF_THE_ITEM);
    }
  }

  private static void writeItem(Example example, float[] into, int at) {
    String item = example.target().map(BehaviorEvent::item).orElse("");
    int seen = 0;
    double hours = Double.NaN;
    for (BehaviorEvent event : example.history()) {
      if (event.item().equals(item)) {
        seen++;
        hours = (example.cutMillis() - event.timestampMillis()) / MILLIS_PER_HOUR;
      }
    }
    into[at] = seen;
    into[at + 1] = (float) hours;
  }
}
