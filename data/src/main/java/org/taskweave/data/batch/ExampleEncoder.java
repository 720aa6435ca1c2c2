package org.taskweave.data.batch;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.taskweave.core.batch.TaskLabels;
import org.taskweave.core.task.TaskSpec;
import org.taskweave.data.event.BehaviorEvent;
import org.taskweave.data.example.Example;
import org.taskweave.data.example.LabelValue;
import org.taskweave.data.feature.ExampleFeatures;
import org.taskweave.data.text.EventRenderer;
import org.taskweave.data.text.SequenceTokenizer;
import org.taskweave.data.text.TokenizedSequence;

/** Turns examples into numbers. Not thread-safe, like its tokenizer. */
public final class ExampleEncoder {

  private final ExampleFeatures features;
  private final EventRenderer renderer;
  private final SequenceTokenizer tokenizer;
  private final Map<String, Integer> unknownClasses = new TreeMap<>();

  /** An encoder. */
  public ExampleEncoder(
      ExampleFeatures features, EventRenderer renderer, SequenceTokenizer tokenizer) {
    this.features = features;
    this.renderer = renderer;
    this.tokenizer = tokenizer;
  }

  /** The numbers of an example. */
  public EncodedExample encode(Example example) {
    List<BehaviorEvent> history = example.history();
    TokenizedSequence tokens = tokenizer.tokenize(history, renderer);
    int length = tokens.length();
    int categories = features.channels().categorical().size();
    int numbers = features.channels().numeric().size();
    int[][] categorical = new int[categories][length];
    float[] numeric = new float[length * numbers];
    int[] indices = null;
    float[] values = null;
    int previous = -1;
    for (int t = 0; t < length; t++) {
      int position = tokens.eventOfToken()[t];
      if (position < 0) {
        continue;
      }
      if (position != previous) {
        BehaviorEvent event = history.get(position);
        indices =
            features.categoricalChannels(event, history.size() - position, example.cutMillis());
        values = features.numericChannels(event);
        previous = position;
      }
      for (int c = 0; c < categories; c++) {
        categorical[c][t] = indices[c];
      }
      System.arraycopy(values, 0, numeric, t * numbers, numbers);
    }
    List<TaskLabels> labels = new ArrayList<>();
    for (int k = 0; k < features.tasks().size(); k++) {
      labels.add(labels(k, example.labels().get(k), tokens));
    }
    return new EncodedExample(
        tokens.ids(),
        categorical,
        numeric,
        features.userFeatures(history, example.cutMillis()),
        labels);
  }

  /**
   * How often a label named a class that the training split does not know, by "task: class", in the
   * order of these names. Such a label is missing; in a set of classes only that class is.
   */
  public Map<String, Integer> unknownClasses() {
    return Collections.unmodifiableMap(new TreeMap<>(unknownClasses));
  }

  private TaskLabels labels(int index, LabelValue label, TokenizedSequence tokens) {
    TaskSpec task = features.tasks().get(index);
    if (task instanceof TaskSpec.TokenTagging tagging) {
      return tags(tagging, label, tokens);
    }
    int width = task instanceof TaskSpec.Multilabel ? task.outputWidth() : 1;
    float[] values = new float[width];
    boolean known = false;
    if (label instanceof LabelValue.Quantity quantity) {
      values[0] = (float) features.labelScale(index).standardise(quantity.value());
      known = true;
    } else if (label instanceof LabelValue.ClassName className) {
      int c = indexOf(((TaskSpec.Multiclass) task).classes(), className.name(), task);
      values[0] = Math.max(0, c);
      known = c >= 0;
    } else if (label instanceof LabelValue.ClassSet set) {
      known = true;
      for (String name : set.names()) {
        int c = indexOf(((TaskSpec.Multilabel) task).classes(), name, task);
        if (c >= 0) {
          values[c] = 1;
        }
      }
    }
    return new TaskLabels(values, new float[] {known ? 1 : 0});
  }

  /** The first piece of each word has the word's tag; all other tokens none. */
  private TaskLabels tags(TaskSpec.TokenTagging task, LabelValue label, TokenizedSequence tokens) {
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
      unknownClasses.merge(task.name() + ": " + name, 1, Integer::sum);
    }
    return index;
  }
}
