package org.taskweave.nn.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.taskweave.core.InvalidInputException;
import org.taskweave.core.batch.MultiTaskBatch;
import org.taskweave.core.recipe.EncoderRecipe.Pooling;
import org.taskweave.core.recipe.RepresentationRecipe;
import org.taskweave.core.recipe.TrainingRecipe;
import org.taskweave.core.task.NextItemTask.ItemLoss;
import org.taskweave.engine.kernel.BfloatSupport;
import org.taskweave.engine.plan.Precision;
import org.taskweave.nn.encoder.EncoderTraining;

class ProductPrecisionTest {

  private static MultiTaskModel model(DataType type, Pooling pooling) {
    EncoderSettings encoder =
        new EncoderSettings("tiny", pooling, 1e-3, new EncoderTraining(0, false, 0, 0, false));
    return AllTasks.model(encoder, new RepresentationRecipe(0, 0, 0), type);
  }

  private static INDArray gradient(MultiTaskModel model, MultiTaskBatch batch) {
    new TrainingStep(model, 0, 1).gradients(batch, 0);
    return model.graph().getFlattenedGradients().castTo(DataType.DOUBLE);
  }

  /** Each array's gradient points where double precision's does, and is not single precision's. */
  @ParameterizedTest
  @EnumSource(
      value = Pooling.class,
      names = {"MEAN", "CLS"})
  void gradientsPointAsInDoublePrecision(Pooling pooling) {
    assumeTrue(BfloatSupport.missing().isEmpty(), "this processor would emulate bfloat16");
    MultiTaskBatch batch = AllTasks.batch(24, 6, 3, true);
    try (MultiTaskModel half = model(DataType.FLOAT, pooling);
        MultiTaskModel exact = model(DataType.DOUBLE, pooling)) {
      exact.graph().params().assign(half.graph().params().castTo(DataType.DOUBLE));
      INDArray single = gradient(half, batch);
      double before = half.score(batch.input()).get(0).at(0, 0);
      ProductPrecision.of(TrainingRecipe.Precision.BF16).applyTo(half);
      INDArray coarse = gradient(half, batch);
      INDArray expected = gradient(exact, batch);
      half.graph()
          .paramTable()
          .forEach(
              (name, value) -> {
                long from = value.offset() - half.graph().params().offset();
                INDArray a = part(coarse, from, value.length());
                INDArray b = part(expected, from, value.length());
                double cosine =
                    a.mul(b).sumNumber().doubleValue()
                        / (a.norm2Number().doubleValue() * b.norm2Number().doubleValue());
                assertTrue(cosine >= .999, () -> name + ": cosine " + cosine);
              });
      double largest = expected.amaxNumber().doubleValue();
      assertEquals(0, single.sub(expected).amaxNumber().doubleValue(), 1e-5 * largest);
      double coarser = coarse.sub(expected).amaxNumber().doubleValue();
      assertTrue(coarser > 1e-4 * largest, () -> "as exact as single precision: " + coarser);
      assertEquals(before, half.score(batch.input()).get(0).at(0, 0), "scores stay as they are");
    }
  }

  private static INDArray part(INDArray flat, long from, long length) {
    return flat.reshape(flat.length()).get(NDArrayIndex.interval(from, from + length));
  }

  @Test
  void recurrentUnitsHaveNoSuchProducts() {
    ProductPrecision coarse = new ProductPrecision(Precision.BFLOAT16, Optional.empty());
    try (MultiTaskModel model =
        ItemModels.model(
            ItemModels.recurrent(ItemModels.tasks(ItemLoss.FULL_SOFTMAX)), DataType.FLOAT)) {
      assertTrue(
          assertThrows(InvalidInputException.class, () -> coarse.applyTo(model))
              .getMessage()
              .contains("training.precision: attached encoders, and sequence models of recurrent"));
    }
  }

  @Test
  void aMeasurementChooses() {
    assertEquals(
        new ProductPrecision(
            Precision.BFLOAT16,
            Optional.of("precision bf16: products in bf16 take 1/1.75 of their time in float32")),
        ProductPrecision.of(1.75));
    assertEquals(Precision.FLOAT32, ProductPrecision.of(1.1).products());
    assertEquals(
        new ProductPrecision(Precision.FLOAT32, Optional.empty()),
        ProductPrecision.of(TrainingRecipe.Precision.FLOAT32));
  }
}
