package org.taskweave.nn.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.taskweave.core.batch.MultiTaskBatch;
import org.taskweave.core.batch.SequenceInput;
import org.taskweave.core.batch.TaskLabels;
import org.taskweave.core.batch.TokenChannels;
import org.taskweave.core.metric.SeenItems;
import org.taskweave.core.task.BinaryTask;
import org.taskweave.core.task.HeadSpec;
import org.taskweave.core.task.LabelRule;
import org.taskweave.core.task.NextItemTask;
import org.taskweave.core.task.NextItemTask.ItemLoss;
import org.taskweave.core.task.TaskSpec;

/** A model of six items that learns masked events, beside a binary task. */
class MaskedModelTest {

  private static final int ITEMS = 6;
  private static final int UNKNOWN = 6;
  private static final int MASK = 7;
  private static final double SHARE = 0.5;
  private static final double[] SHARES = {.1, .3, .2, .25, .15, 0};
  private static final HeadSpec HEAD = HeadSpec.LINEAR;

  private static List<TaskSpec> tasks(ItemLoss loss) {
    return List.of(
        new BinaryTask("click", new LabelRule.Given("c"), .6, HEAD, Optional.empty(), 1),
        new NextItemTask(
            "next",
            new LabelRule.NextItem(Optional.empty(), OptionalDouble.empty()),
            .8,
            HEAD,
            List.of("a", "b", "c", "d", "e", "f"),
            loss,
            2,
            .7,
            0,
            SeenItems.KEEP));
  }

  /** Every parameter that begins at zero has moved from there. */
  private static MultiTaskModel model(ItemLoss loss, DataType type) {
    Random random = new Random(3);
    ModelSpec spec =
        ModelSpec.builder(
                TinyBert.CONFIG, TinyBert.encoderSettings(), tasks(loss), TinyBert.rule(), 7)
            .channels(
                new TokenChannels(
                    List.of(new TokenChannels.Categorical("action", 4)), List.of("price")))
            .userFeatures(1)
            .items(
                ItemModelSpec.builder(ItemSettings.ofWidth(8), ItemModels.texts())
                    .sequenceModel(SequenceModelSettings.masked(2, 2, SHARE, 8))
                    .shares(Map.of("next", SHARES))
                    .build())
            .build();
    MultiTaskModel model = MultiTaskModel.create(spec, TinyBert.encoder(), type);
    model
        .graph()
        .paramTable()
        .forEach(
            (name, value) -> {
              boolean fixed = name.contains("texts") || name.contains("shares");
              if (!fixed && !name.contains("norm.weight")) {
                for (long i = 0; i < value.length(); i++) {
                  value.putScalar(i, .3 * random.nextGaussian());
                }
              }
              if (name.contains("channels.categorical")) {
                value.getRow(0).assign(0);
              }
            });
    model.items().orElseThrow().parametersChanged();
    return model;
  }

  /**
   * A sequence whose fourth event is unknown and has no row; one with the mask of its next item;
   * one for the binary task alone; a row that fills up.
   */
  private static MultiTaskBatch batch() {
    return batch(new int[0]);
  }

  private static MultiTaskBatch batch(int[] candidates) {
    int[] ids = {1, 4, 1, UNKNOWN, 2, /**/ 3, 0, MASK, 0, 0, /**/ 2, 1, MASK, 0, 0, 0, 0, 0, 0, 0};
    float[] mask = {1, 1, 1, 1, 1, /**/ 1, 1, 1, 0, 0, /**/ 1, 1, 1, 0, 0, /**/ 0, 0, 0, 0, 0};
    return new MultiTaskBatch(
        SequenceInput.builder(4, 5, ids, new int[20], mask)
            .channels(
                List.of(new int[] {1, 2, 3, 1, 2, 3, 3, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0}),
                new float[] {.5f, -1, 2, .1f, 1, 1, -2, 0, 0, 0, .3f, 1, 0, 0, 0, 0, 0, 0, 0, 0})
            .labelRows(new int[] {0, 1, 2, 4, 5, 6, 7, 12})
            .userFeatures(new float[] {0, .1f, .2f, .3f, 0, .1f, .2f, .5f})
            .candidates(candidates)
            .build(),
        List.of(
            new TaskLabels(new float[8], new float[] {0, 0, 0, 0, 0, 0, 0, 1}),
            new TaskLabels(
                new float[] {1, 4, 1, 2, 3, 0, 1, 0}, new float[] {1, 1, 1, 1, 1, 1, 1, 0})),
        new int[] {0, 0, 0, 0, 1, 1, 1, 2});
  }

