package org.taskweave.data.batch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.taskweave.data.TestEvents.event;
import static org.taskweave.data.TestEvents.millis;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.taskweave.core.batch.TaskLabels;
import org.taskweave.core.recipe.FeaturesRecipe;
import org.taskweave.core.recipe.FeaturesRecipe.EventNumeric;
import org.taskweave.core.recipe.FeaturesRecipe.UserFeature;
import org.taskweave.core.task.HistoryStatistic;
import org.taskweave.core.task.TaskSpec;
import org.taskweave.data.TestTasks;
import org.taskweave.data.event.BehaviorEvent;
import org.taskweave.data.example.Example;
import org.taskweave.data.example.LabelValue;
import org.taskweave.data.example.Split;
import org.taskweave.data.feature.Preprocessing;
import org.taskweave.data.text.EventRenderer;
import org.taskweave.data.text.SequenceTokenizer;
import org.taskweave.data.text.TestTokenizers;

/** Two events: "view red tealight" ([CLS] view red tea ##light) and "buy mug" ([SEP]). */
class ExampleEncoderTest {

  private static final List<BehaviorEvent> HISTORY =
      List.of(
          event(9, "view", "red tealight", "price", 1.0), event(9.875, "buy", "mug", "price", 3.0));

  private static final FeaturesRecipe FEATURES =
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

  private static Example example(LabelValue label) {
    return new Example("ann", millis(10), Split.TRAIN, HISTORY, List.of(label));
  }

  /** Learns from the first labels and encodes the last one. */
  private static EncodedExample encoded(
      Map<String, Integer> unknownClasses, int maxTokens, TaskSpec task, LabelValue... labels) {
    List<Example> train = new ArrayList<>();
    for (int i = 0; i < labels.length - 1; i++) {
      train.add(example(labels[i]));
    }
    Preprocessing learned = Preprocessing.fit(train, List.of(task), FEATURES);
    try (SequenceTokenizer tokenizer =
        new SequenceTokenizer(TestTokenizers.miniLm(), TestTokenizers.limits(maxTokens, 50, 10))) {
      ExampleEncoder encoder =
          new ExampleEncoder(learned, new EventRenderer("{action} {text}", List.of()), tokenizer);
      EncodedExample encoded = encoder.encode(example(labels[labels.length - 1]));
      assertEquals(unknownClasses, encoder.unknownClasses());
      return encoded;
    }
  }

  private static void assertLabels(
      float[] values, float[] mask, TaskSpec task, LabelValue... labels) {
    TaskLabels actual = encoded(Map.of(), 64, task, labels).labels().get(0);
    assertArrayEquals(values, actual.values());
    assertArrayEquals(mask, actual.mask());
  }

  private static float[] floats(float... values) {
    return values;
  }

  private static LabelValue quantity(double value) {
    return new LabelValue.Quantity(value);
  }

  private static LabelValue name(String name) {
    return new LabelValue.ClassName(name);
  }

  private static LabelValue set(String... names) {
    return new LabelValue.ClassSet(Set.of(names));
  }

  private static final LabelValue MISSING = new LabelValue.Missing();

  @Test
  void tokensCarryTheChannelsOfTheirEvent() {
    EncodedExample encoded = encoded(Map.of(), 64, TestTasks.binary(), quantity(1), quantity(0));
    assertArrayEquals(
        new int[] {101, 3193, 2417, 5572, 7138, 4965, 14757, 102}, encoded.tokenIds());
    assertEquals(8, encoded.length());
    assertArrayEquals(
        new int[][] {
          {0, 3, 3, 3, 3, 2, 2, 0}, // buy 2, view 3
          {0, 2, 2, 2, 2, 1, 1, 0},
          {0, 10, 10, 10, 10, 5, 5, 0} // 24 hours: 1 + 2 log2 25; 3 hours: 1 + 2 log2 4
        },
        encoded.categoricalChannels());
    assertArrayEquals(floats(0, -1, -1, -1, -1, 1, 1, 0), encoded.numericChannels());
    assertArrayEquals(floats(0), encoded.userFeatures());
  }

