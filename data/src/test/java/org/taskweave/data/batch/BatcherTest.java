package org.taskweave.data.batch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.taskweave.core.batch.MultiTaskBatch;
import org.taskweave.core.batch.SequenceInput;
import org.taskweave.core.batch.TaskLabels;
import org.taskweave.core.batch.TokenChannels;
import org.taskweave.core.task.TaskSpec;
import org.taskweave.data.TestTasks;

class BatcherTest {

  private static final List<TaskSpec> TASKS =
      List.of(TestTasks.binary(), TestTasks.multilabel("a", "b"), TestTasks.tagging("B", "O"));
  private static final TokenChannels CHANNELS =
      new TokenChannels(List.of(new TokenChannels.Categorical("action", 9)), List.of("x", "y"));

  /** An example whose every number tells which one it is. */
  private static EncodedExample example(int id, int length) {
    int[] ids = new int[length];
    Arrays.fill(ids, 100 + id);
    int[] actions = new int[length];
    Arrays.fill(actions, 1 + id % 8);
    float[] numbers = new float[2 * length];
    for (int t = 0; t < length; t++) {
      numbers[2 * t] = id;
      numbers[2 * t + 1] = t;
    }
    float[] tags = new float[length];
    Arrays.fill(tags, id % 2);
    float[] tagMask = new float[length];
    Arrays.fill(tagMask, 1);
    return EncodedExample.whole(
        ids,
        new int[][] {actions},
        numbers,
        new float[] {id, -id, 7},
        List.of(
            new TaskLabels(new float[] {id % 2}, new float[] {1}),
            new TaskLabels(new float[] {id, id + 0.5f}, new float[] {id % 3 == 0 ? 0 : 1}),
            new TaskLabels(tags, tagMask)));
  }

  private static List<EncodedExample> examples(List<Integer> lengths) {
    List<EncodedExample> examples = new ArrayList<>();
    for (int i = 0; i < lengths.size(); i++) {
      examples.add(example(i, lengths.get(i)));
    }
    return examples;
  }

  private static List<List<Integer>> rows(List<MultiTaskBatch> batches) {
    return batches.stream()
        .map(batch -> Arrays.stream(batch.exampleIndices()).boxed().toList())
        .toList();
  }

  @Test
  void everyArrayIsLaidOutRowByRow() {
    List<MultiTaskBatch> batches =
        new Batcher(TASKS, CHANNELS, 4, 512, 3).evaluation(examples(List.of(3, 2)));
    assertEquals(1, batches.size());
    MultiTaskBatch batch = batches.get(0);
    SequenceInput input = batch.input();
    assertEquals(3, input.batchSize());
    assertEquals(4, input.length());
    assertArrayEquals(new int[] {100, 100, 100, 0, 101, 101, 0, 0, 0, 0, 0, 0}, input.tokenIds());
    assertArrayEquals(new int[12], input.tokenTypeIds());
    assertArrayEquals(new float[] {1, 1, 1, 0, 1, 1, 0, 0, 0, 0, 0, 0}, input.mask());
    assertArrayEquals(
        new int[] {1, 1, 1, 0, 2, 2, 0, 0, 0, 0, 0, 0}, input.categoricalChannels().get(0));
    assertArrayEquals(
        new float[] {0, 0, 0, 1, 0, 2, 0, 0, 1, 0, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0},
        input.numericChannels());
    assertArrayEquals(new float[] {0, 0, 7, 1, -1, 7, 0, 0, 0}, input.userFeatures());
    assertArrayEquals(new int[] {0, 1, -1}, batch.exampleIndices());
    assertArrayEquals(new float[] {0, 1, 0}, batch.labels().get(0).values());
    assertArrayEquals(new float[] {1, 1, 0}, batch.labels().get(0).mask());
    assertArrayEquals(new float[] {0, 0.5f, 1, 1.5f, 0, 0}, batch.labels().get(1).values());
    assertArrayEquals(new float[] {0, 1, 0}, batch.labels().get(1).mask());
    assertArrayEquals(
        new float[] {0, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0, 0}, batch.labels().get(2).values());
    assertArrayEquals(
        new float[] {1, 1, 1, 0, 1, 1, 0, 0, 0, 0, 0, 0}, batch.labels().get(2).mask());
  }

  @Test
  void leftOversMoveUpToTheNextLength() {
    List<MultiTaskBatch> batches =
        new Batcher(TASKS, CHANNELS, 8, 512, 2).evaluation(examples(List.of(8, 3, 9, 1, 30)));
    assertEquals(List.of(List.of(0, 1), List.of(3, 2), List.of(4, -1)), rows(batches));
    assertEquals(
        List.of(8, 16, 32), batches.stream().map(batch -> batch.input().length()).toList());
  }

  @Test
  void noExamplesMakeNoBatches() {
    Batcher batcher = new Batcher(TASKS, CHANNELS, 8, 512, 2);
    assertEquals(List.of(), batcher.training(List.of(), 1, 1));
    assertEquals(List.of(), batcher.evaluation(List.of()));
  }

