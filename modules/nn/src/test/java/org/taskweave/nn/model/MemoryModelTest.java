package org.taskweave.nn.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.taskweave.core.batch.MultiTaskBatch;
import org.taskweave.core.batch.SequenceInput;
import org.taskweave.core.encoder.WeightTensor;
import org.taskweave.core.task.NextItemTask;
import org.taskweave.nn.item.ItemMemoryTables;
import org.taskweave.nn.item.MemoryGraphVertex;
import org.taskweave.nn.item.MemoryTable;

/** Models whose next-item scores have what counting knows beside them. */
class MemoryModelTest {

  private static final MemoryTable NOTHING = MemoryTable.of(new int[7], new int[0], new float[0]);

  /** Each item says something for the next two. */
  private static final MemoryTable CIRCLE = circle();

  private static MemoryTable circle() {
    int[] columns = new int[12];
    float[] values = new float[12];
    for (int i = 0; i < 6; i++) {
      columns[2 * i] = (i + 1) % 6;
      columns[2 * i + 1] = (i + 2) % 6;
      values[2 * i] = .3f + .1f * i;
      values[2 * i + 1] = .2f;
    }
    return new MemoryTable(2, columns, values);
  }

  private static MultiTaskModel model(
      NextItemTask.ItemLoss loss, DataType type, MemoryTable all, MemoryTable ofTraining) {
    ItemMemoryTables tables =
        new ItemMemoryTables(
            List.of("circle"), List.of(all), List.of(List.of(ofTraining), List.of(ofTraining)));
    // Sizes are those of the circle, whatever is remembered.
    ItemMemoryTables sizes = new ItemMemoryTables(List.of("circle"), List.of(CIRCLE), List.of());
    ModelSpec plain = ItemModels.hierarchical(ItemModels.tasks(loss), 0, 4);
    MultiTaskModel model =
        ItemModels.model(
            plain.toBuilder()
                .items(
                    plain.items().orElseThrow().toBuilder().memory(Map.of("next", sizes)).build())
                .build(),
            type);
    model.remember(Map.of("next", tables));
    return model;
  }

  /** The usual batch in baskets, its first two sequences of the folds 1 and 2. */
  private static MultiTaskBatch batch(int... folds) {
    MultiTaskBatch plain = ItemModels.batch(1);
    SequenceInput input = plain.input();
    return new MultiTaskBatch(
        input.toBuilder()
            .baskets(new int[] {0, 1, 1, 2, 2, 0, 0, 1, 1, 1, 0, 0, 0, 0, 0}, folds)
            .build(),
        plain.labels(),
        plain.exampleIndices());
  }

  @ParameterizedTest
  @EnumSource(
      value = NextItemTask.ItemLoss.class,
      names = {"FULL_SOFTMAX", "SAMPLED_SOFTMAX"})
  void gradientsAreRight(NextItemTask.ItemLoss loss) {
    try (MultiTaskModel model = model(loss, DataType.DOUBLE, CIRCLE, CIRCLE)) {
      TrainingStep step = new TrainingStep(model, 0, 1);
      step.gradients(batch(1, 2, 0), 0);
      assertEquals(
          List.of(),
          GradientCheck.wrongGradients(
              model,
              step,
              batch(1, 2, 0),
              model.graph().getFlattenedGradients().dup(),
              12,
              1e-4,
              name ->
                  name.startsWith("next-")
                      && !name.endsWith("columns")
                      && !name.endsWith("values")));
    }
  }

  /** A training row must not see what it asks for in its own counts; scoring sees all. */
  @Test
  void trainingRowsReadTheTablesOfTheirFold() {
    try (MultiTaskModel all =
            model(NextItemTask.ItemLoss.FULL_SOFTMAX, DataType.FLOAT, CIRCLE, NOTHING);
        MultiTaskModel none =
            model(NextItemTask.ItemLoss.FULL_SOFTMAX, DataType.FLOAT, NOTHING, NOTHING)) {
      double blind = loss(none, 1, 2, 1);
      assertEquals(blind, loss(all, 1, 2, 1), 0);
      assertNotEquals(blind, loss(all, 0, 0, 0), "rows without a fold see all");
      assertNotEquals(
          none.score(batch(0, 0, 0).input()).get(1).values()[0],
          all.score(batch(0, 0, 0).input()).get(1).values()[0]);
    }
  }

  private static double loss(MultiTaskModel model, int... folds) {
    return new TrainingStep(model, 0, 1).gradients(batch(folds), 0).taskLosses()[1];
  }

  @Test
  void whatIsKnownIsSavedWithTheModel(@TempDir Path folder) {
    Path file = folder.resolve("model.zip");
    SequenceInput input = batch(0, 0, 0).input();
    try (MultiTaskModel model =
        model(NextItemTask.ItemLoss.FULL_SOFTMAX, DataType.FLOAT, CIRCLE, NOTHING)) {
      model.save(file, false);
      try (MultiTaskModel restored = MultiTaskModel.restore(file, model.tasks(), false)) {
        assertArrayEquals(
            model.score(input).get(1).values(), restored.score(input).get(1).values());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(floats = {6, 16_777_216, -2, 1.5f, Float.NaN, Float.POSITIVE_INFINITY})
  void rowsThatTheCatalogLacksAreRefused(float row) {
    try (MultiTaskModel model =
        model(NextItemTask.ItemLoss.FULL_SOFTMAX, DataType.FLOAT, CIRCLE, NOTHING)) {
      model.requireReads(ItemModels.CHANNELS, 100, 5, ItemModels.ITEMS);
      model.graph().paramTable().get("next-memory_columns").putScalar(3, 1, row);
      String message =
          assertThrows(
                  IllegalArgumentException.class,
                  () -> model.requireReads(ItemModels.CHANNELS, 100, 5, ItemModels.ITEMS))
              .getMessage();
      assertEquals(
          "its memory speaks for the item in row " + row + ", the catalog has rows 0 to 5",
          message);
    }
  }

  @Test
  void aLargerCatalogKeepsWhatIsKnown() {
    int[] rows = {0, 1, -1, 2, 3, 4, 5};
    try (MultiTaskModel model =
            model(NextItemTask.ItemLoss.FULL_SOFTMAX, DataType.FLOAT, CIRCLE, NOTHING);
        MultiTaskModel larger =
            model.withItems(
                model.tasks(),
                rows,
                new WeightTensor(new long[] {1, 5}, new float[5]),
                List.of())) {
      MemoryGraphVertex known = (MemoryGraphVertex) model.graph().getVertex("next-memory");
      MemoryGraphVertex moved = (MemoryGraphVertex) larger.graph().getVertex("next-memory");
      assertArrayEquals(
          new int[] {1, 3, 3, 4, -1, -1, 4, 5, 5, 6, 6, 0, 0, 1}, moved.tables().get(0).columns());
      assertArrayEquals(known.ages(), moved.ages(), 1e-6);
      assertArrayEquals(known.base(), moved.base(), 1e-6);
      assertEquals(known.repeat(), moved.repeat(), 1e-6);
    }
  }
}
