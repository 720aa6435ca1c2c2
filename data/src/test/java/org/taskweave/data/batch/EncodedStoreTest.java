package org.taskweave.data.batch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.taskweave.core.batch.MultiTaskBatch;
import org.taskweave.core.batch.SequenceInput;
import org.taskweave.core.batch.TaskLabels;
import org.taskweave.core.batch.TokenChannels;
import org.taskweave.data.TestTasks;

class EncodedStoreTest {

  private static final int LONGEST = 40;

  /** Rows at events, of the shapes that a batch of them needs. */
  private static EncodedExample ofEvents(Random random, boolean aboutItems) {
    int length = 1 + random.nextInt(LONGEST);
    int rows = 1 + random.nextInt(length);
    return new EncodedExample(
        ints(random, length),
        new int[][] {ints(random, length)},
        floats(random, 2 * length),
        random.ints(rows, 0, length).sorted().toArray(),
        floats(random, 3 * rows),
        List.of(new TaskLabels(floats(random, rows), floats(random, rows))),
        aboutItems ? ints(random, rows) : new int[0],
        ints(random, length),
        random.nextInt(6));
  }

  private static int[] ints(Random random, int length) {
    return random.ints(length).map(x -> x >> (x & 31)).toArray();
  }

  /** Among them infinite ones, NaN of any bits and -0. */
  private static float[] floats(Random random, int length) {
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = i % 3 == 0 ? -0f : Float.intBitsToFloat(random.nextInt());
    }
    return values;
  }

  private static String text(EncodedExample example) {
    List<String> parts = new ArrayList<>();
    parts.add(Arrays.toString(example.tokenIds()));
    parts.add(Arrays.deepToString(example.categoricalChannels()));
    parts.add(bits(example.numericChannels()));
    parts.add(Arrays.toString(example.labelPositions()));
    parts.add(bits(example.userFeatures()));
    example.labels().forEach(label -> parts.add(bits(label.values()) + bits(label.mask())));
    parts.add(Arrays.toString(example.candidates()));
    parts.add(Arrays.toString(example.baskets()));
    parts.add(Integer.toString(example.fold()));
    return parts.toString();
  }

  private static String text(MultiTaskBatch batch) {
    SequenceInput input = batch.input();
    List<String> parts = new ArrayList<>();
    parts.add(input.batchSize() + "x" + input.length());
    parts.add(Arrays.toString(input.tokenIds()));
    parts.add(bits(input.mask()));
    input.categoricalChannels().forEach(channel -> parts.add(Arrays.toString(channel)));
    parts.add(bits(input.numericChannels()));
    parts.add(Arrays.toString(input.labelRows()));
    parts.add(bits(input.userFeatures()));
    parts.add(Arrays.toString(input.candidates()));
    parts.add(Arrays.toString(input.baskets()));
    parts.add(Arrays.toString(input.folds()));
    batch.labels().forEach(label -> parts.add(bits(label.values()) + bits(label.mask())));
    parts.add(Arrays.toString(batch.exampleIndices()));
    return parts.toString();
  }

  private static String bits(float[] values) {
    return IntStream.range(0, values.length)
        .mapToObj(i -> Integer.toHexString(Float.floatToRawIntBits(values[i])))
        .collect(Collectors.joining(",", "[", "]"));
  }

  private static List<String> texts(List<MultiTaskBatch> batches) {
    return batches.stream().map(EncodedStoreTest::text).toList();
  }

  @Property(tries = 40)
  void examplesAndBatchesAreThoseOfTheHeap(
      @ForAll long seed, @ForAll @IntRange(max = 60) int size, @ForAll @IntRange(max = 9) int dev) {
    Random random = new Random(seed);
    List<EncodedExample> first =
        random.ints(size).mapToObj(i -> ofEvents(random, dev % 2 == 0)).toList();
    List<EncodedExample> second =
        random.ints(dev).mapToObj(i -> ofEvents(random, dev % 2 == 0)).toList();
    try (EncodedStore store = EncodedStore.create()) {
      List<EncodedExample> kept = store.keep(first::forEach);
      List<EncodedExample> others = store.keep(second::forEach);
      assertEquals(size, kept.size());
      for (int i = size - 1; i >= 0; i--) {
        assertEquals(text(first.get(i)), text(kept.get(i)));
        assertEquals(first.get(i).length(), EncodedList.length(kept, i));
        assertEquals(first.get(i).rows(), EncodedList.rows(kept, i));
      }
      List<EncodedExample> joined = EncodedList.joined(kept, others);
      assertEquals(
          Stream.concat(first.stream(), second.stream()).map(EncodedStoreTest::text).toList(),
          joined.stream().map(EncodedStoreTest::text).toList());
      Batcher batcher =
          new Batcher(
              List.of(TestTasks.binary()),
              new TokenChannels(
                  List.of(new TokenChannels.Categorical("action", 9)), List.of("x", "y")),
              4,
              LONGEST,
              5);
      if (size > 0) {
        assertEquals(
            texts(batcher.training(first, seed, 3)), texts(batcher.training(kept, seed, 3)));
        assertEquals(
            batcher.training(first, seed, 3).padding(), batcher.training(kept, seed, 3).padding());
      }
      List<EncodedExample> both = new ArrayList<>(first);
      both.addAll(second);
      if (!both.isEmpty()) {
        assertEquals(texts(batcher.evaluation(both)), texts(batcher.evaluation(joined)));
      }
    }
  }

  @Test
  void moreThanABufferIsKept() {
    int[] ids = IntStream.range(0, 700_000).toArray();
    float[] numbers = new float[700_000];
    numbers[699_999] = 7;
    EncodedExample large =
        EncodedExample.whole(ids, new int[0][], numbers, new float[0], List.of());
    try (EncodedStore store = EncodedStore.create()) {
      List<EncodedExample> kept = store.keep(sink -> List.of(large, large).forEach(sink));
      assertArrayEquals(ids, kept.get(1).tokenIds());
      assertArrayEquals(numbers, kept.get(0).numericChannels());
    }
  }

  @Test
  void weightsAreThoseOfTheRecipe() {
    EncodedExample example =
        EncodedExample.whole(
            new int[2],
            new int[0][],
            new float[0],
            new float[0],
            List.of(new TaskLabels(new float[] {3}, new float[] {1})));
    try (EncodedStore store = EncodedStore.create()) {
      List<EncodedExample> kept = store.keep(sink -> sink.accept(example));
      List<EncodedExample> weighed = EncodedList.weighed(kept, new double[] {2.5});
      assertArrayEquals(new float[] {2.5f}, weighed.get(0).labels().get(0).mask());
      assertEquals(2, EncodedList.length(weighed, 0));
      assertArrayEquals(new float[] {1}, kept.get(0).labels().get(0).mask());
      assertThrows(
          IllegalArgumentException.class, () -> EncodedList.weighed(kept, new double[] {1, 1}));
    }
  }

  @Test
  void nothingStays() {
    EncodedStore store = EncodedStore.create();
    List<EncodedExample> kept = store.keep(sink -> sink.accept(ofEvents(new Random(1), true)));
    assertTrue(Files.exists(store.folder()));
    store.close();
    assertFalse(Files.exists(store.folder()));
    assertThrows(UncheckedIOException.class, () -> kept.get(0));
  }
}
