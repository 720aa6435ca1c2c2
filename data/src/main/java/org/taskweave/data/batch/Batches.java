package org.taskweave.data.batch;

import java.util.AbstractList;
import java.util.Arrays;
import java.util.List;
import java.util.RandomAccess;
import java.util.function.BiFunction;
import org.taskweave.core.batch.MultiTaskBatch;

/**
 * Batches whose rows and lengths are planned, and whose arrays are made each time one is asked for:
 * of a whole epoch only numbers of examples are kept. Immutable; thread-safe, as the examples are.
 */
public final class Batches extends AbstractList<MultiTaskBatch> implements RandomAccess {

  /**
   * A batch to be made.
   *
   * @param rows numbers of its examples
   * @param length all rows are padded to it
   */
  record Plan(int[] rows, int length) {}

  private final List<EncodedExample> examples;
  private final List<Plan> plans;
  private final int batchSize;
  private final BiFunction<List<EncodedExample>, Plan, MultiTaskBatch> maker;

  Batches(
      List<EncodedExample> examples,
      List<Plan> plans,
      int batchSize,
      BiFunction<List<EncodedExample>, Plan, MultiTaskBatch> maker) {
    this.examples = examples;
    this.plans = List.copyOf(plans);
    this.batchSize = batchSize;
    this.maker = maker;
  }

  /** Makes a batch; another call makes it again. */
  @Override
  public MultiTaskBatch get(int index) {
    return maker.apply(examples, plans.get(index));
  }

  @Override
  public int size() {
    return plans.size();
  }

  /** How much of all of them is padding; none is made for it. */
  public PaddingStatistics padding() {
    long cells = 0;
    long real = 0;
    for (Plan plan : plans) {
      cells += (long) batchSize * plan.length();
      real += Arrays.stream(plan.rows()).mapToLong(row -> EncodedList.length(examples, row)).sum();
    }
    return new PaddingStatistics(cells, real);
  }
}