  @Property(tries = 200)
  void everyExampleExactlyOnceAndWhole(
      @ForAll @Size(min = 1, max = 40) List<@IntRange(min = 2, max = 30) Integer> lengths,
      @ForAll @IntRange(min = 1, max = 8) int bucket,
      @ForAll @IntRange(min = 1, max = 7) int batchSize,
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 3) int epoch) {
    List<EncodedExample> examples = examples(lengths);
    Batcher batcher = new Batcher(TASKS, CHANNELS, bucket, 512, batchSize);
    for (List<MultiTaskBatch> batches :
        List.of(batcher.training(examples, seed, epoch), batcher.evaluation(examples))) {
      List<Integer> seen = new ArrayList<>();
      int filled = 0;
      for (MultiTaskBatch batch : batches) {
        SequenceInput input = batch.input();
        assertEquals(batchSize, input.batchSize());
        assertEquals(0, input.length() % bucket);
        assertEquals(batchSize, batch.exampleIndices().length);
        int longest = 0;
        for (int row = 0; row < batchSize; row++) {
          int example = batch.exampleIndices()[row];
          int length = example < 0 ? 0 : lengths.get(example);
          longest = Math.max(longest, length);
          for (int t = 0; t < input.length(); t++) {
            int cell = row * input.length() + t;
            assertEquals(t < length ? 1 : 0, input.mask()[cell]);
            assertEquals(t < length ? 100 + example : 0, input.tokenIds()[cell]);
            assertEquals(t < length ? 1 : 0, batch.labels().get(2).mask()[cell]);
          }
          assertEquals(example < 0 ? 0 : 1, batch.labels().get(0).mask()[row]);
          if (example < 0) {
            filled++;
          } else {
            seen.add(example);
          }
        }
        assertTrue(longest > input.length() - bucket, "no longer than its longest row needs");
      }
      assertEquals(
          IntStream.range(0, lengths.size()).boxed().toList(), List.copyOf(new TreeSet<>(seen)));
      assertEquals(lengths.size(), seen.size());
      assertTrue(filled < batchSize, "only one batch is filled up, and never a whole one");
    }
  }

  @Property(tries = 50)
  void seedAndEpochAloneShuffle(@ForAll long seed, @ForAll @IntRange(min = 1, max = 9) int epoch) {
    List<EncodedExample> examples =
        examples(IntStream.range(0, 60).mapToObj(i -> 2 + i % 11).toList());
    Batcher batcher = new Batcher(TASKS, CHANNELS, 4, 512, 8);
    List<List<Integer>> rows = rows(batcher.training(examples, seed, epoch));
    batcher.training(examples, seed, epoch + 5);
    assertEquals(rows, rows(batcher.training(examples, seed, epoch)));
    assertNotEquals(rows, rows(batcher.training(examples, seed, epoch + 1)));
    assertNotEquals(rows, rows(batcher.training(examples, seed + 1, epoch)));
  }

  @Test
  void trainingMixesShortAndLongBatches() {
    List<EncodedExample> examples =
        examples(IntStream.range(0, 60).mapToObj(i -> 2 + i % 30).toList());
    List<Integer> lengths =
        new Batcher(TASKS, CHANNELS, 4, 512, 2)
            .training(examples, 3, 1).stream().map(batch -> batch.input().length()).toList();
    assertNotEquals(lengths.stream().sorted().toList(), lengths);
  }

  @Test
  void paddingIsCountedInEmptyRowsToo() {
    Batcher batcher = new Batcher(TASKS, CHANNELS, 4, 512, 2);
    // 3 and 4 of 2 x 4 cells, 5 of 2 x 8
    PaddingStatistics padding = batcher.evaluation(examples(List.of(3, 4, 5))).padding();
    assertEquals(new PaddingStatistics(24, 12), padding);
    assertEquals(0.5, padding.shareOfCells());
    assertEquals(0, batcher.evaluation(List.of()).padding().shareOfCells());
  }

  @Property(tries = 50)
  void shuffledAsListsOfNumbersAre(
      @ForAll @Size(min = 1, max = 60) List<@IntRange(min = 1, max = 30) Integer> lengths,
      @ForAll @IntRange(min = 1, max = 7) int batchSize,
      @ForAll long seed) {
    Random random = new Random(seed * 1_000_003L + 2);
    List<Integer> order = new ArrayList<>(IntStream.range(0, lengths.size()).boxed().toList());
    Collections.shuffle(order, random);
    order.sort(Comparator.comparingInt(i -> (lengths.get(i) + 3) / 4));
    List<List<Integer>> planned = new ArrayList<>();
    List<Integer> waiting = new ArrayList<>();
    for (int at = 0; at < order.size(); at++) {
      waiting.add(order.get(at));
      if (waiting.size() == batchSize || at + 1 == order.size()) {
        planned.add(waiting);
        waiting = new ArrayList<>();
      }
    }
    Collections.shuffle(planned, random);
    Batches batches =
        new Batcher(TASKS, CHANNELS, 4, 512, batchSize).training(examples(lengths), seed, 2);
    assertEquals(
        planned,
        rows(batches).stream()
            .map(rows -> rows.stream().filter(row -> row >= 0).toList())
            .toList());
    long cells = batches.stream().mapToLong(batch -> batch.input().mask().length).sum();
    long real = lengths.stream().mapToInt(Integer::intValue).sum();
    assertEquals(new PaddingStatistics(cells, real), batches.padding());
  }

  @Test
  void aBatchIsMadeWhenItIsAskedFor() {
    List<EncodedExample> examples = new ArrayList<>(examples(List.of(8, 8, 8, 8)));
    Batches batches = new Batcher(TASKS, CHANNELS, 8, 512, 2).evaluation(examples);
    examples.set(0, example(9, 8));
    assertEquals(109, batches.get(0).input().tokenIds()[0]);
    assertEquals(102, batches.get(1).input().tokenIds()[0]);
    assertNotSame(batches.get(0), batches.get(0));
  }

  @Test
  void nothingIsPaddedBeyondTheLongestSequence() {
    List<MultiTaskBatch> batches =
        new Batcher(TASKS, CHANNELS, 8, 30, 2).evaluation(examples(List.of(30, 29, 3, 8)));
    assertEquals(List.of(8, 30), batches.stream().map(batch -> batch.input().length()).toList());
  }
}
