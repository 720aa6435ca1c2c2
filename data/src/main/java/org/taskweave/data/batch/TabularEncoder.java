package org.taskweave.data.batch;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.taskweave.core.batch.TaskLabels;
import org.taskweave.data.example.Example;
import org.taskweave.data.example.LabelValue;
import org.taskweave.data.feature.ExampleFeatures;

/**
 * Examples as rows of a table, for models that read no sequence: user features and labels, and no
 * token. Labels of tasks whose rows are tokens are missing. In training, examples that negative
 * sampling leaves out weigh nothing, so that rows stay those of the examples.
 */
public final class TabularEncoder implements HistoryEncoder {

  private static final LabelValue MISSING = new LabelValue.Missing();

  private final ExampleFeatures features;
  private final LabelEncoder labels;
  private final NegativeSampling sampling;

  /**
   * An encoder.
   *
   * @param sampling of the examples that are learned from
   */
  public TabularEncoder(ExampleFeatures features, NegativeSampling sampling) {
    this.features = features;
    this.labels = new LabelEncoder(features);
    this.sampling = sampling;
  }

  @Override
  public EncodedExample encode(Example example) {
    List<TaskLabels> all = new ArrayList<>();
    for (int k = 0; k < features.tasks().size(); k++) {
      boolean perToken = features.tasks().get(k).perToken();
      all.add(labels.row(k, perToken ? MISSING : example.labels().get(k)));
    }
    return EncodedExample.whole(
        new int[0], new int[0][], new float[0], features.userFeatures(example), all);
  }

  @Override
  public void encodeTraining(List<Example> examples, Consumer<EncodedExample> sink) {
    double[] weights = sampling.weights(examples);
    for (int i = 0; i < weights.length; i++) {
      sink.accept(encode(examples.get(i)).weighing(weights[i]));
    }
  }

  @Override
  public Map<String, Integer> unknownClasses() {
    return labels.unknownClasses();
  }
}
