package org.taskweave.nn.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.taskweave.core.batch.MultiTaskBatch;
import org.taskweave.core.batch.SequenceInput;
import org.taskweave.core.batch.TaskScores;

/** Every architecture in a whole model: gradients, JSON, saving, learning. */
class SharedModelsTest {

  @TempDir Path folder;

  static Stream<String> names() {
    return SharedModels.RECIPES.keySet().stream();
  }

  /** One value of each parameter above the encoder, and of one inside it. */
  @Tag("slow")
  @ParameterizedTest
  @MethodSource("names")
  void gradientsAgreeWithCentralDifferences(String name) {
    try (MultiTaskModel model = SharedModels.model(name, 6, DataType.DOUBLE)) {
      TrainingStep step = new TrainingStep(model, 0, 1);
      MultiTaskBatch batch = SharedModels.batch(4, 3, 3, true);
      step.gradients(batch, 0);
      INDArray gradient = model.graph().getFlattenedGradients().dup();
      assertEquals(
          List.of(),
          GradientCheck.wrongGradients(
              model,
              step,
              batch,
              gradient,
              1,
              1e-5,
              parameter ->
                  name.equals("pepnet")
                      ? isAboveTheStop(parameter)
                      : !parameter.startsWith("encoder_")
                          || parameter.endsWith("embeddings.norm.bias")));
    }
  }

  /** Below, PEPNet's gradient is not that of its loss, by design. */
  private static boolean isAboveTheStop(String parameter) {
    return !parameter.startsWith("encoder_")
        && !parameter.startsWith("shared_")
        && !parameter.startsWith("sharing/domainEmbedding")
        && !parameter.contains("/representation_");
  }

  @ParameterizedTest
  @MethodSource("names")
  void theConfigurationComesBackFromItsJson(String name) {
    try (MultiTaskModel model = SharedModels.model(name, 6, DataType.FLOAT)) {
      ComputationGraphConfiguration configuration = model.graph().getConfiguration();
      String json = configuration.toJson();
      ComputationGraphConfiguration read = ComputationGraphConfiguration.fromJson(json);
      assertEquals(configuration.getVertices(), read.getVertices());
      assertEquals(json, read.toJson());
    }
  }

  @ParameterizedTest
  @MethodSource("names")
  void aSavedModelPredictsTheSameAndTrainsOn(String name) {
    Path file = folder.resolve("model.zip");
    MultiTaskBatch batch = SharedModels.batch(5, 6, 3, true);
    try (MultiTaskModel model = SharedModels.model(name, 0, DataType.FLOAT)) {
      new TrainingStep(model, 1, 1).run(batch, 0, 0);
      model.save(file, true);
      try (MultiTaskModel restored = MultiTaskModel.restore(file, SharedModels.tasks(), true)) {
        assertSame(model.score(batch.input()), restored.score(batch.input()));
        new TrainingStep(model, 1, 1).run(batch, 1, 0);
        new TrainingStep(restored, 1, 1).run(batch, 1, 0);
        assertSame(model.score(batch.input()), restored.score(batch.input()));
      }
    }
  }

  private static void assertSame(List<TaskScores> expected, List<TaskScores> actual) {
    for (int k = 0; k < expected.size(); k++) {
      assertArrayEquals(expected.get(k).values(), actual.get(k).values(), 1e-6f);
    }
  }

  @ParameterizedTest
  @MethodSource("names")
  void aBatchIsLearnedByHeart(String name) {
    MultiTaskBatch batch = SharedModels.batch(8, 6, 3, true);
    try (MultiTaskModel model = SharedModels.model(name, 0, DataType.FLOAT)) {
      TrainingStep step = new TrainingStep(model, 0, 1);
      double first = step.run(batch, 0, 0).totalLoss();
      double last = first;
      for (int i = 1; i < 15; i++) {
        last = step.run(batch, i, 0).totalLoss();
      }
      assertTrue(last < 0.9 * first, first + " to " + last);
    }
  }

  /** The columns of a domain that training never saw do not matter: it is what all share. */
  @ParameterizedTest
  @ValueSource(strings = {"star", "pepnet"})
  void anUnseenDomainIsPredictedByTheSharedWeights(String name) {
    MultiTaskBatch batch = SharedModels.batch(6, 4, 3, false);
    try (MultiTaskModel model = SharedModels.fresh(name, 0, DataType.FLOAT)) {
      TrainingStep step = new TrainingStep(model, 0, 1);
      for (int i = 0; i < 4; i++) {
        step.run(
            new MultiTaskBatch(inDomain(batch, 1, 0), batch.labels(), batch.exampleIndices()),
            i,
            0);
      }
      List<TaskScores> none = model.score(inDomain(batch, 0, 0));
      assertSame(none, model.score(inDomain(batch, 0, 1)));
      // The domain that was trained has moved away from it.
      assertTrue(
          Math.abs(none.get(3).at(0, 0) - model.score(inDomain(batch, 1, 0)).get(3).at(0, 0))
              > 1e-5);
    }
  }

  private static SequenceInput inDomain(MultiTaskBatch batch, float first, float second) {
    SequenceInput input = batch.input();
    float[] features = input.userFeatures().clone();
    for (int row = 0; row < input.batchSize(); row++) {
      features[row * 3 + 1] = first;
      features[row * 3 + 2] = second;
    }
    return input.toBuilder().labelRows(new int[0]).userFeatures(features).build();
  }
}
