package org.taskweave.data.batch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.taskweave.core.batch.MultiTaskBatch;
import org.taskweave.core.batch.TaskLabels;
import org.taskweave.core.batch.TokenChannels;
import org.taskweave.core.task.HeadSpec;
import org.taskweave.core.task.LabelRule;
import org.taskweave.core.task.TaskSpec;

class BatcherTest {

  private static final List<TaskSpec> TASKS =
      List.of(
          new TaskSpec.Binary(
              "click",
              new LabelRule.Given("label"),
              1,
              new HeadSpec(0, 0, 0, Optional.empty()),
              Optional.empty(),
              1),
          new TaskSpec.TokenTagging(
              "tags",
              new LabelRule.Given("tags"),
              1,
              new HeadSpec(0, 0, 0, Optional.empty()),
              Optional.empty(),
              List.of("O", "B"),
              List.of()));

  private static final TokenChannels CHANNELS =
      new TokenChannels(List.of(new TokenChannels.Categorical("action", 3)), List.of("price"));

  /** Token ids, channels, features and labels all tell the example's index. */
  private static EncodedExample example(int index, int length) {
    int[] ids = new int[length];
    Arrays.fill(ids, index + 1);
    int[] actions = new int[length];
    Arrays.fill(actions, 1);
    float[] numbers = new float[length];
    Arrays.fill(numbers, index);
    float[] tags = new float[length];
    float[] tagMask = new float[length];
    Arrays.fill(tagMask, 1);
    return new EncodedExample(
        ids,
        new int[][] {actions},
        numbers,
        new float[] {index, -index},
        List.of(
            new TaskLabels(new float[] {index % 2}, new float[] {1}),
            new TaskLabels(tags, tagMask)));
  }

  private static List<EncodedExample> examples(int count, int longest, long seed) {
    Random random = new Random(seed);
    List<EncodedExample> examples = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      examples.add(example(i, 1 + random.nextInt(longest)));
    }
    return examples;
  }

  private static void check(
      List<MultiTaskBatch> batches, List<EncodedExample> examples, int bucket, int batchSize) {
    int[] seen = new int[examples.size()];
    int incomplete = 0;
    for (MultiTaskBatch batch : batches) {
      assertEquals(batchSize, batch.input().batchSize());
      assertEquals(0, batch.input().length() % bucket);
      boolean full = true;
      for (int row = 0; row < batchSize; row++) {
        int index = batch.exampleIndices()[row];
        int from = row * batch.input().length();
        int real = 0;
        for (int t = 0; t < batch.input().length(); t++) {
          real += (int) batch.input().mask()[from + t];
        }
        if (index < 0) {
          full = false;
          assertEquals(0, real);
          assertEquals(0, batch.labels().get(0).mask()[row]);
          continue;
        }
        seen[index]++;
        assertEquals(examples.get(index).length(), real);
        assertEquals(index + 1, batch.input().tokenIds()[from]);
        assertEquals(index, batch.input().numericChannels()[from]);
        assertEquals(-index, batch.input().userFeatures()[2 * row + 1]);
        assertEquals(index % 2, batch.labels().get(0).values()[row]);
        assertEquals(real, sum(batch.labels().get(1).mask(), from, batch.input().length()));
      }
      incomplete += full ? 0 : 1;
    }
    int[] once = new int[seen.length];
    Arrays.fill(once, 1);
    assertArrayEquals(once, seen);
    assertTrue(incomplete <= 1);
  }

  private static float sum(float[] values, int from, int count) {
    float sum = 0;
    for (int i = from; i < from + count; i++) {
      sum += values[i];
    }
    return sum;
  }

  @Property(tries = 60)
  void everyExampleOnce(
      @ForAll @IntRange(min = 1, max = 60) int count,
      @ForAll @IntRange(min = 1, max = 30) int longest,
      @ForAll @IntRange(min = 1, max = 8) int bucket,
      @ForAll @IntRange(min = 1, max = 9) int batchSize,
      @ForAll long seed) {
    List<EncodedExample> examples = examples(count, longest, seed);
    Batcher batcher = new Batcher(TASKS, CHANNELS, bucket, batchSize);
    check(batcher.training(examples, seed, 1), examples, bucket, batchSize);
    check(batcher.evaluation(examples), examples, bucket, batchSize);
  }

  @Test
  void anEpochRepeatsAndTheNextDiffers() {
    List<EncodedExample> examples = examples(50, 20, 1);
    Batcher batcher = new Batcher(TASKS, CHANNELS, 4, 8);
    assertEquals(order(batcher.training(examples, 7, 2)), order(batcher.training(examples, 7, 2)));
    assertNotEquals(
        order(batcher.training(examples, 7, 2)), order(batcher.training(examples, 7, 3)));
    assertNotEquals(
        order(batcher.training(examples, 7, 2)), order(batcher.training(examples, 8, 2)));
  }

  private static List<Integer> order(List<MultiTaskBatch> batches) {
    return batches.stream().flatMapToInt(b -> Arrays.stream(b.exampleIndices())).boxed().toList();
  }

  @Test
  void paddingIsCounted() {
    // Lengths 3 and 4 padded to 4, one empty row of 4: 7 real tokens of 12.
    Batcher batcher = new Batcher(TASKS, CHANNELS, 4, 3);
    PaddingStatistics padding =
        PaddingStatistics.of(batcher.evaluation(List.of(example(0, 3), example(1, 4))));
    assertEquals(new PaddingStatistics(12, 7), padding);
    assertEquals(5 / 12.0, padding.shareOfCells(), 1e-12);
  }
}