  private static EventMasks masks(double share) {
    return new EventMasks(tasks(ItemLoss.FULL_SOFTMAX), ITEMS, share);
  }

  private static int[] drawn(double share, long seed) {
    return masks(share).draw(batch(), new Random(seed)).input().labelRows();
  }

  @Test
  void seedsRepeatAndEverySequenceHasAMask() {
    int different = 0;
    for (long seed = 0; seed < 200; seed++) {
      int[] rows = drawn(.2, seed);
      assertArrayEquals(rows, drawn(.2, seed));
      assertTrue(Arrays.stream(rows).anyMatch(cell -> cell < 5), "one of the first sequence");
      assertTrue(Arrays.stream(rows).anyMatch(cell -> cell == 7), "a mask stays");
      assertTrue(Arrays.stream(rows).anyMatch(cell -> cell == 12), "another task's row stays");
      different += Arrays.equals(rows, drawn(.2, seed + 1)) ? 0 : 1;
    }
    assertTrue(different > 100, different + " of 200 differ from the next seed's");
  }

  /**
   * Of four rows: .9 * (.2 + one of four when none is drawn, .8^4 / 4) = .2722; the last one also
   * alone, + .1 = .3722.
   */
  @Test
  void rowsAreDrawnAsOftenAsStated() {
    double[] counts = new double[5];
    Random random = new Random(4);
    int draws = 20_000;
    for (int i = 0; i < draws; i++) {
      for (int cell : masks(.2).draw(batch(), random).input().labelRows()) {
        if (cell < 5) {
          counts[cell] += 1.0 / draws;
        }
      }
    }
    assertArrayEquals(new double[] {.2722, .2722, .2722, 0, .3722}, counts, .015);
  }

  @Test
  void aMaskedEventLosesItsItemAndChannelsAndNothingElseChanges() {
    MultiTaskBatch before = batch();
    MultiTaskBatch after = masks(.5).draw(before, new Random(1));
    List<Integer> rows = Arrays.stream(after.input().labelRows()).boxed().toList();
    assertTrue(rows.size() > 3 && rows.size() < 8, rows.toString());
    for (int cell = 0; cell < 20; cell++) {
      boolean masked = rows.contains(cell);
      assertEquals(masked ? MASK : before.input().tokenIds()[cell], after.input().tokenIds()[cell]);
      assertEquals(
          masked ? 0 : before.input().categoricalChannels().get(0)[cell],
          after.input().categoricalChannels().get(0)[cell]);
      assertEquals(
          masked ? 0 : before.input().numericChannels()[cell],
          after.input().numericChannels()[cell]);
    }
    List<Integer> all = Arrays.stream(before.input().labelRows()).boxed().toList();
    for (int r = 0; r < rows.size(); r++) {
      int row = all.indexOf(rows.get(r));
      assertEquals(before.input().userFeatures()[row], after.input().userFeatures()[r]);
      assertEquals(before.exampleIndices()[row], after.exampleIndices()[r]);
      for (int k = 0; k < 2; k++) {
        assertEquals(before.labels().get(k).values()[row], after.labels().get(k).values()[r]);
        assertEquals(before.labels().get(k).mask()[row], after.labels().get(k).mask()[r]);
      }
    }
    assertArrayEquals(batch().input().tokenIds(), before.input().tokenIds(), "the batch stays");
  }

  @Test
  void rowsKeepTheirCandidates() {
    int[] cells = batch().input().labelRows();
    MultiTaskBatch after = masks(.5).draw(batch(cells), new Random(1));
    assertTrue(after.input().rows() < cells.length, "some rows are left out");
    assertArrayEquals(after.input().labelRows(), after.input().candidates());
  }

  @ParameterizedTest
  @EnumSource(ItemLoss.class)
  void gradientsAreRight(ItemLoss loss) {
    try (MultiTaskModel model = model(loss, DataType.DOUBLE)) {
      assertEquals(List.of(), GradientCheck.wrongGradients(model, batch(), 2, 1e-5));
      assertTrue(
          model
                  .graph()
                  .gradient()
                  .getGradientFor("items_unknown")
                  .getRow(1)
                  .norm2Number()
                  .doubleValue()
              > 1e-6,
          "the mask learns");
    }
  }

