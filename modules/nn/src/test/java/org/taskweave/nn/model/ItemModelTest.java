package org.taskweave.nn.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.taskweave.core.batch.SequenceInput;
import org.taskweave.core.batch.TaskScores;
import org.taskweave.core.task.NextItemTask.ItemLoss;

/** What a hierarchical model puts out, by hand and by what must not matter. */
class ItemModelTest {

  @TempDir Path folder;

  private static MultiTaskModel model(DataType type) {
    return ItemModels.model(
        ItemModels.hierarchical(ItemModels.tasks(ItemLoss.FULL_SOFTMAX), 0, 0), type);
  }

  private static float[] row(TaskScores scores, int row) {
    return Arrays.copyOfRange(scores.values(), row * scores.width(), (row + 1) * scores.width());
  }

  private static void assertSame(
      List<TaskScores> expected, int expectedRow, List<TaskScores> actual, int actualRow) {
    for (int k = 0; k < expected.size(); k++) {
      assertArrayEquals(row(expected.get(k), expectedRow), row(actual.get(k), actualRow), 2e-6f);
    }
  }

  /** Vectors, states of labelled cells and scores, recomputed number by number. */
  @Test
  void vectorsRowsAndScoresByHand() {
    try (MultiTaskModel model = model(DataType.DOUBLE)) {
      var p = model.graph().paramTable();
      SequenceInput input = ItemModels.batch(1).input();
      var values =
          model
              .graph()
              .feedForward(
                  model
                      .arrays()
                      .inputs(
                          model.graph().getConfiguration().getNetworkInputs(),
                          input,
                          BatchItems.all(ItemModels.ITEMS)),
                  false);
      INDArray items = values.get("items");
      INDArray states = values.get("encoder");
      INDArray query = values.get("next-query");
      INDArray scores = values.get("next");
      float[] texts = ItemModels.texts().values();
      double[] mean = new double[5];
      for (int i = 0; i < texts.length; i++) {
        mean[i % 5] += texts[i] / 6.0;
      }
      double length = 0;
      for (int i = 0; i < 6; i++) {
        double squares = 0;
        for (int h = 0; h < 5; h++) {
          squares += Math.pow(texts[5 * i + h] - mean[h], 2);
        }
        length += Math.sqrt(squares) / 6;
      }
      for (int w = 0; w < 8; w++) {
        for (int i = 0; i < 6; i++) {
          double sum =
              p.get("items_projection.bias").getDouble(w) + p.get("items_ids").getDouble(i, w);
          for (int h = 0; h < 5; h++) {
            sum +=
                (texts[5 * i + h] - mean[h])
                    / length
                    * p.get("items_projection.weight").getDouble(h, w);
          }
          assertEquals(sum, items.getDouble(i, w), 1e-6, "vector of item " + i);
        }
        assertEquals(p.get("items_unknown").getDouble(0, w), items.getDouble(6, w));
      }
      int[] cells = input.labelRows();
      // The items up to each labelled cell; 4 comes last before cell 1, 3 alone before 6 and 7.
      int[][] seen = {{1, 4}, {1, 4}, {1, 2, 4}, {3}, {0, 3}, {0, 3}};
      for (int r = 0; r < cells.length; r++) {
        for (int w = 0; w < 8; w++) {
          assertEquals(
              states.getDouble(cells[r] / 5, cells[r] % 5, w),
              values.get("pooled").getDouble(r, w));
        }
        for (int i = 0; i < 6; i++) {
          double score = p.get("next-scores_bias").getDouble(0, i);
          for (int w = 0; w < 8; w++) {
            score += query.getDouble(r, w) * items.getDouble(i, w) / .7;
          }
          if (Arrays.binarySearch(seen[r], i) >= 0) {
            score += 10 * p.get("next-scores_repeat").getDouble(0);
          }
          assertEquals(score, scores.getDouble(r, i), 1e-9, "score " + r + " of item " + i);
        }
      }
    }
  }

  @Test
  void aHistoryAloneGetsWhatItsRowGets() {
    SequenceInput all = ItemModels.batch().input();
    try (MultiTaskModel model = model(DataType.FLOAT)) {
      List<TaskScores> scores = model.score(all);
      int[] cells = all.labelRows();
      for (int label = 0; label < cells.length; label++) {
        // As many events as come up to the labelled one: the later ones and padding are left out.
        SequenceInput alone = ItemModels.alone(all, cells[label] / 5, cells[label] % 5 + 1, label);
        assertSame(scores, label, model.score(alone), 0);
      }
    }
  }

