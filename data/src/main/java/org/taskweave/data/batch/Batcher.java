package org.taskweave.data.batch;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.taskweave.core.batch.MultiTaskBatch;
import org.taskweave.core.batch.SequenceInput;
import org.taskweave.core.batch.TaskLabels;
import org.taskweave.core.batch.TokenChannels;
import org.taskweave.core.task.TaskSpec;

/**
 * Packs encoded examples into batches of one length each: a multiple of the bucket, not the longest
 * of all. Every batch has exactly the batch size; examples that are left over in a bucket move up
 * into the next longer one, and the very last batch is filled up with empty rows, so that few
 * shapes exist.
 */
public final class Batcher {

  private final List<TaskSpec> tasks;
  private final TokenChannels channels;
  private final int bucket;
  private final int longest;
  private final int batchSize;

  /**
   * A batcher.
   *
   * @param bucket lengths are padded to a multiple of it
   * @param longest no sequence is longer, and none is padded beyond
   */
  public Batcher(
      List<TaskSpec> tasks, TokenChannels channels, int bucket, int longest, int batchSize) {
    this.tasks = List.copyOf(tasks);
    this.channels = channels;
    this.bucket = bucket;
    this.longest = longest;
    this.batchSize = batchSize;
  }

  /** The batches of an epoch: every example once, shuffled by seed and epoch alone. */
  public Batches training(List<EncodedExample> examples, long seed, int epoch) {
    Random random = new Random(seed * 1_000_003L + epoch);
    int[] order = IntStream.range(0, examples.size()).toArray();
    for (int i = order.length; i > 1; i--) {
      int j = random.nextInt(i);
      int moved = order[i - 1];
      order[i - 1] = order[j];
      order[j] = moved;
    }
    List<Batches.Plan> plans = plans(examples, order);
    Collections.shuffle(plans, random);
    return new Batches(examples, plans, batchSize, this::batch);
  }

  /** Batches for scoring: every example once; exampleIndices say where each row belongs. */
  public Batches evaluation(List<EncodedExample> examples) {
    int[] order = IntStream.range(0, examples.size()).toArray();
    return new Batches(examples, plans(examples, order), batchSize, this::batch);
  }

  private List<Batches.Plan> plans(List<EncodedExample> examples, int[] order) {
    TreeMap<Integer, IntStream.Builder> byLength = new TreeMap<>();
    for (int index : order) {
      int padded = (EncodedList.length(examples, index) + bucket - 1) / bucket * bucket;
      int length = Math.min(padded, longest);
      byLength.computeIfAbsent(length, l -> IntStream.builder()).add(index);
    }
    List<Batches.Plan> plans = new ArrayList<>();
    int[] waiting = {};
    int length = 0;
    for (Map.Entry<Integer, IntStream.Builder> entry : byLength.entrySet()) {
      int[] rows = IntStream.concat(Arrays.stream(waiting), entry.getValue().build()).toArray();
      length = entry.getKey();
      int from = 0;
      for (; rows.length - from >= batchSize; from += batchSize) {
        plans.add(new Batches.Plan(Arrays.copyOfRange(rows, from, from + batchSize), length));
      }
      waiting = Arrays.copyOfRange(rows, from, rows.length);
    }
    if (waiting.length > 0) {
      plans.add(new Batches.Plan(waiting, length));
    }
    return plans;
  }

  private MultiTaskBatch batch(List<EncodedExample> examples, Batches.Plan plan) {
    int[] packed = plan.rows();
    int length = plan.length();
    int cells = batchSize * length;
    int[] ids = new int[cells];
    float[] mask = new float[cells];
    List<int[]> categorical = new ArrayList<>();
    for (int c = 0; c < channels.categorical().size(); c++) {
      categorical.add(new int[cells]);
    }
    int numbers = channels.numeric().size();
    float[] numeric = new float[cells * numbers];
    boolean hasBaskets = examples.get(packed[0]).baskets().length > 0;
    int[] baskets = new int[hasBaskets ? cells : 0];
    int[] folds = new int[hasBaskets ? batchSize : 0];
    for (int b = 0; b < packed.length; b++) {
      EncodedExample example = examples.get(packed[b]);
      int real = example.length();
      int at = b * length;
      System.arraycopy(example.tokenIds(), 0, ids, at, real);
      Arrays.fill(mask, at, at + real, 1);
      if (hasBaskets) {
        System.arraycopy(example.baskets(), 0, baskets, at, example.baskets().length);
        folds[b] = example.fold();
      }
      for (int c = 0; c < categorical.size(); c++) {
        System.arraycopy(example.categoricalChannels()[c], 0, categorical.get(c), at, real);
      }
      System.arraycopy(example.numericChannels(), 0, numeric, at * numbers, real * numbers);
    }
    BatchRows rows = BatchRows.of(examples, packed, length, batchSize);
    List<TaskLabels> labels = new ArrayList<>();
    for (int k = 0; k < tasks.size(); k++) {
      labels.add(tasks.get(k).perToken() ? tags(examples, packed, length, k) : rows.labels(k));
    }
    return new MultiTaskBatch(
        new SequenceInput(
            batchSize,
            length,
            ids,
            new int[cells],
            mask,
            categorical,
            numeric,
            rows.cells(),
            rows.userFeatures(),
            rows.candidates(),
            baskets,
            folds),
        labels,
        rows.exampleIndices());
  }

  private TaskLabels tags(List<EncodedExample> examples, int[] packed, int length, int task) {
    float[] values = new float[batchSize * length];
    float[] mask = new float[batchSize * length];
    for (int b = 0; b < packed.length; b++) {
      TaskLabels labels = examples.get(packed[b]).labels().get(task);
      System.arraycopy(labels.values(), 0, values, b * length, labels.values().length);
      System.arraycopy(labels.mask(), 0, mask, b * length, labels.mask().length);
    }
    return new TaskLabels(values, mask);
  }
}
