package org.taskweave.data.batch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.taskweave.data.TestEvents.millis;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.taskweave.core.metric.SeenItems;
import org.taskweave.core.recipe.FeaturesRecipe;
import org.taskweave.core.recipe.FeaturesRecipe.EventNumeric;
import org.taskweave.core.recipe.FeaturesRecipe.UserFeature;
import org.taskweave.core.recipe.SequenceRecipe;
import org.taskweave.core.task.HeadSpec;
import org.taskweave.core.task.HistoryStatistic;
import org.taskweave.core.task.LabelRule;
import org.taskweave.core.task.NextItemTask;
import org.taskweave.core.task.NextItemTask.ItemLoss;
import org.taskweave.core.task.TaskSpec;
import org.taskweave.data.TestTasks;
import org.taskweave.data.event.BehaviorEvent;
import org.taskweave.data.event.ItemCatalog;
import org.taskweave.data.example.Example;
import org.taskweave.data.example.LabelValue;
import org.taskweave.data.example.Split;
import org.taskweave.data.feature.Preprocessing;

/**
 * Of the catalog a b c d, ann views a, buys b, views a and c on days 1 to 4; then d. A sequence has
 * three events and a mask.
 */
class MaskedSequenceEncoderTest {

  private static final int MASK = 5;
  private static final ItemCatalog CATALOG =
      new ItemCatalog(
          List.of("a", "b", "c", "d").stream()
              .map(id -> new ItemCatalog.Item(id, Optional.empty(), Map.of()))
              .toList());
  private static final List<BehaviorEvent> ANN =
      List.of(
          event(1, "view", "a"),
          event(2, "buy", "b"),
          event(3, "view", "a"),
          event(4, "view", "c"));

  private static BehaviorEvent event(double day, String action, String item) {
    return new BehaviorEvent(
        "ann",
        item,
        action,
        millis(day),
        Optional.empty(),
        Optional.empty(),
        Map.of("price", 10.0 * day));
  }

  private static TaskSpec next(String name, Optional<String> action) {
    return new NextItemTask(
        name,
        new LabelRule.NextItem(action, OptionalDouble.empty()),
        1,
        HeadSpec.LINEAR,
        List.of(),
        ItemLoss.IN_BATCH,
        1,
        1,
        0,
        SeenItems.KEEP);
  }

  private static Example example(int events, LabelValue... labels) {
    return new Example(
        "ann", millis(events + 1), Split.TRAIN, ANN.subList(0, events), List.of(labels));
  }

  /**
   * Learns from the examples and encodes them for training; the last entry is the longest alone.
   */
  private static List<EncodedExample> encoded(List<TaskSpec> tasks, List<Example> examples) {
    MaskedSequenceEncoder encoder = encoder(tasks, examples);
    List<EncodedExample> all = new ArrayList<>(encoder.encodeTraining(examples));
    all.add(encoder.encode(examples.get(examples.size() - 1)));
    assertEquals(Map.of(), encoder.unknownClasses());
    return all;
  }

  private static MaskedSequenceEncoder encoder(List<TaskSpec> tasks, List<Example> examples) {
    FeaturesRecipe features =
        new FeaturesRecipe(
            List.of(new EventNumeric("price", false)),
            List.of(),
            List.of(
                new UserFeature(
                    "events",
                    new HistoryStatistic.Count(
                        Optional.empty(), HistoryStatistic.Unit.EVENTS, OptionalDouble.empty()),
                    false)),
            Optional.empty());
    Preprocessing learned =
        Preprocessing.fit(
            examples,
            tasks,
            features,
            SequenceRecipe.Kind.HIERARCHICAL,
            List.of("a", "b", "c", "d"));
    return new MaskedSequenceEncoder(learned, CATALOG, 3);
  }

  private static LabelValue item(String id) {
    return new LabelValue.NextItem(id);
  }

