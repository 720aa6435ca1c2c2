package org.taskweave.nn.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.taskweave.core.encoder.WeightTensor;
import org.taskweave.core.task.NextItemTask.ItemLoss;
import org.taskweave.core.task.TaskSpec;

/** What a table says of items, two numbers of each, in their vectors. */
class ItemFeaturesTest {

  private static final float[] FEATURES = {1, 0, 0, 1, .5f, .5f, 0, 0, -2, 3, 1, 1};

  private static ModelSpec spec(List<TaskSpec> tasks) {
    ModelSpec plain = ItemModels.hierarchical(tasks, 0, 0);
    return plain.toBuilder()
        .items(
            plain.items().orElseThrow().toBuilder()
                .features(Optional.of(new WeightTensor(new long[] {6, 2}, FEATURES)))
                .build())
        .build();
  }

  private static List<TaskSpec> tasks(ItemLoss loss) {
    return ItemModels.tasks(loss);
  }

  /** Also with a batch that reads some rows of the catalog alone. */
  @ParameterizedTest
  @EnumSource(names = {"FULL_SOFTMAX", "SAMPLED_SOFTMAX"})
  void gradients(ItemLoss loss) {
    try (MultiTaskModel model = ItemModels.model(spec(tasks(loss)), DataType.DOUBLE)) {
      assertEquals(List.of(), GradientCheck.wrongGradients(model, ItemModels.batch(1), 4, 1e-5));
    }
  }

  /** Rows of the weight are 1, 2, ... and 10, 20, ...: vectors are sums of them. */
  @Test
  void aVectorIsTheSumOfItsFeaturesRows() {
    try (MultiTaskModel model =
        ItemModels.model(spec(tasks(ItemLoss.FULL_SOFTMAX)), DataType.DOUBLE)) {
      Map<String, INDArray> p = model.graph().paramTable();
      for (String none : List.of("items_projection.weight", "items_projection.bias", "items_ids")) {
        p.get(none).assign(0);
      }
      INDArray weight = p.get("items_features.weight");
      for (int w = 0; w < 8; w++) {
        weight.putScalar(0, w, w + 1);
        weight.putScalar(1, w, 10 * (w + 1));
      }
      model.items().orElseThrow().parametersChanged();
      INDArray vectors = model.items().orElseThrow().vectors();
      double[] factors = {1, 10, 5.5, 0, 28, 11};
      for (int i = 0; i < 6; i++) {
        for (int w = 0; w < 8; w++) {
          assertEquals(factors[i] * (w + 1), vectors.getDouble(i, w), 1e-9);
        }
      }
    }
  }

  @Test
  void newItemsBringTheirFeatures() {
    List<TaskSpec> tasks = tasks(ItemLoss.FULL_SOFTMAX);
    try (MultiTaskModel model = ItemModels.model(spec(tasks), DataType.FLOAT)) {
      List<TaskSpec> more =
          tasks.stream()
              .map(
                  t ->
                      t.ranking().isPresent()
                          ? t.withClasses(List.of("a", "b", "b2", "c", "d", "e", "f"))
                          : t)
              .toList();
      try (MultiTaskModel larger =
          model.withItems(
              more,
              new int[] {0, 1, -1, 2, 3, 4, 5},
              new WeightTensor(new long[] {1, 5}, new float[5]),
              List.of(),
              new WeightTensor(new long[] {1, 2}, new float[] {4, -1}))) {
        INDArray features = larger.graph().paramTable().get("items_features");
        assertArrayEquals(
            new float[] {1, 0, 0, 1, 4, -1, .5f, .5f, 0, 0, -2, 3, 1, 1},
            features.dup('c').data().asFloat(),
            0);
        INDArray before = model.items().orElseThrow().vectors();
        INDArray after = larger.items().orElseThrow().vectors();
        assertEquals(before.getRow(5).dup(), after.getRow(6).dup());
      }
    }
  }

  @Test
  void aSavedModelKnowsThem(@TempDir Path folder) throws IOException {
    List<TaskSpec> tasks = tasks(ItemLoss.FULL_SOFTMAX);
    try (MultiTaskModel model = ItemModels.model(spec(tasks), DataType.FLOAT)) {
      model.save(folder.resolve("model.zip"), false);
      try (MultiTaskModel read =
          MultiTaskModel.restore(folder.resolve("model.zip"), tasks, false)) {
        assertEquals(
            Nd4j.createFromArray(FEATURES).reshape(6, 2),
            read.graph().paramTable().get("items_features").dup('c'));
        assertArrayEquals(
            model.score(ItemModels.batch(1).input()).get(1).values(),
            read.score(ItemModels.batch(1).input()).get(1).values(),
            0);
      }
    }
  }
}
