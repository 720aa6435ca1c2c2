package org.taskweave.nn.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.taskweave.core.batch.MultiTaskBatch;
import org.taskweave.core.batch.SequenceInput;
import org.taskweave.core.batch.TaskScores;
import org.taskweave.core.recipe.EncoderRecipe;
import org.taskweave.core.recipe.RepresentationRecipe;
import org.taskweave.nn.encoder.EncoderTraining;

class MultiTaskModelTest {

  private static final EncoderSettings ENCODER =
      new EncoderSettings(
          "tiny", EncoderRecipe.Pooling.MEAN, 1e-3, new EncoderTraining(0, false, 0, 0, false));

  @TempDir Path folder;

  @Test
  void configurationSurvivesJson() {
    try (MultiTaskModel model =
        AllTasks.model(ENCODER, new RepresentationRecipe(6, 0.1, 1e-3), DataType.FLOAT)) {
      ComputationGraphConfiguration configuration = model.graph().getConfiguration();
      String json = configuration.toJson();
      ComputationGraphConfiguration read = ComputationGraphConfiguration.fromJson(json);
      assertEquals(configuration, read);
      assertEquals(json, read.toJson());
    }
  }

  @Test
  void aRestoredModelPredictsAndLearnsTheSame() {
    MultiTaskBatch batch = AllTasks.batch(4, 6, 1, true);
    Path file = folder.resolve("model.zip");
    try (MultiTaskModel model =
        AllTasks.model(ENCODER, new RepresentationRecipe(6, 0.2, 0), DataType.FLOAT)) {
      TrainingStep step = new TrainingStep(model, 1, 3);
      for (int i = 0; i < 3; i++) {
        step.run(batch, i, 0);
      }
      model.save(file, true);
      try (MultiTaskModel restored = MultiTaskModel.restore(file, AllTasks.tasks(), true)) {
        assertSameScores(model.score(batch.input()), restored.score(batch.input()), 0);
        step.run(batch, 3, 0);
        new TrainingStep(restored, 1, 3).run(batch, 3, 0);
        assertEquals(model.graph().params(), restored.graph().params());
      }
    }
  }

  @Test
  void predictionsDoNotDependOnPaddingBatchSizeOrOrder() {
    MultiTaskBatch batch = AllTasks.batch(4, 6, 1, true);
    try (MultiTaskModel model =
        AllTasks.model(ENCODER, new RepresentationRecipe(6, 0, 0), DataType.FLOAT)) {
      List<TaskScores> together = model.score(batch.input());
      for (int row = 0; row < 4; row++) {
        List<TaskScores> alone = model.score(padded(batch.input(), row, 11));
        for (int task = 0; task < 4; task++) {
          for (int c = 0; c < alone.get(task).width(); c++) {
            assertEquals(together.get(task).at(row, c), alone.get(task).at(0, c), 2e-6);
          }
        }
        for (int t = 0; t < 6; t++) {
          if (batch.input().mask()[row * 6 + t] == 1) {
            for (int c = 0; c < 3; c++) {
              assertEquals(together.get(4).at(row * 6 + t, c), alone.get(4).at(t, c), 2e-6);
            }
          }
        }
      }
    }
  }

  /**
   * One row alone, padded to a longer length with token ids that would matter if they were read.
   */
  private static SequenceInput padded(SequenceInput all, int row, int length) {
    int[] ids = new int[length];
    java.util.Arrays.fill(ids, 17);
    int[] types = new int[length];
    float[] mask = new float[length];
    int[] actions = new int[length];
    int[] ranks = new int[length];
    float[] numeric = new float[2 * length];
    int from = row * all.length();
    System.arraycopy(all.tokenIds(), from, ids, 0, all.length());
    System.arraycopy(all.tokenTypeIds(), from, types, 0, all.length());
    System.arraycopy(all.mask(), from, mask, 0, all.length());
    System.arraycopy(all.categoricalChannels().get(0), from, actions, 0, all.length());
    System.arraycopy(all.categoricalChannels().get(1), from, ranks, 0, all.length());
    System.arraycopy(all.numericChannels(), 2 * from, numeric, 0, 2 * all.length());
    float[] user = new float[AllTasks.USER_FEATURES];
    System.arraycopy(all.userFeatures(), row * user.length, user, 0, user.length);
    return SequenceInput.builder(1, length, ids, types, mask)
        .channels(List.of(actions, ranks), numeric)
        .userFeatures(user)
        .build();
  }

  @Test
  void zeroTokenChannelsLeaveThePretrainedFunction() {
    EncoderSettings recipe = TinyBert.encoderSettings();
    MultiTaskBatch batch = AllTasks.batch(4, 6, 1, false);
    SequenceInput input = batch.input();
    SequenceInput without =
        SequenceInput.builder(4, 6, input.tokenIds(), input.tokenTypeIds(), input.mask()).build();
    try (MultiTaskModel channels =
            MultiTaskModel.create(
                AllTasks.spec(recipe, new RepresentationRecipe(0, 0, 0)), TinyBert.encoder());
        MultiTaskModel plain = TinyBert.model(DataType.FLOAT)) {
      assertEquals(pooled(plain, without), pooled(channels, input));
    }
  }

  private static INDArray pooled(MultiTaskModel model, SequenceInput input) {
    return model
        .graph()
        .feedForward(
            model
                .arrays()
                .inputs(
                    model.graph().getConfiguration().getNetworkInputs(), input, BatchItems.NONE),
            false)
        .get(GraphNames.POOLED);
  }

