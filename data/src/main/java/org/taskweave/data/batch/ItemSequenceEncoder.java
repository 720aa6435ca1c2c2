package org.taskweave.data.batch;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.taskweave.core.batch.TaskLabels;
import org.taskweave.core.task.TaskSpec;
import org.taskweave.data.event.BehaviorEvent;
import org.taskweave.data.event.ItemCatalog;
import org.taskweave.data.example.Example;
import org.taskweave.data.feature.ExampleFeatures;

/**
 * Hierarchical sequences: one token per event, its id the item's row in the catalog, or N (one past
 * the last of N rows) for an item that is not in it. A longer history is read from its newest
 * events.
 *
 * <p>In training, histories of a user that begin alike become one sequence, since a causal model
 * reads each of them at the position of its last event. A longer one becomes windows that overlap
 * by half; each position is labelled in the window that shows most of what came before it.
 */
public final class ItemSequenceEncoder implements HistoryEncoder {

  private final ExampleFeatures features;
  private final Map<String, Integer> rowOfItem = new LinkedHashMap<>();
  private final int maxEvents;
  private final LabelEncoder labels;

  /**
   * An encoder.
   *
   * @param maxEvents most tokens of a sequence
   */
  public ItemSequenceEncoder(ExampleFeatures features, ItemCatalog catalog, int maxEvents) {
    this.features = features;
    this.maxEvents = maxEvents;
    this.labels = new LabelEncoder(features);
    catalog.items().forEach(item -> rowOfItem.put(item.id(), rowOfItem.size()));
  }

  @Override
  public EncodedExample encode(Example example) {
    int end = example.history().size();
    return window(Math.max(0, end - maxEvents), end, List.of(example));
  }

  @Override
  public List<EncodedExample> encodeTraining(List<Example> examples) {
    List<EncodedExample> sequences = new ArrayList<>();
    for (List<Example> nested : NestedHistories.of(examples)) {
      addWindows(nested, sequences);
    }
    return sequences;
  }

  /** Windows from the oldest event on, each labelling what the one before did not. */
  private void addWindows(List<Example> nested, List<EncodedExample> sequences) {
    int size = nested.get(nested.size() - 1).history().size();
    int step = Math.max(1, maxEvents / 2);
    int done = 0;
    for (int end = Math.min(size, maxEvents); done < size; end = Math.min(size, end + step)) {
      int from = done;
      int to = end;
      List<Example> labelled =
          nested.stream()
              .filter(e -> e.history().size() > from && e.history().size() <= to)
              .toList();
      if (!labelled.isEmpty()) {
        int last = labelled.get(labelled.size() - 1).history().size();
        sequences.add(window(Math.max(0, last - maxEvents), last, labelled));
      }
      done = end;
    }
  }

  /** Events from (inclusive) to (exclusive) of the longest history, which the others begin. */
  private EncodedExample window(int from, int to, List<Example> labelled) {
    List<BehaviorEvent> history = labelled.get(labelled.size() - 1).history();
    int length = to - from;
    int categories = features.channels().categorical().size();
    int numbers = features.channels().numeric().size();
    int[] ids = new int[length];
    int[][] categorical = new int[categories][length];
    float[] numeric = new float[length * numbers];
    for (int t = 0; t < length; t++) {
      BehaviorEvent event = history.get(from + t);
      ids[t] = rowOfItem.getOrDefault(event.item(), rowOfItem.size());
      int[] indices = features.categoricalChannels(event, before(history, from + t));
      for (int c = 0; c < categories; c++) {
        categorical[c][t] = indices[c];
      }
      System.arraycopy(features.numericChannels(event), 0, numeric, t * numbers, numbers);
    }
    int[] positions = new int[labelled.size()];
    float[] user = new float[labelled.size() * features.userFeatureCount()];
    for (int r = 0; r < positions.length; r++) {
      Example example = labelled.get(r);
      positions[r] = example.history().size() - 1 - from;
      float[] row = features.userFeatures(example.history(), example.cutMillis());
      System.arraycopy(row, 0, user, r * row.length, row.length);
    }
    return new EncodedExample(ids, categorical, numeric, positions, user, labels(labelled));
  }

  private static OptionalLong before(List<BehaviorEvent> history, int position) {
    return position == 0
        ? OptionalLong.empty()
        : OptionalLong.of(history.get(position - 1).timestampMillis());
  }

  private List<TaskLabels> labels(List<Example> labelled) {
    List<TaskLabels> all = new ArrayList<>();
    for (int k = 0; k < features.tasks().size(); k++) {
      TaskSpec task = features.tasks().get(k);
      int width = task instanceof TaskSpec.Multilabel ? task.outputWidth() : 1;
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

  @Override
  public Map<String, Integer> unknownClasses() {
    return labels.unknownClasses();
  }
}
