package org.taskweave.training.run;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.taskweave.training.bundle.ModelBundle;
import org.taskweave.training.evaluate.TaskPredictions;

/** Loads a bundle and prints its predictions: run by a test in a JVM of its own. */
final class ChildPrediction {

  static final String MARK = "predictions ";

  private ChildPrediction() {}

  /** Argument: the bundle. */
  public static void main(String[] arguments) {
    try (ModelBundle bundle = ModelBundle.load(Path.of(arguments[0]))) {
      StringBuilder line = new StringBuilder(MARK);
      for (double value : predictions(bundle)) {
        line.append(value).append(' ');
      }
      System.out.println(line);
    }
  }

  /** Every number that a bundle predicts for the users of a log it has not seen. */
  static double[] predictions(ModelBundle bundle) {
    var encoder = bundle.inputs().encoder();
    List<TaskPredictions> predictions =
        bundle
            .inputs()
            .scorer(bundle.recipe().evaluation().batchSize())
            .score(
                bundle.model(),
                TrainingData.of(bundle.recipe(), PlantedLog.events(40, 9), RunListener.NONE)
                    .of(org.taskweave.data.example.Split.TEST)
                    .stream()
                    .map(encoder::encode)
                    .toList());
    return predictions.stream()
        .flatMapToDouble(
            task -> IntStream.range(0, task.values().length).mapToDouble(i -> task.values()[i]))
        .toArray();
  }
}