  @Test
  void ranksCountFromTheNewestEventWhenOlderOnesAreCutOff() {
    EncodedExample encoded = encoded(Map.of(), 5, TestTasks.binary(), quantity(1), quantity(0));
    assertArrayEquals(new int[] {101, 4965, 14757, 102}, encoded.tokenIds());
    assertArrayEquals(new int[] {0, 1, 1, 0}, encoded.categoricalChannels()[1]);
    assertArrayEquals(floats(0, 1, 1, 0), encoded.numericChannels());
  }

  @Test
  void binaryLabels() {
    assertLabels(floats(1), floats(1), TestTasks.binary(), quantity(0), quantity(1));
    assertLabels(floats(0), floats(1), TestTasks.binary(), quantity(1), quantity(0));
    assertLabels(floats(0), floats(0), TestTasks.binary(), quantity(1), MISSING);
  }

  @Test
  void regressionLabelsAreStandardised() {
    assertLabels(
        floats(3), floats(1), TestTasks.regression(), quantity(1), quantity(5), quantity(9));
    assertLabels(floats(0), floats(0), TestTasks.regression(), quantity(1), quantity(5), MISSING);
  }

  @Test
  void multiclassLabels() {
    TaskSpec task = TestTasks.multiclass();
    assertLabels(floats(1), floats(1), task, name("art"), name("tea"), name("tea"));
    assertLabels(floats(0), floats(0), task, name("art"), name("tea"), MISSING);
    TaskLabels unknown =
        encoded(Map.of("topic: war", 1), 64, task, name("art"), name("tea"), name("war"))
            .labels()
            .get(0);
    assertArrayEquals(floats(0), unknown.values());
    assertArrayEquals(floats(0), unknown.mask());
  }

  @Test
  void multilabelLabels() {
    TaskSpec task = TestTasks.multilabel();
    assertLabels(floats(0, 1), floats(1), task, set("art", "tea"), set("tea"));
    assertLabels(floats(0, 0), floats(1), task, set("art", "tea"), set());
    assertLabels(floats(0, 0), floats(0), task, set("art", "tea"), MISSING);
    TaskLabels unknown =
        encoded(Map.of("topics: war", 1), 64, task, set("art", "tea"), set("art", "war"))
            .labels()
            .get(0);
    assertArrayEquals(floats(1, 0), unknown.values());
    assertArrayEquals(floats(1), unknown.mask());
  }

  @Test
  void tagsSitOnTheFirstPieceOfEachWord() {
    LabelValue tags = new LabelValue.WordTags(List.of(List.of("B", "O"), List.of("O")));
    assertLabels(
        floats(0, 0, 0, 1, 0, 0, 1, 0),
        floats(0, 0, 1, 1, 0, 0, 1, 0),
        TestTasks.tagging(),
        tags,
        tags);
  }

  @Test
  void eventsWithoutTagsAndMissingLabelsHaveNone() {
    LabelValue tags = new LabelValue.WordTags(List.of(List.of("B", "O"), List.of()));
    assertLabels(
        floats(0, 0, 0, 1, 0, 0, 0, 0),
        floats(0, 0, 1, 1, 0, 0, 0, 0),
        TestTasks.tagging(),
        tags,
        tags);
    assertLabels(new float[8], new float[8], TestTasks.tagging(), tags, MISSING);
  }

  @Test
  void unknownTagsAreMissingAndCounted() {
    TaskLabels labels =
        encoded(
                Map.of("tags: X", 2),
                64,
                TestTasks.tagging(),
                new LabelValue.WordTags(List.of(List.of("B", "O"), List.of())),
                new LabelValue.WordTags(List.of(List.of("X", "O"), List.of("X"))))
            .labels()
            .get(0);
    assertArrayEquals(floats(0, 0, 0, 1, 0, 0, 0, 0), labels.values());
    assertArrayEquals(floats(0, 0, 0, 1, 0, 0, 0, 0), labels.mask());
  }

  @Test
  void tagsOfEventsThatWereCutOffAreGone() {
    LabelValue tags = new LabelValue.WordTags(List.of(List.of("B", "O"), List.of("O")));
    TaskLabels labels = encoded(Map.of(), 5, TestTasks.tagging(), tags, tags).labels().get(0);
    assertArrayEquals(floats(0, 0, 1, 0), labels.values());
    assertArrayEquals(floats(0, 0, 1, 0), labels.mask());
  }
}
