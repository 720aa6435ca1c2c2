package org.taskweave.training.run;

import java.nio.file.Path;
import java.util.List;
import org.taskweave.core.InvalidInputException;
import org.taskweave.core.batch.BatchScorer;
import org.taskweave.core.metric.Bootstrap;
import org.taskweave.core.metric.Evaluator;
import org.taskweave.core.metric.TaskEvaluation;
import org.taskweave.core.recipe.Recipe;
import org.taskweave.data.batch.ExampleEncoder;
import org.taskweave.data.example.Example;
import org.taskweave.data.example.Split;
import org.taskweave.training.bundle.ModelBundle;
import org.taskweave.training.evaluate.Floors;
import org.taskweave.training.evaluate.LabelledSplit;
import org.taskweave.training.evaluate.SplitEvaluator;

/** Measures a bundle on a log, beside the baselines of the data it was trained on. */
public final class BundleEvaluation {

  private final ModelBundle bundle;

  /** An evaluation of a bundle. */
  public BundleEvaluation(ModelBundle bundle) {
    this.bundle = bundle;
  }

  /**
   * One evaluation per task.
   *
   * @param recipe the bundle's, maybe with other files, cuts or evaluation settings
   * @param engine runs the model
   * @param quarantineFolder bad rows are written there
   */
  public List<TaskEvaluation> evaluate(
      Recipe recipe, BatchScorer engine, Split split, Path quarantineFolder, RunListener listener) {
    TrainingData data = TrainingData.read(recipe, quarantineFolder, listener);
    List<Example> examples = data.of(split);
    if (examples.isEmpty()) {
      throw new InvalidInputException(
          "the " + split.name().toLowerCase(java.util.Locale.ROOT) + " split has no example");
    }
    ExampleEncoder encoder = bundle.encoder();
    LabelledSplit labelled =
        new LabelledSplit(
            examples.stream().map(encoder::encode).toList(),
            Floors.of(bundle.preprocessing().tasks(), examples));
    UnknownClasses.tell(encoder.unknownClasses(), listener);
    return new SplitEvaluator(
            bundle.preprocessing(),
            bundle.scorer(),
            new Evaluator(new Bootstrap(recipe.evaluation().bootstrapSamples(), recipe.seed())))
        .evaluate(engine, labelled);
  }
}
