package org.taskweave.nn.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.taskweave.core.batch.MultiTaskBatch;
import org.taskweave.core.recipe.EncoderRecipe;
import org.taskweave.core.recipe.RepresentationRecipe;
import org.taskweave.nn.encoder.EncoderTraining;

/** Every gradient of the model against central differences, in double. */
class GradientsTest {

  @ParameterizedTest
  @CsvSource({
    "MEAN, false, 0, 0, false",
    "CLS, false, 0, 6, true",
    "CLS, true, 1, 6, true",
    "MEAN, true, 2, 6, false",
  })
  void agreeWithCentralDifferences(
      EncoderRecipe.Pooling pooling,
      boolean frozenEmbeddings,
      int frozenLayers,
      int sharedHidden,
      boolean maskedLabels) {
    EncoderSettings encoder =
        new EncoderSettings(
            "tiny",
            pooling,
            1e-3,
            new EncoderTraining(0, frozenEmbeddings, frozenLayers, 0, false));
    try (MultiTaskModel model =
        AllTasks.model(encoder, new RepresentationRecipe(sharedHidden, 0, 0), DataType.DOUBLE)) {
      MultiTaskBatch batch = AllTasks.batch(5, 6, 3, maskedLabels);
      assertEquals(List.of(), GradientCheck.wrongGradients(model, batch, 2, 1e-5));
    }
  }

  @Test
  void aWrongGradientIsCaught() {
    EncoderSettings encoder =
        new EncoderSettings(
            "tiny", EncoderRecipe.Pooling.MEAN, 1e-3, new EncoderTraining(0, false, 0, 0, false));
    try (MultiTaskModel model =
        AllTasks.model(encoder, new RepresentationRecipe(0, 0, 0), DataType.DOUBLE)) {
      MultiTaskBatch batch = AllTasks.batch(5, 6, 3, true);
      TrainingStep step = new TrainingStep(model, 0, 1);
      step.gradients(batch, 0);
      // What DL4J's stock SameDiffVertex does: twice the gradient.
      INDArray doubled = model.graph().getFlattenedGradients().mul(2);
      assertFalse(GradientCheck.wrongGradients(model, step, batch, doubled, 2, 1e-5).isEmpty());
    }
  }

  @Test
  void aBatchWithoutAnyLabelOfATaskLeavesItsHeadAlone() {
    EncoderSettings encoder =
        new EncoderSettings(
            "tiny", EncoderRecipe.Pooling.MEAN, 1e-3, new EncoderTraining(0, false, 0, 0, false));
    try (MultiTaskModel model =
        AllTasks.model(encoder, new RepresentationRecipe(0, 0, 0), DataType.DOUBLE)) {
      MultiTaskBatch batch = AllTasks.batch(5, 6, 3, false);
      List<org.taskweave.core.batch.TaskLabels> labels = new java.util.ArrayList<>(batch.labels());
      labels.set(3, new org.taskweave.core.batch.TaskLabels(labels.get(3).values(), new float[5]));
      MultiTaskBatch without = new MultiTaskBatch(batch.input(), labels, batch.exampleIndices());
      TrainingStep step = new TrainingStep(model, 0, 1);
      StepResult result = step.gradients(without, 0);
      assertEquals(0, result.taskLosses()[3]);
      assertEquals(
          0,
          model
              .graph()
              .gradient()
              .gradientForVariable()
              .get("regression_W")
              .amaxNumber()
              .doubleValue());
      assertTrue(result.totalLoss() > 0);
    }
  }
}
