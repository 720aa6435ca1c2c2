package org.taskweave.data.batch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.taskweave.core.batch.TokenChannels;
import org.taskweave.core.recipe.SequenceRecipe;
import org.taskweave.core.task.HeadSpec;
import org.taskweave.core.task.LabelRule;
import org.taskweave.core.task.TaskSpec;
import org.taskweave.data.event.BehaviorEvent;
import org.taskweave.data.example.Example;
import org.taskweave.data.example.LabelValue;
import org.taskweave.data.example.Split;
import org.taskweave.data.feature.ExampleFeatures;
import org.taskweave.data.feature.LabelScale;
import org.taskweave.data.text.EventRenderer;
import org.taskweave.data.text.SequenceTokenizer;

class ExampleEncoderTest {

  private static final LabelRule GIVEN = new LabelRule.Given("label");
  private static final HeadSpec HEAD = new HeadSpec(0, 0, 0, Optional.empty());

  /** Channels tell rank and time, features the number of events. */
  private static final class Features implements ExampleFeatures {
    @Override
    public List<TaskSpec> tasks() {
      return List.of(
          new TaskSpec.Binary("binary", GIVEN, 1, HEAD, Optional.empty(), 1),
          new TaskSpec.Regression("number", GIVEN, 1, HEAD, Optional.empty()),
          new TaskSpec.Multiclass(
              "class", GIVEN, 1, HEAD, Optional.empty(), List.of("a", "b"), List.of()),
          new TaskSpec.Multilabel(
              "set", GIVEN, 1, HEAD, Optional.empty(), List.of("x", "y", "z"), List.of()),
          new TaskSpec.TokenTagging(
              "tags", GIVEN, 1, HEAD, Optional.empty(), List.of("O", "B", "I"), List.of()));
    }

    @Override
    public TokenChannels channels() {
      return new TokenChannels(List.of(new TokenChannels.Categorical("rank", 9)), List.of("time"));
    }

    @Override
    public int[] categoricalChannels(BehaviorEvent event, int rankFromNewest, long cutMillis) {
      return new int[] {rankFromNewest};
    }

    @Override
    public float[] numericChannels(BehaviorEvent event) {
      return new float[] {event.timestampMillis()};
    }

    @Override
    public int userFeatureCount() {
      return 1;
    }

    @Override
    public float[] userFeatures(List<BehaviorEvent> history, long cutMillis) {
      return new float[] {history.size()};
    }

    @Override
    public LabelScale labelScale(int task) {
      return task == 1 ? new LabelScale(10, 2) : LabelScale.NONE;
    }
  }

  private static BehaviorEvent event(long millis, String text) {
    return new BehaviorEvent(
        "u", "i", "buy", millis, Optional.of(text), Optional.empty(), Map.of());
  }

  private static ExampleEncoder encoder() throws IOException {
    try (InputStream in =
        ExampleEncoderTest.class.getResourceAsStream("/all-minilm-l6-v2-tokenizer.json")) {
      SequenceTokenizer tokenizer =
          new SequenceTokenizer(
              new String(in.readAllBytes(), StandardCharsets.UTF_8),
              new SequenceRecipe(64, 10, 10, "{text}", 8));
      return new ExampleEncoder(new Features(), new EventRenderer("{text}", List.of()), tokenizer);
    }
  }

  private static Example example(LabelValue... labels) {
    return new Example(
        "u",
        100,
        Split.TRAIN,
        List.of(event(3, "the"), event(7, "the embeddings")),
        List.of(labels));
  }

  @Test
  void inputs() throws IOException {
    LabelValue missing = new LabelValue.Missing();
    EncodedExample encoded = encoder().encode(example(missing, missing, missing, missing, missing));
    // [CLS] the | the em ##bed ##ding ##s [SEP]
    assertEquals(8, encoded.length());
    assertArrayEquals(new int[] {0, 2, 1, 1, 1, 1, 1, 0}, encoded.categoricalChannels()[0]);
    assertArrayEquals(new float[] {0, 3, 7, 7, 7, 7, 7, 0}, encoded.numericChannels());
    assertArrayEquals(new float[] {2}, encoded.userFeatures());
    for (int task = 0; task < 4; task++) {
      assertArrayEquals(new float[] {0}, encoded.labels().get(task).mask());
    }
    assertArrayEquals(new float[8], encoded.labels().get(4).mask());
  }

  @Test
  void labels() throws IOException {
    EncodedExample encoded =
        encoder()
            .encode(
                example(
                    new LabelValue.Quantity(1),
                    new LabelValue.Quantity(14),
                    new LabelValue.ClassName("b"),
                    new LabelValue.ClassSet(Set.of("x", "z")),
                    new LabelValue.WordTags(List.of(List.of("O"), List.of("B", "I")))));
    assertArrayEquals(new float[] {1}, encoded.labels().get(0).values());
    assertArrayEquals(new float[] {2}, encoded.labels().get(1).values());
    assertArrayEquals(new float[] {1}, encoded.labels().get(2).values());
    assertArrayEquals(new float[] {1, 0, 1}, encoded.labels().get(3).values());
    for (int task = 0; task < 4; task++) {
      assertArrayEquals(new float[] {1}, encoded.labels().get(task).mask());
    }
    // Only first pieces of words carry tags.
    assertArrayEquals(new float[] {0, 1, 1, 1, 0, 0, 0, 0}, encoded.labels().get(4).mask());
    assertArrayEquals(new float[] {0, 0, 1, 2, 0, 0, 0, 0}, encoded.labels().get(4).values());
  }

  @Test
  void aClassThatTrainingNeverSawIsMissingAndCounted() throws IOException {
    ExampleEncoder encoder = encoder();
    LabelValue missing = new LabelValue.Missing();
    EncodedExample encoded =
        encoder.encode(
            example(missing, missing, new LabelValue.ClassName("new"), missing, missing));
    assertArrayEquals(new float[] {0}, encoded.labels().get(2).mask());
    assertEquals(Map.of("class: new", 1), encoder.unknownClasses());
  }
}