  @Test
  void frozenParametersStayWhileOthersMove() {
    EncoderSettings frozen =
        new EncoderSettings(
            "tiny", EncoderRecipe.Pooling.MEAN, 1e-3, new EncoderTraining(0, true, 1, 0, false));
    try (MultiTaskModel model =
        AllTasks.model(frozen, new RepresentationRecipe(0, 0, 0), DataType.FLOAT)) {
      INDArray before = model.copyParameters();
      TrainingStep step = new TrainingStep(model, 0, 1);
      for (int i = 0; i < 2; i++) {
        step.run(AllTasks.batch(4, 6, i, false), i, 0);
      }
      INDArray moved = model.graph().params().sub(before).reshape(before.length());
      long frozenLength = model.sequenceEncoder().lengthApart();
      for (long i = 0; i < frozenLength; i++) {
        assertEquals(0, moved.getDouble(i));
      }
      var layer1 = model.sequenceEncoder().paramTable(false).get("layer1.output.weight");
      assertTrue(layer1.length() > 0);
      assertTrue(
          moved
                  .get(org.nd4j.linalg.indexing.NDArrayIndex.interval(frozenLength, moved.length()))
                  .amaxNumber()
                  .doubleValue()
              > 0);
    }
  }

  @Test
  void storedFrozenStatesChangeNothing() {
    EncoderSettings storing =
        new EncoderSettings(
            "tiny", EncoderRecipe.Pooling.MEAN, 1e-3, new EncoderTraining(0.1, true, 1, 1, false));
    EncoderSettings computing =
        new EncoderSettings(
            "tiny", EncoderRecipe.Pooling.MEAN, 1e-3, new EncoderTraining(0.1, true, 1, 0, false));
    MultiTaskBatch batch = AllTasks.batch(4, 6, 1, true);
    try (MultiTaskModel stored =
            MultiTaskModel.create(
                AllTasks.spec(storing, new RepresentationRecipe(0, 0, 0)), TinyBert.encoder());
        MultiTaskModel computed =
            MultiTaskModel.create(
                AllTasks.spec(computing, new RepresentationRecipe(0, 0, 0)), TinyBert.encoder())) {
      stored.storeFrozenStates(batch.input());
      computed.storeFrozenStates(batch.input());
      // Rows of 6, 5, 4 and 3 real tokens of 16 floats.
      assertEquals((6 + 5 + 4 + 3) * 16 * 4, stored.sequenceEncoder().frozenStatesBytes());
      assertEquals(0, computed.sequenceEncoder().frozenStatesBytes());
      double[] expected = new TrainingStep(computed, 0, 1).gradients(batch, 0).taskLosses();
      double[] actual = new TrainingStep(stored, 0, 1).gradients(batch, 0).taskLosses();
      assertArrayEquals(expected, actual, 1e-6);
      INDArray difference =
          stored.graph().getFlattenedGradients().sub(computed.graph().getFlattenedGradients());
      assertEquals(0, difference.amaxNumber().doubleValue(), 1e-6);
      MultiTaskBatch unseen = AllTasks.batch(4, 6, 2, true);
      assertSameScores(computed.score(unseen.input()), stored.score(unseen.input()), 1e-6f);
    }
  }

  @Test
  void dropoutRepeatsWithTheSeedAndIsOffWhenScoring() {
    EncoderSettings dropping =
        new EncoderSettings(
            "tiny", EncoderRecipe.Pooling.MEAN, 1e-3, new EncoderTraining(0.3, false, 0, 0, false));
    MultiTaskBatch batch = AllTasks.batch(4, 6, 1, false);
    try (MultiTaskModel model =
        AllTasks.model(dropping, new RepresentationRecipe(0, 0.3, 0), DataType.FLOAT)) {
      TrainingStep step = new TrainingStep(model, 0, 1);
      double[] first = step.gradients(batch, 0).taskLosses();
      double[] second = step.gradients(batch, 1).taskLosses();
      assertArrayEquals(first, step.gradients(batch, 0).taskLosses());
      assertTrue(first[0] != second[0]);
      assertSameScores(model.score(batch.input()), model.score(batch.input()), 0);
    }
  }

  @Test
  void shapesMayAlternate() {
    try (MultiTaskModel model =
        AllTasks.model(ENCODER, new RepresentationRecipe(0, 0, 0), DataType.FLOAT)) {
      TrainingStep step = new TrainingStep(model, 0, 1);
      MultiTaskBatch small = AllTasks.batch(3, 5, 1, false);
      MultiTaskBatch large = AllTasks.batch(6, 12, 2, false);
      double[] before = step.gradients(small, 0).taskLosses();
      INDArray gradient = model.graph().getFlattenedGradients().dup();
      step.gradients(large, 0);
      model.score(large.input());
      assertArrayEquals(before, step.gradients(small, 0).taskLosses());
      assertEquals(gradient, model.graph().getFlattenedGradients());
      long bytes = model.sequenceEncoder().planBytes();
      step.gradients(large, 0);
      assertEquals(bytes, model.sequenceEncoder().planBytes());
    }
  }

  @Test
  void tooLongSequencesAreRefused() {
    try (MultiTaskModel model =
        AllTasks.model(ENCODER, new RepresentationRecipe(0, 0, 0), DataType.FLOAT)) {
      var error =
          assertThrows(
              IllegalArgumentException.class,
              () -> model.score(AllTasks.batch(1, 25, 1, false).input()));
      assertTrue(error.getMessage().contains("25 tokens"));
    }
  }

  private static void assertSameScores(
      List<TaskScores> expected, List<TaskScores> actual, float tolerance) {
    for (int k = 0; k < expected.size(); k++) {
      assertArrayEquals(expected.get(k).values(), actual.get(k).values(), tolerance);
    }
  }
}
