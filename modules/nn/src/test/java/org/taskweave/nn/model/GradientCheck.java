package org.taskweave.nn.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Predicate;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.taskweave.core.batch.MultiTaskBatch;

/**
 * Compares the flat gradient with central differences of the total loss, in double precision. The
 * model must have no dropout and no L2 (DL4J adds its gradient in the updater).
 */
final class GradientCheck {

  private static final double STEP = 1e-6;

  private GradientCheck() {}

  /** Descriptions of the parameters, among a random choice, whose gradient is wrong. */
  static List<String> wrongGradients(
      MultiTaskModel model, MultiTaskBatch batch, int parametersPerArray, double tolerance) {
    TrainingStep step = new TrainingStep(model, 0, 1);
    step.gradients(batch, 0);
    return wrongGradients(
        model,
        step,
        batch,
        model.graph().getFlattenedGradients().dup(),
        parametersPerArray,
        tolerance);
  }

  static List<String> wrongGradients(
      MultiTaskModel model,
      TrainingStep step,
      MultiTaskBatch batch,
      INDArray gradient,
      int parametersPerArray,
      double tolerance) {
    return wrongGradients(
        model, step, batch, gradient, parametersPerArray, tolerance, name -> true);
  }

  /** Of the parameters whose name is wanted. */
  static List<String> wrongGradients(
      MultiTaskModel model,
      TrainingStep step,
      MultiTaskBatch batch,
      INDArray gradient,
      int parametersPerArray,
      double tolerance,
      Predicate<String> wanted) {
    INDArray flat = model.graph().params().reshape(model.graph().params().length());
    INDArray analytic = gradient.reshape(gradient.length());
    long frozen = model.lengthApart();
    List<String> wrong = new ArrayList<>();
    Random random = new Random(5);
    for (var parameter : model.graph().paramTable().entrySet()) {
      long length = parameter.getValue().length();
      long offset = parameter.getValue().offset() - model.graph().params().offset();
      boolean checked = wanted.test(parameter.getKey());
      for (int i = 0; checked && i < Math.min(parametersPerArray, length); i++) {
        long index = offset + (long) (random.nextDouble() * length);
        double before = flat.getDouble(index);
        flat.putScalar(index, before + STEP);
        double up = step.gradients(batch, 0).totalLoss();
        flat.putScalar(index, before - STEP);
        double down = step.gradients(batch, 0).totalLoss();
        flat.putScalar(index, before);
        double numeric = (up - down) / (2 * STEP);
        double expected = index < frozen || staysAsItIs(parameter, index - offset) ? 0 : numeric;
        double actual = analytic.getDouble(index);
        double error = Math.abs(expected - actual);
        if (!(error <= Math.max(1e-8, tolerance * (Math.abs(expected) + Math.abs(actual))))) {
          wrong.add(
              parameter.getKey()
                  + "["
                  + (index - offset)
                  + "] is "
                  + actual
                  + ", differences give "
                  + expected);
        }
      }
    }
    return wrong;
  }

  /**
   * Row 0 of a categorical channel means "no value" and learns nothing, by definition; nor do
   * items' texts and features.
   */
  private static boolean staysAsItIs(Map.Entry<String, INDArray> parameter, long index) {
    return parameter.getKey().startsWith("items_texts")
        || parameter.getKey().equals("items_features")
        || (parameter.getKey().contains("channels.categorical")
            && index < parameter.getValue().size(1));
  }
}