  /** The labels stay as they are, so that only what the model reads can change the loss. */
  @ParameterizedTest
  @EnumSource(ItemLoss.class)
  void whatAMaskHidesChangesNothing(ItemLoss loss) {
    int[] rows = drawn(SHARE, 1_000_003L);
    try (MultiTaskModel model = model(loss, DataType.DOUBLE)) {
      TrainingStep step = new TrainingStep(model, 0, 1);
      double expected = step.gradients(batch(), 0).totalLoss();
      int hidden = 0;
      for (int cell : new int[] {0, 1, 2, 4, 5, 6}) {
        boolean masked = Arrays.stream(rows).anyMatch(row -> row == cell);
        hidden += masked ? 1 : 0;
        double actual = step.gradients(with(cell, 0, 1, 9), 0).totalLoss();
        if (masked) {
          assertEquals(expected, actual, 1e-12, "cell " + cell);
        } else {
          assertNotEquals(expected, actual, 1e-6, "cell " + cell);
        }
      }
      assertTrue(hidden > 0 && hidden < 6, hidden + " are masked");
    }
  }

  /** The batch with another event in a cell. */
  private static MultiTaskBatch with(int cell, int item, int action, float price) {
    MultiTaskBatch batch = batch();
    batch.input().tokenIds()[cell] = item == batch.input().tokenIds()[cell] ? item + 2 : item;
    batch.input().categoricalChannels().get(0)[cell] = action;
    batch.input().numericChannels()[cell] = price;
    return batch;
  }

  private static SequenceInput sequence(int[] ids, int real, int... rows) {
    float[] mask = new float[ids.length];
    Arrays.fill(mask, 0, real, 1);
    return SequenceInput.builder(1, ids.length, ids, new int[ids.length], mask)
        .channels(List.of(new int[ids.length]), new float[ids.length])
        .labelRows(rows)
        .userFeatures(new float[rows.length])
        .build();
  }

  private static float[] scores(MultiTaskModel model, SequenceInput input) {
    return model.score(input).get(1).values();
  }

  /** Items 4 and 1 are masked; 1, 2 and 3 are seen elsewhere, before or after. Padding has id 0. */
  @Test
  void theRepeatTermKnowsTheOtherEventsAlone() {
    SequenceInput input = sequence(new int[] {1, MASK, MASK, 2, 3, 0, 0}, 5, 1, 2);
    try (MultiTaskModel model = model(ItemLoss.FULL_SOFTMAX, DataType.DOUBLE)) {
      float[] before = scores(model, input);
      model.graph().paramTable().get("next-scores_repeat").addi(.25);
      float[] after = scores(model, input);
      for (int row = 0; row < 2; row++) {
        for (int item = 0; item < ITEMS; item++) {
          double added = item >= 1 && item <= 3 ? 2.5 : 0;
          int at = row * ITEMS + item;
          assertEquals(added, after[at] - before[at], 1e-5, "item " + item);
        }
      }
    }
  }

  @Test
  void aMaskReadsBothSidesAndNoPadding() {
    try (MultiTaskModel model = model(ItemLoss.IN_BATCH, DataType.FLOAT)) {
      float[] one = scores(model, sequence(new int[] {1, MASK, 2, 3}, 4, 1));
      float[] padded = scores(model, sequence(new int[] {1, MASK, 2, 3, 0, 0}, 4, 1));
      assertArrayEquals(one, padded, 1e-5f);
      float[] later = scores(model, sequence(new int[] {1, MASK, 2, 2}, 4, 1));
      float[] earlier = scores(model, sequence(new int[] {0, MASK, 2, 3}, 4, 1));
      float[] unknown = scores(model, sequence(new int[] {1, UNKNOWN, 2, 3}, 4, 1));
      for (float[] other : List.of(later, earlier, unknown)) {
        assertTrue(
            IntStream.range(0, ITEMS).anyMatch(i -> Math.abs(one[i] - other[i]) > 1e-3),
            Arrays.toString(one) + " and " + Arrays.toString(other));
      }
    }
  }

  /** What a checkpoint holds is enough to go on. */
  @Test
  void aRestoredModelMasksAsBefore(@TempDir Path folder) {
    List<Double> expected = new ArrayList<>();
    try (MultiTaskModel model = model(ItemLoss.SAMPLED_SOFTMAX, DataType.FLOAT)) {
      TrainingStep step = new TrainingStep(model, 1, 5);
      step.run(batch(), 0, 0);
      model.save(folder.resolve("model.zip"), true);
      for (int i = 1; i < 4; i++) {
        expected.add(step.run(batch(), i, 0).totalLoss());
      }
    }
    assertNotEquals(expected.get(0), expected.get(1), 1e-6);
    try (MultiTaskModel model =
        MultiTaskModel.restore(
            folder.resolve("model.zip"), tasks(ItemLoss.SAMPLED_SOFTMAX), true)) {
      TrainingStep step = new TrainingStep(model, 1, 5);
      for (int i = 1; i < 4; i++) {
        assertEquals(expected.get(i - 1), step.run(batch(), i, 0).totalLoss(), 1e-6);
      }
    }
  }
}
