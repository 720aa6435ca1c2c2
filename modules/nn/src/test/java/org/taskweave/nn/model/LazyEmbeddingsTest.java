package org.taskweave.nn.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.taskweave.core.batch.MultiTaskBatch;
import org.taskweave.core.recipe.EncoderRecipe;
import org.taskweave.core.recipe.RepresentationRecipe;
import org.taskweave.nn.encoder.EncoderTraining;

/** Lazy updates of the word embeddings within a model, beside dense ones. */
class LazyEmbeddingsTest {

  private static final String WORD = "embeddings.word";

  @TempDir Path folder;

  private static MultiTaskModel model(boolean lazy, DataType type) {
    EncoderSettings encoder =
        new EncoderSettings(
            "tiny", EncoderRecipe.Pooling.MEAN, 1e-3, new EncoderTraining(0, false, 0, 0, lazy));
    return AllTasks.model(encoder, new RepresentationRecipe(0, 0, 0), type);
  }

  private static INDArray words(MultiTaskModel model) {
    return model.sequenceEncoder().paramTable(false).get(WORD);
  }

  private static void shareParameters(MultiTaskModel from, MultiTaskModel to) {
    to.restoreParameters(from.copyParameters());
  }

  @Test
  void firstStepIsTheDenseOneForTheBatchsTokensAndLeavesOthers() {
    try (MultiTaskModel lazy = model(true, DataType.DOUBLE);
        MultiTaskModel dense = model(false, DataType.DOUBLE)) {
      shareParameters(dense, lazy);
      INDArray before = words(lazy).dup();
      MultiTaskBatch batch = AllTasks.batch(5, 6, 3, true);
      // A clip norm below the gradient's: both must clip by the same whole norm.
      StepResult lazyResult = new TrainingStep(lazy, 0.1, 1).run(batch, 0, 0);
      StepResult denseResult = new TrainingStep(dense, 0.1, 1).run(batch, 0, 0);
      assertTrue(denseResult.gradientNorm() > 0.1);
      assertEquals(denseResult.gradientNorm(), lazyResult.gradientNorm(), 1e-10);
      Set<Integer> seen = new HashSet<>();
      Arrays.stream(batch.input().tokenIds()).forEach(seen::add);
      boolean othersDecayed = false;
      for (int row = 0; row < before.rows(); row++) {
        double[] now = words(lazy).getRow(row).toDoubleVector();
        if (seen.contains(row)) {
          assertArrayEquals(words(dense).getRow(row).toDoubleVector(), now, 1e-12);
        } else {
          assertArrayEquals(before.getRow(row).toDoubleVector(), now);
          othersDecayed |= !words(dense).getRow(row).equals(before.getRow(row));
        }
      }
      assertTrue(othersDecayed, "dense AdamW decays every row");
      INDArray rest = dense.sequenceEncoder().paramTable(false).get("layer0.output.weight");
      assertTrue(
          rest.equalsWithEps(
              lazy.sequenceEncoder().paramTable(false).get("layer0.output.weight"), 1e-12));
    }
  }

  @Test
  void aSavedTrainingGoesOnAsItWould() {
    try (MultiTaskModel straight = model(true, DataType.FLOAT)) {
      TrainingStep step = new TrainingStep(straight, 1, 1);
      step.run(AllTasks.batch(5, 6, 3, false), 0, 0);
      Path file = folder.resolve("model.zip");
      straight.save(file, true);
      try (MultiTaskModel resumed = MultiTaskModel.restore(file, AllTasks.tasks(), true)) {
        step.run(AllTasks.batch(5, 6, 4, false), 1, 0);
        new TrainingStep(resumed, 1, 1).run(AllTasks.batch(5, 6, 4, false), 1, 0);
        assertEquals(straight.copyParameters(), resumed.copyParameters());
      }
    }
  }
}