  @Test
  void laterEventsAndPaddingChangeNothing() {
    SequenceInput all = ItemModels.batch().input();
    int[] ids = all.tokenIds().clone();
    int[] actions = all.categoricalChannels().get(0).clone();
    float[] prices = all.numericChannels().clone();
    // The last event of the first sequence, and what pads the second one.
    for (int cell : new int[] {4, 8, 9}) {
      ids[cell] = 5;
      actions[cell] = 1;
      prices[cell] = 9;
    }
    SequenceInput changed =
        SequenceInput.builder(3, 5, ids, new int[15], all.mask())
            .channels(List.of(actions), prices)
            .labelRows(all.labelRows())
            .userFeatures(all.userFeatures())
            .build();
    try (MultiTaskModel model = model(DataType.FLOAT)) {
      List<TaskScores> before = model.score(all);
      List<TaskScores> after = model.score(changed);
      for (int label : new int[] {0, 1, 3, 4, 5}) {
        assertSame(before, label, after, label);
      }
      assertFalse(Arrays.equals(row(before.get(1), 2), row(after.get(1), 2)), "its own event");
    }
  }

  @Test
  void singlePrecisionIsTheSame() {
    SequenceInput input = ItemModels.batch(1).input();
    try (MultiTaskModel single = model(DataType.FLOAT);
        MultiTaskModel exact = model(DataType.DOUBLE)) {
      exact.graph().params().assign(single.graph().params().castTo(DataType.DOUBLE));
      exact.items().orElseThrow().parametersChanged();
      List<TaskScores> expected = exact.score(input);
      List<TaskScores> actual = single.score(input);
      for (int k = 0; k < expected.size(); k++) {
        assertArrayEquals(expected.get(k).values(), actual.get(k).values(), 1e-5f);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"SAMPLED_SOFTMAX", "BPR"})
  void aSavedModelGoesOnTheSame(ItemLoss loss) {
    Path file = folder.resolve("model.zip");
    try (MultiTaskModel model =
        ItemModels.model(ItemModels.hierarchical(ItemModels.tasks(loss), .5, 0), DataType.FLOAT)) {
      TrainingStep step = new TrainingStep(model, 1, 1);
      step.run(ItemModels.batch(), 0, 0);
      model.save(file, true);
      assertEquals(
          model.graph().getConfiguration(),
          ComputationGraphConfiguration.fromJson(model.configurationJson()));
      try (MultiTaskModel read = MultiTaskModel.restore(file, model.tasks(), true)) {
        List<TaskScores> scores = read.score(ItemModels.batch().input());
        for (int k = 0; k < scores.size(); k++) {
          assertArrayEquals(
              model.score(ItemModels.batch().input()).get(k).values(), scores.get(k).values());
        }
        TrainingStep other = new TrainingStep(read, 1, 1);
        for (int i = 1; i < 4; i++) {
          assertEquals(
              step.run(ItemModels.batch(), i, 0).totalLoss(),
              other.run(ItemModels.batch(), i, 0).totalLoss());
        }
        assertEquals(model.graph().params(), read.graph().params());
      }
    }
  }

  @Test
  void scoresFollowTheParameters() {
    SequenceInput input = ItemModels.batch().input();
    try (MultiTaskModel model = model(DataType.FLOAT)) {
      INDArray first = model.copyParameters();
      float[] before = model.score(input).get(1).values();
      new TrainingStep(model, 0, 1).run(ItemModels.batch(), 0, 0);
      assertFalse(Arrays.equals(before, model.score(input).get(1).values()), "after a step");
      model.restoreParameters(first);
      assertArrayEquals(before, model.score(input).get(1).values());
    }
  }

  @Test
  void manyThreadsGetWhatOneGets() throws Exception {
    SequenceInput all = ItemModels.batch().input();
    try (MultiTaskModel model = model(DataType.FLOAT);
        ScorerPool pool = new ScorerPool(model, 2)) {
      List<TaskScores> expected = model.score(all);
      ExecutorService threads = Executors.newFixedThreadPool(3);
      List<Future<List<TaskScores>>> futures = new java.util.ArrayList<>();
      for (int i = 0; i < 9; i++) {
        futures.add(threads.submit(() -> pool.score(all)));
      }
      for (Future<List<TaskScores>> future : futures) {
        for (int label = 0; label < 6; label++) {
          assertSame(expected, label, future.get(), label);
        }
      }
      threads.shutdown();
    }
  }
}
