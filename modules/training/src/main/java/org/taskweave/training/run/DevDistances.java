package org.taskweave.training.run;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.taskweave.core.calibration.ConformalFit;
import org.taskweave.core.calibration.Nonconformity;
import org.taskweave.core.metric.Evaluator;
import org.taskweave.core.task.TaskSpec;
import org.taskweave.data.example.Split;
import org.taskweave.nn.model.MultiTaskModel;

/** How far the dev split's labels are from what a trained and calibrated model says of them. */
final class DevDistances {

  private DevDistances() {}

  /**
   * By task; nothing for kinds without regions, where no dev label is known, and where items are
   * drawn: their share is not that of what is predicted.
   */
  static Map<String, ConformalFit> of(PreparedExamples examples, MultiTaskModel model) {
    List<TaskSpec> tasks = examples.preprocessing().tasks();
    Map<String, ConformalFit> byTask = new LinkedHashMap<>();
    if (tasks.stream().noneMatch(task -> task.nonconformity().isPresent())) {
      return byTask;
    }
    Map<String, Evaluator.Predictions> dev =
        examples.evaluator(0).predictions(model, examples.split(Split.DEV));
    for (int k = 0; k < tasks.size(); k++) {
      Evaluator.Predictions predictions = dev.get(tasks.get(k).name());
      if (tasks.get(k).nonconformity().isPresent()
          && !examples.recipe().examples().drawsFor(tasks.get(k))
          && Arrays.stream(predictions.labels()).anyMatch(label -> !Double.isNaN(label))) {
        byTask.put(
            tasks.get(k).name(),
            fit(
                tasks.get(k).nonconformity().orElseThrow(),
                predictions,
                examples.preprocessing().trivialPredictors().get(k).prediction()));
      }
    }
    return byTask;
  }

  private static ConformalFit fit(
      Nonconformity nonconformity, Evaluator.Predictions predictions, double[] trivial) {
    double[] labels = predictions.labels();
    int[] known = IntStream.range(0, labels.length).filter(i -> !Double.isNaN(labels[i])).toArray();
    int width = trivial.length;
    double[] scores = new double[known.length * width];
    for (int i = 0; i < known.length; i++) {
      System.arraycopy(predictions.scores(), known[i] * width, scores, i * width, width);
    }
    return ConformalFit.of(
        nonconformity, Arrays.stream(known).mapToDouble(i -> labels[i]).toArray(), scores, trivial);
  }
}
