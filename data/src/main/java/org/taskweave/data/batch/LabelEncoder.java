package org.taskweave.data.batch;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.taskweave.core.batch.TaskLabels;
import org.taskweave.core.task.TaskSpec;
import org.taskweave.data.example.LabelValue;
import org.taskweave.data.feature.ExampleFeatures;
import org.taskweave.data.text.TokenizedSequence;

/** Turns labels into numbers, and counts those that name a class nobody knows. */
final class LabelEncoder {

  private final ExampleFeatures features;
  private final Map<String, Integer> unknownClasses = new TreeMap<>();

  LabelEncoder(ExampleFeatures features) {
    this.features = features;
  }

  /** See {@link HistoryEncoder#unknownClasses()}. */
  Map<String, Integer> unknownClasses() {
    return Collections.unmodifiableMap(new TreeMap<>(unknownClasses));
  }

  /** The label of one row. */
  TaskLabels row(int index, LabelValue label) {
    TaskSpec task = features.tasks().get(index);
    int width = task instanceof TaskSpec.Multilabel ? task.outputWidth() : 1;
    float[] values = new float[width];
    boolean known = false;
    if (label instanceof LabelValue.Quantity quantity) {
      values[0] = (float) features.labelScale(index).standardise(quantity.value());
      known = true;
    } else if (label instanceof LabelValue.ClassName className) {
      int c = indexOf(task.classes(), className.name(), task);
      values[0] = Math.max(0, c);
      known = c >= 0;
    } else if (label instanceof LabelValue.NextItem next) {
      int item = Collections.binarySearch(task.classes(), next.item());
      if (item < 0) {
        countUnknown(task, next.item());
      }
      values[0] = Math.max(0, item);
      known = item >= 0;
    } else if (label instanceof LabelValue.ClassSet set) {
      known = true;
      for (String name : set.names()) {
        int c = indexOf(task.classes(), name, task);
        if (c >= 0) {
          values[c] = 1;
        }
      }
    }
    return new TaskLabels(values, new float[] {known ? 1 : 0});
  }

  /** The first piece of each word has the word's tag; all other tokens none. */
  TaskLabels tags(TaskSpec.TokenTagging task, LabelValue label, TokenizedSequence tokens) {
    float[] values = new float[tokens.length()];
    float[] mask = new float[tokens.length()];
    if (label instanceof LabelValue.WordTags tags) {
      for (int t = 0; t < values.length; t++) {
        int word = tokens.firstPieceOfWord()[t];
        if (word < 0) {
          continue;
        }
        List<String> words = tags.tagsPerEvent().get(tokens.eventOfToken()[t]);
        int c = word < words.size() ? indexOf(task.classes(), words.get(word), task) : -1;
        values[t] = Math.max(0, c);
        mask[t] = c >= 0 ? 1 : 0;
      }
    }
    return new TaskLabels(values, mask);
  }

  private int indexOf(List<String> classes, String name, TaskSpec task) {
    int index = classes.indexOf(name);
    if (index < 0) {
      countUnknown(task, name);
    }
    return index;
  }

  private void countUnknown(TaskSpec task, String name) {
    unknownClasses.merge(task.name() + ": " + name, 1, Integer::sum);
  }
}
