package org.taskweave.data.batch;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.taskweave.core.batch.TaskLabels;
import org.taskweave.core.task.TaskSpec;
import org.taskweave.data.example.ClassIndex;
import org.taskweave.data.example.LabelValue;
import org.taskweave.data.feature.ExampleFeatures;
import org.taskweave.data.text.TokenizedSequence;

/** Turns labels into numbers, and counts those that name a class nobody knows. */
final class LabelEncoder {

  private final ExampleFeatures features;
  private final List<ClassIndex> classes = new ArrayList<>();
  private final Map<String, Integer> unknownClasses = new TreeMap<>();

  LabelEncoder(ExampleFeatures features) {
    this.features = features;
    for (TaskSpec task : features.tasks()) {
      classes.add(
          new ClassIndex(
              task.classes(),
              name -> unknownClasses.merge(task.name() + ": " + name, 1, Integer::sum)));
    }
  }

  /** See {@link HistoryEncoder#unknownClasses()}. */
  Map<String, Integer> unknownClasses() {
    return Collections.unmodifiableMap(new TreeMap<>(unknownClasses));
  }

  /** The label of one row; of a next basket its first item. */
  TaskLabels row(int index, LabelValue label) {
    float[] values = new float[features.tasks().get(index).labelWidth()];
    double[] numbers = label.numbers(classes.get(index));
    for (int i = 0; i < Math.min(values.length, numbers.length); i++) {
      values[i] = (float) features.labelScale(index).standardise(numbers[i]);
    }
    return new TaskLabels(values, new float[] {numbers.length == 0 ? 0 : 1});
  }

  /** The first piece of each word has the word's tag; all other tokens none. */
  TaskLabels tags(int index, LabelValue label, TokenizedSequence tokens) {
    float[] values = new float[tokens.length()];
    float[] mask = new float[tokens.length()];
    if (label instanceof LabelValue.WordTags tags) {
      for (int t = 0; t < values.length; t++) {
        int word = tokens.firstPieceOfWord()[t];
        if (word < 0) {
          continue;
        }
        List<String> words = tags.tagsPerEvent().get(tokens.eventOfToken()[t]);
        Optional<Integer> tag =
            word < words.size() ? classes.get(index).find(words.get(word)) : Optional.empty();
        values[t] = tag.orElse(0);
        mask[t] = tag.isPresent() ? 1 : 0;
      }
    }
    return new TaskLabels(values, mask);
  }
}
