package org.taskweave.data.batch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.taskweave.core.batch.MultiTaskBatch;
import org.taskweave.core.metric.SeenItems;
import org.taskweave.core.recipe.FeaturesRecipe;
import org.taskweave.core.recipe.SequenceRecipe;
import org.taskweave.core.task.HeadSpec;
import org.taskweave.core.task.LabelRule;
import org.taskweave.core.task.NextBasketTask;
import org.taskweave.core.task.NextItemTask;
import org.taskweave.core.task.NextItemTask.ItemLoss;
import org.taskweave.core.task.TaskSpec;
import org.taskweave.data.event.BehaviorEvent;
import org.taskweave.data.event.ItemCatalog;
import org.taskweave.data.example.Example;
import org.taskweave.data.example.LabelValue;
import org.taskweave.data.example.Split;
import org.taskweave.data.feature.Preprocessing;

/** A catalog of a, b, c, d; item x is outside of it. */
class ItemSequenceEncoderTest {

  private static final List<String> ITEMS = List.of("a", "b", "c", "d");
  private static final TaskSpec NEXT =
      new NextItemTask(
          "next",
          new LabelRule.NextItem(Optional.empty(), OptionalDouble.of(Double.POSITIVE_INFINITY)),
          1,
          HeadSpec.LINEAR,
          List.of(),
          ItemLoss.FULL_SOFTMAX,
          1,
          1,
          0,
          SeenItems.KEEP);

  private static List<BehaviorEvent> events(String user, String items) {
    List<BehaviorEvent> events = new ArrayList<>();
    for (String item : items.chars().mapToObj(Character::toString).toList()) {
      events.add(
          new BehaviorEvent(
              user,
              item,
              "view",
              events.size() * 3_600_000L,
              Optional.empty(),
              Optional.empty(),
              Map.of()));
    }
    return events;
  }

  /** After so many of the events, with the next one's item as label. */
  private static Example example(List<BehaviorEvent> events, int size) {
    return new Example(
        events.get(0).user(),
        events.get(size - 1).timestampMillis() + 1,
        Split.TRAIN,
        events.subList(0, size),
        List.of(
            size < events.size()
                ? new LabelValue.NextItem(events.get(size).item())
                : new LabelValue.Missing()));
  }

  private static List<Example> everyPosition(List<BehaviorEvent> events) {
    return IntStream.range(1, events.size()).mapToObj(size -> example(events, size)).toList();
  }

  private static Preprocessing preprocessing() {
    return Preprocessing.fit(
        everyPosition(events("ann", "abcdab")),
        List.of(NEXT),
        FeaturesRecipe.NONE,
        SequenceRecipe.Kind.HIERARCHICAL,
        ITEMS);
  }

  private static ItemSequenceEncoder encoder(int maxEvents) {
    return new ItemSequenceEncoder(
        preprocessing(),
        new ItemCatalog(
            ITEMS.stream().map(i -> new ItemCatalog.Item(i, Optional.empty(), Map.of())).toList()),
        maxEvents);
  }

  private static List<Integer> list(int... values) {
    return IntStream.of(values).boxed().toList();
  }

  @Test
  void anExampleIsReadFromItsNewestEvents() {
    List<BehaviorEvent> events = events("ann", "abxcd");
    EncodedExample encoded = encoder(3).encode(example(events, 4));
    assertArrayEquals(new int[] {1, 4, 2}, encoded.tokenIds());
    assertArrayEquals(new int[] {2}, encoded.labelPositions());
    assertArrayEquals(new float[] {3}, encoded.labels().get(0).values());
    assertArrayEquals(new float[] {1}, encoded.labels().get(0).mask());
    // An hour after the event before: 1 + floor(2 log2(2)).
    assertArrayEquals(new int[] {3, 3, 3}, encoded.categoricalChannels()[1]);
    assertEquals(32, encoder(5).encode(example(events, 4)).categoricalChannels()[1][0]);
  }

  /** Two of one page, the same history read anew, and the page again. */
  @Test
  void examplesOfOneHistoryShareASequenceInTheirOrder() {
    Example first = example(events("ann", "abxcd"), 4);
    Example second = first.about("b");
    Example other = first.withHistory(List.copyOf(events("ann", "abxc")));
    List<Example> examples = List.of(first, second, other, first);
    List<EncodedExample> encoded = encoder(3).encodeAll(examples);
    assertEquals(List.of(2, 1, 1), encoded.stream().map(EncodedExample::rows).toList());
    assertArrayEquals(encoder(3).encode(first).tokenIds(), encoded.get(0).tokenIds());
    assertArrayEquals(new int[] {2, 2}, encoded.get(0).labelPositions());
    assertArrayEquals(new float[] {3, 3}, encoded.get(0).labels().get(0).values());
  }

  @Test
  void historiesThatBeginAlikeAreOneSequence() {
    List<BehaviorEvent> ann = events("ann", "abcd");
    List<BehaviorEvent> bob = events("bob", "ba");
    List<EncodedExample> encoded =
        encoder(8)
            .encodeTraining(
                List.of(example(ann, 3), example(bob, 1), example(ann, 1), example(ann, 1)));
    assertEquals(2, encoded.size());
    assertArrayEquals(new int[] {0, 1, 2}, encoded.get(0).tokenIds());
    assertArrayEquals(new int[] {0, 0, 2}, encoded.get(0).labelPositions());
    assertArrayEquals(new float[] {1, 1, 3}, encoded.get(0).labels().get(0).values());
    assertArrayEquals(new int[] {1}, encoded.get(1).tokenIds());
  }