  @Test
  void aUserIsOneSequenceInWindowsAndEachEventALabelOnce() {
    List<EncodedExample> all =
        encoded(
            List.of(next("next", Optional.empty())),
            List.of(example(1, item("b")), example(3, item("c")), example(4, item("d"))));
    assertEquals(3, all.size());
    EncodedExample first = all.get(0);
    assertArrayEquals(new int[] {0, 1, 0}, first.tokenIds());
    assertArrayEquals(new int[] {0, 1, 2}, first.labelPositions());
    assertArrayEquals(new float[] {0, 1, 0}, first.labels().get(0).values());
    assertArrayEquals(new float[] {1, 1, 1}, first.labels().get(0).mask());
    EncodedExample last = all.get(1);
    assertArrayEquals(new int[] {1, 0, 2, MASK}, last.tokenIds());
    assertArrayEquals(new int[] {2, 3}, last.labelPositions());
    assertArrayEquals(new float[] {2, 3}, last.labels().get(0).values());
    assertArrayEquals(new float[] {1, 1}, last.labels().get(0).mask());
  }

  /** Counts 0, 1, 2 before the events of the first window; 3 and 4 in the second. */
  @Test
  void userFeaturesAreOfWhatCameBefore() {
    List<EncodedExample> all =
        encoded(
            List.of(next("next", Optional.empty())),
            List.of(example(1, item("b")), example(3, item("c")), example(4, item("d"))));
    float[] first = all.get(0).userFeatures();
    float[] last = all.get(1).userFeatures();
    float one = first[1] - first[0];
    assertArrayEquals(new float[] {first[0], first[0] + one, first[0] + 2 * one}, first, 1e-5f);
    assertArrayEquals(new float[] {first[0] + 3 * one, first[0] + 4 * one}, last, 1e-5f);
    assertTrue(one > 0);
  }

  @Test
  void anExampleIsReadAtAMaskWithNothingInItsChannels() {
    List<EncodedExample> all =
        encoded(
            List.of(next("next", Optional.empty())),
            List.of(example(1, item("b")), example(4, item("d"))));
    EncodedExample alone = all.get(all.size() - 1);
    assertArrayEquals(new int[] {1, 0, 2, MASK}, alone.tokenIds());
    assertArrayEquals(new int[] {3}, alone.labelPositions());
    for (int[] channel : alone.categoricalChannels()) {
      assertEquals(4, channel.length);
      assertEquals(0, channel[3]);
      assertTrue(channel[2] > 0);
    }
    assertEquals(4, alone.numericChannels().length);
    assertEquals(0, alone.numericChannels()[3]);
    assertTrue(alone.numericChannels()[2] != 0);
  }

  /** The purchase of b is the only one; c is not followed by one. */
  @Test
  void aTaskMasksEventsOfItsActionAlone() {
    List<EncodedExample> all =
        encoded(
            List.of(next("buys", Optional.of("buy"))),
            List.of(example(1, item("b")), example(4, new LabelValue.Missing())));
    assertEquals(2, all.size(), "the second window has nothing to learn");
    assertArrayEquals(new int[] {0, 1, 0}, all.get(0).tokenIds());
    assertArrayEquals(new int[] {1}, all.get(0).labelPositions());
    assertArrayEquals(new float[] {1}, all.get(0).labels().get(0).values());
  }

  @Test
  void otherTasksHaveSequencesOfTheirOwn() {
    LabelValue missing = new LabelValue.Missing();
    List<EncodedExample> all =
        encoded(
            List.of(next("next", Optional.empty()), TestTasks.binary()),
            List.of(
                example(1, item("b"), new LabelValue.Quantity(1)),
                example(2, item("a"), missing),
                example(3, item("c"), new LabelValue.Quantity(0))));
    assertEquals(4, all.size());
    assertArrayEquals(new int[] {0, 1, 0, MASK}, all.get(0).tokenIds());
    assertArrayEquals(new int[] {0, 1, 2, 3}, all.get(0).labelPositions());
    assertArrayEquals(new float[] {0, 1, 0, 2}, all.get(0).labels().get(0).values());
    assertArrayEquals(new float[4], all.get(0).labels().get(1).mask());
    assertArrayEquals(new int[] {0, MASK}, all.get(1).tokenIds());
    assertArrayEquals(new int[] {0, 1, 0, MASK}, all.get(2).tokenIds());
    for (int i = 1; i < 3; i++) {
      assertArrayEquals(new float[] {0}, all.get(i).labels().get(0).mask());
      assertArrayEquals(new float[] {1}, all.get(i).labels().get(1).mask());
      assertArrayEquals(new float[] {2 - i}, all.get(i).labels().get(1).values());
    }
  }
}
