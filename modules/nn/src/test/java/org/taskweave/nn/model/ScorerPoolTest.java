package org.taskweave.nn.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.taskweave.core.batch.SequenceInput;
import org.taskweave.core.batch.TaskScores;
import org.taskweave.core.recipe.EncoderRecipe;
import org.taskweave.core.recipe.RepresentationRecipe;
import org.taskweave.nn.encoder.EncoderTraining;

class ScorerPoolTest {

  private static final EncoderSettings ENCODER =
      new EncoderSettings(
          "tiny", EncoderRecipe.Pooling.MEAN, 1e-3, new EncoderTraining(0, false, 0, 0, true));

  @Test
  void manyThreadsGetWhatOneGets() throws Exception {
    try (MultiTaskModel model =
            AllTasks.model(ENCODER, new RepresentationRecipe(4, 0, 0), DataType.FLOAT);
        ScorerPool pool = new ScorerPool(model, 2)) {
      List<SequenceInput> inputs = new ArrayList<>();
      for (int i = 0; i < 24; i++) {
        inputs.add(AllTasks.batch(1 + i % 5, 3 + i % 4, i, false).input());
      }
      ExecutorService threads = Executors.newFixedThreadPool(4);
      List<Future<List<TaskScores>>> futures = new ArrayList<>();
      for (SequenceInput input : inputs) {
        futures.add(threads.submit(() -> pool.score(input)));
      }
      for (int i = 0; i < inputs.size(); i++) {
        List<TaskScores> expected = model.score(inputs.get(i));
        List<TaskScores> actual = futures.get(i).get();
        for (int k = 0; k < expected.size(); k++) {
          assertArrayEquals(expected.get(k).values(), actual.get(k).values(), 1e-6f);
        }
      }
      threads.shutdown();
    }
  }

  @Test
  void anEmptyPoolIsRefused() {
    try (MultiTaskModel model =
        AllTasks.model(ENCODER, new RepresentationRecipe(0, 0, 0), DataType.FLOAT)) {
      assertThrows(IllegalArgumentException.class, () -> new ScorerPool(model, 0));
    }
  }
}