  @Test
  void otherHistoriesOfAUserStayApart() {
    List<Example> own = new ArrayList<>();
    own.add(example(events("ann", "abc"), 2));
    own.add(example(events("ann", "cba"), 2));
    assertEquals(List.of(1, 1), NestedHistories.of(own).stream().map(List::size).toList());
  }

  /** Each label once, at its own event, with at least half of the window before it. */
  @Test
  void longHistoriesBecomeWindows() {
    String items = "abcdaabbccddabcdabcddcba";
    for (int maxEvents : new int[] {1, 2, 5, 6, 23, 24, 50}) {
      List<BehaviorEvent> events = events("ann", items);
      List<EncodedExample> windows = encoder(maxEvents).encodeTraining(everyPosition(events));
      List<Integer> labels = new ArrayList<>();
      for (EncodedExample window : windows) {
        assertTrue(window.length() <= maxEvents);
        for (int r = 0; r < window.labelPositions().length; r++) {
          int size = labels.size() + 1;
          int position = window.labelPositions()[r];
          assertTrue(position + 1 >= Math.min(size, (maxEvents + 1) / 2), "little history");
          // What it reads is what came last before the label.
          int[] read = Arrays.copyOf(window.tokenIds(), position + 1);
          assertArrayEquals(
              items.substring(size - position - 1, size).chars().map(c -> c - 'a').toArray(), read);
          labels.add((int) window.labels().get(0).values()[r]);
        }
      }
      assertEquals(list(items.substring(1).chars().map(c -> c - 'a').toArray()), labels);
    }
  }

  @Test
  void aSingleLabelSeesAllThatScoringWouldSee() {
    List<BehaviorEvent> events = events("ann", "abcdaabbccddabcd");
    List<Example> two = List.of(example(events, 8), example(events, 15));
    List<EncodedExample> windows = encoder(6).encodeTraining(two);
    assertEquals(2, windows.size());
    for (int i = 0; i < 2; i++) {
      assertArrayEquals(encoder(6).encode(two.get(i)).tokenIds(), windows.get(i).tokenIds());
    }
  }

  @Test
  void labelsOutsideTheCatalogAreMissingAndCounted() {
    ItemSequenceEncoder encoder = encoder(8);
    EncodedExample encoded = encoder.encode(example(events("ann", "ax"), 1));
    assertArrayEquals(new float[] {0}, encoded.labels().get(0).mask());
    assertEquals(Map.of("next: x", 1), encoder.unknownClasses());
  }

  @Test
  void batchesHaveARowForEachLabel() {
    List<BehaviorEvent> ann = events("ann", "abcd");
    List<BehaviorEvent> bob = events("bob", "ba");
    List<EncodedExample> encoded =
        encoder(8)
            .encodeTraining(
                Stream.concat(everyPosition(ann).stream(), everyPosition(bob).stream()).toList());
    MultiTaskBatch batch =
        new Batcher(preprocessing().tasks(), preprocessing().channels(), 4, 8, 3)
            .evaluation(encoded)
            .get(0);
    assertEquals(4, batch.input().length());
    assertArrayEquals(new int[] {0, 1, 2, 4}, batch.input().labelRows());
    assertArrayEquals(new float[] {1, 2, 3, 0}, batch.labels().get(0).values());
    assertArrayEquals(new float[] {1, 1, 1, 1}, batch.labels().get(0).mask());
    assertArrayEquals(new int[] {0, 0, 0, 1}, batch.exampleIndices());
    assertArrayEquals(new float[] {1, 1, 1, 0, 1, 0, 0, 0, 0, 0, 0, 0}, batch.input().mask());
  }

  /** A basket is learned item by item at one place, its other labels once. */
  @Test
  void itemsOfABasketAreRowsOfOneHistory() {
    TaskSpec basket =
        new NextBasketTask(
            "basket",
            new LabelRule.NextBasket(Optional.empty(), OptionalDouble.of(9)),
            1,
            HeadSpec.LINEAR,
            List.of(),
            ItemLoss.FULL_SOFTMAX,
            1,
            1,
            0);
    List<BehaviorEvent> events = events("ann", "abcdc");
    Example before = example(events, 2);
    Example both =
        before.withLabels(
            List.of(before.labels().get(0), new LabelValue.NextBasket(events.subList(2, 5))));
    ItemSequenceEncoder encoder =
        new ItemSequenceEncoder(
            Preprocessing.fit(
                List.of(both),
                List.of(NEXT, basket),
                FeaturesRecipe.NONE,
                SequenceRecipe.Kind.HIERARCHICAL,
                ITEMS),
            new ItemCatalog(
                ITEMS.stream()
                    .map(i -> new ItemCatalog.Item(i, Optional.empty(), Map.of()))
                    .toList()),
            10);
    List<EncodedExample> sequences = encoder.encodeTraining(List.of(both));
    assertEquals(1, sequences.size());
    EncodedExample one = sequences.get(0);
    assertArrayEquals(new int[] {0, 1}, one.tokenIds());
    assertArrayEquals(new int[] {1, 1}, one.labelPositions());
    assertArrayEquals(new float[] {2, 3}, one.labels().get(1).values());
    assertArrayEquals(new float[] {1, 1}, one.labels().get(1).mask());
    assertArrayEquals(new float[] {1, 0}, one.labels().get(0).mask());
    assertEquals(1, encoder.encode(both).rows());
  }
}
