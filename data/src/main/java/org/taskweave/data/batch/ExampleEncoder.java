package org.taskweave.data.batch;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.taskweave.core.batch.TaskLabels;
import org.taskweave.data.event.BehaviorEvent;
import org.taskweave.data.example.Example;
import org.taskweave.data.feature.ExampleFeatures;
import org.taskweave.data.text.EventRenderer;
import org.taskweave.data.text.SequenceTokenizer;
import org.taskweave.data.text.TokenizedSequence;

/** Flat sequences: the texts of an example's events, one after the other, as word pieces. */
public final class ExampleEncoder implements HistoryEncoder {

  private final ExampleFeatures features;
  private final EventRenderer renderer;
  private final SequenceTokenizer tokenizer;
  private final LabelEncoder labels;

  /** An encoder. */
  public ExampleEncoder(
      ExampleFeatures features, EventRenderer renderer, SequenceTokenizer tokenizer) {
    this.features = features;
    this.renderer = renderer;
    this.tokenizer = tokenizer;
    this.labels = new LabelEncoder(features);
  }

  @Override
  public void encodeTraining(List<Example> examples, Consumer<EncodedExample> sink) {
    encodeAll(examples, sink);
  }

  @Override
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
    List<TaskLabels> all = new ArrayList<>();
    for (int k = 0; k < features.tasks().size(); k++) {
      all.add(
          features.tasks().get(k).perToken()
              ? labels.tags(k, example.labels().get(k), tokens)
              : labels.row(k, example.labels().get(k)));
    }
    return EncodedExample.whole(
        tokens.ids(), categorical, numeric, features.userFeatures(example), all);
  }

  @Override
  public Map<String, Integer> unknownClasses() {
    return labels.unknownClasses();
  }
}
