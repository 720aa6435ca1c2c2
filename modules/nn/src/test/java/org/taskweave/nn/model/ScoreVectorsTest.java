package org.taskweave.nn.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.taskweave.core.batch.SequenceInput;
import org.taskweave.core.batch.TaskScores;
import org.taskweave.core.encoder.WeightTensor;
import org.taskweave.core.task.NextItemTask.ItemLoss;

class ScoreVectorsTest {

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void productsAreScores(boolean hierarchical) {
    SequenceInput input = (hierarchical ? ItemModels.batch() : ItemModels.flatBatch()).input();
    try (MultiTaskModel model =
        ItemModels.model(
            hierarchical
                ? ItemModels.hierarchical(ItemModels.tasks(ItemLoss.FULL_SOFTMAX), 0, 0)
                : ItemModels.flat(ItemModels.tasks(ItemLoss.FULL_SOFTMAX), ItemModels.ENCODER),
            DataType.FLOAT)) {
      ScoreVectors vectors = model.scoreVectors("next");
      WeightTensor items = vectors.items();
      WeightTensor queries = vectors.queries(input);
      TaskScores scores = model.score(input).get(1);
      assertArrayEquals(new long[] {ItemModels.ITEMS, 9}, items.shape());
      assertArrayEquals(new long[] {scores.rows(), 9}, queries.shape());
      assertEquals(9, vectors.width());
      assertEquals(hierarchical, vectors.historyBias() != 0);
      assertFalse(vectors.hasMemory());
      int plain = 0;
      int again = 0;
      for (int row = 0; row < scores.rows(); row++) {
        for (int item = 0; item < ItemModels.ITEMS; item++) {
          double rest = scores.at(row, item) - product(queries, row, items, item);
          if (Math.abs(rest) < 1e-5) {
            plain++;
          } else {
            assertEquals(vectors.historyBias(), rest, 1e-5, "row " + row + ", item " + item);
            again++;
          }
        }
      }
      assertTrue(plain > 0);
      assertEquals(hierarchical, again > 0, "items of the history");
    }
  }

  private static double product(WeightTensor queries, int row, WeightTensor items, int item) {
    double sum = 0;
    for (int w = 0; w < 9; w++) {
      sum += (double) queries.values()[row * 9 + w] * items.values()[item * 9 + w];
    }
    return sum;
  }
}
