package org.taskweave.data.batch;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.taskweave.core.batch.TaskLabels;
import org.taskweave.core.task.TaskSpec;
import org.taskweave.data.event.Baskets;
import org.taskweave.data.event.BehaviorEvent;
import org.taskweave.data.event.ItemCatalog;
import org.taskweave.data.example.Example;
import org.taskweave.data.feature.ExampleFeatures;

/**
 * Events as tokens of hierarchical sequences, and the rows of examples that are read from them: an
 * event's id is its item's row in the catalog, or N (one past the last of N rows) for an item that
 * is not in it.
 */
final class ItemTokens {

  private final ExampleFeatures features;
  private final Map<String, Integer> rowOfItem = new LinkedHashMap<>();
  private final LabelEncoder labels;
  private final boolean readsItems;

  ItemTokens(ExampleFeatures features, ItemCatalog catalog) {
    this.features = features;
    this.labels = new LabelEncoder(features);
    this.readsItems = features.tasks().stream().anyMatch(task -> task.head().readsItem());
    catalog.items().forEach(item -> rowOfItem.put(item.id(), rowOfItem.size()));
  }

  /**
   * A sequence.
   *
   * @param beforeMillis time of the event before the first one; empty if there is none
   * @param positions [R] tokens that rows are read from
   * @param labelled [R] whose rows these are
   */
  EncodedExample encode(
      List<BehaviorEvent> events,
      OptionalLong beforeMillis,
      int[] positions,
      List<Example> labelled) {
    return encode(events, beforeMillis, positions, labelled, 0);
  }

  /** As above, of a fold. */
  EncodedExample encode(
      List<BehaviorEvent> events,
      OptionalLong beforeMillis,
      int[] positions,
      List<Example> labelled,
      int fold) {
    int length = events.size();
    int categories = features.channels().categorical().size();
    int numbers = features.channels().numeric().size();
    int[] ids = new int[length];
    int[][] categorical = new int[categories][length];
    float[] numeric = new float[length * numbers];
    int[] baskets = new int[length];
    OptionalLong previous = beforeMillis;
    for (int t = 0; t < length; t++) {
      BehaviorEvent event = events.get(t);
      ids[t] = row(event.item());
      baskets[t] = t == 0 ? 0 : baskets[t - 1] + (Baskets.shared(events.get(t - 1), event) ? 0 : 1);
      int[] indices = features.categoricalChannels(event, previous);
      for (int c = 0; c < categories; c++) {
        categorical[c][t] = indices[c];
      }
      System.arraycopy(features.numericChannels(event), 0, numeric, t * numbers, numbers);
      previous = OptionalLong.of(event.timestampMillis());
    }
    return new EncodedExample(
        ids,
        categorical,
        numeric,
        positions,
        userFeatures(labelled),
        labels(labelled),
        candidates(labelled),
        baskets,
        fold);
  }

  private int row(String item) {
    return rowOfItem.getOrDefault(item, rowOfItem.size());
  }

  private float[] userFeatures(List<Example> labelled) {
    float[] user = new float[labelled.size() * features.userFeatureCount()];
    for (int r = 0; r < labelled.size(); r++) {
      float[] row = features.userFeatures(labelled.get(r));
      System.arraycopy(row, 0, user, r * row.length, row.length);
    }
    return user;
  }

  private int[] candidates(List<Example> labelled) {
    return readsItems
        ? labelled.stream()
            .mapToInt(e -> e.target().map(event -> row(event.item())).orElse(rowOfItem.size()))
            .toArray()
        : new int[0];
  }

  private List<TaskLabels> labels(List<Example> labelled) {
    List<TaskLabels> all = new ArrayList<>();
    for (int k = 0; k < features.tasks().size(); k++) {
      TaskSpec task = features.tasks().get(k);
      int width = task.labelWidth();
      float[] values = new float[labelled.size() * width];
      float[] mask = new float[labelled.size()];
      for (int r = 0; r < mask.length; r++) {
        TaskLabels row = labels.row(k, labelled.get(r).labels().get(k));
        System.arraycopy(row.values(), 0, values, r * width, width);
        mask[r] = row.mask()[0];
      }
      all.add(new TaskLabels(values, mask));
    }
    return all;
  }

  /** See {@link HistoryEncoder#unknownClasses()}. */
  Map<String, Integer> unknownClasses() {
    return labels.unknownClasses();
  }
}
