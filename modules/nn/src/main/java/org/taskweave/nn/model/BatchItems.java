package org.taskweave.nn.model;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.taskweave.core.batch.MultiTaskBatch;
import org.taskweave.core.batch.SequenceInput;
import org.taskweave.core.batch.TaskLabels;
import org.taskweave.core.task.TaskSpec;
import org.taskweave.nn.item.ItemContrast;

/**
 * The items of one batch: rows of the catalog whose vectors are made, and how the tokens and labels
 * of the batch point to them.
 */
final class BatchItems {

  /** Of a model without items. */
  static final BatchItems NONE = new BatchItems(0, new int[0], true, false, Map.of(), Map.of());

  private final int count;
  private final int[] rows;
  private final boolean whole;
  private final boolean tokensAreItems;
  private final Map<String, ItemContrast> contrasts;
  private final Map<String, ItemContrast.Drawn> drawn;

  private BatchItems(
      int count,
      int[] rows,
      boolean whole,
      boolean tokensAreItems,
      Map<String, ItemContrast> contrasts,
      Map<String, ItemContrast.Drawn> drawn) {
    this.count = count;
    this.rows = rows;
    this.whole = whole;
    this.tokensAreItems = tokensAreItems;
    this.contrasts = contrasts;
    this.drawn = drawn;
  }

  /** All N items, for scoring: nothing is subtracted. */
  static BatchItems all(int count) {
    return new BatchItems(
        count, IntStream.range(0, count).toArray(), true, true, Map.of(), Map.of());
  }

  /**
   * Draws the contrast of each next-item task.
   *
   * @param count N
   * @param contrasts by task
   * @param hierarchical whether tokens are items, too
   * @param readsTexts whether each item costs the reading of its text, so that without a next-item
   *     task only those of the batch are made, not all
   */
  static BatchItems draw(
      int count,
      List<TaskSpec> tasks,
      Map<String, ItemContrast> contrasts,
      MultiTaskBatch batch,
      boolean hierarchical,
      boolean readsTexts,
      Random random) {
    Map<String, ItemContrast.Drawn> drawn = new HashMap<>();
    TreeSet<Integer> needed = new TreeSet<>();
    boolean whole = contrasts.isEmpty() && !readsTexts;
    for (int k = 0; k < tasks.size(); k++) {
      ItemContrast own = contrasts.get(tasks.get(k).name());
      if (own != null) {
        ItemContrast.Drawn items = own.draw(batch.labels().get(k), random);
        drawn.put(tasks.get(k).name(), items);
        whole |= items.items() == null;
        if (items.items() != null) {
          needed.addAll(items.items());
        }
      }
    }
    if (whole) {
      return new BatchItems(
          count, IntStream.range(0, count).toArray(), true, hierarchical, contrasts, drawn);
    }
    if (hierarchical) {
      for (int cell = 0; cell < batch.input().tokenIds().length; cell++) {
        int id = batch.input().tokenIds()[cell];
        if (batch.input().mask()[cell] != 0 && id < count) {
          needed.add(id);
        }
      }
    }
    for (int candidate : batch.input().candidates()) {
      if (candidate < count) {
        needed.add(candidate);
      }
    }
    if (needed.isEmpty()) {
      needed.add(0);
    }
    int[] rows = needed.stream().mapToInt(Integer::intValue).toArray();
    return new BatchItems(count, rows, rows.length == count, hierarchical, contrasts, drawn);
  }

  /** N. */
  int count() {
    return count;
  }

  /** Rows of the catalog [U], ascending. */
  int[] rows() {
    return rows;
  }

  /** Tokens that are items as positions among the rows; U for those that are not, U + 1 masked. */
  int[] positions(int[] tokenIds) {
    return whole || !tokensAreItems
        ? tokenIds
        : Arrays.stream(tokenIds).map(this::tokenPosition).toArray();
  }

  /** Candidates as positions among the rows; U for none. */
  int[] candidates(int[] items) {
    return whole
        ? items
        : Arrays.stream(items).map(item -> item < count ? position(item) : rows.length).toArray();
  }

  private int tokenPosition(int id) {
    int position = position(id);
    return position >= 0 ? position : rows.length + (masked(id) ? 1 : 0);
  }

  private boolean masked(int id) {
    return id > count;
  }

  /**
   * The last cell of each label row's history [R]: the row's own, or the sequence's last event for
   * a masked event, which the model guesses from those on both sides.
   */
  int[] historyCells(SequenceInput input) {
    return Arrays.stream(input.labelRows())
        .map(cell -> masked(input.tokenIds()[cell]) ? lastEvent(input, cell) : cell)
        .toArray();
  }

  private static int lastEvent(SequenceInput input, int cell) {
    int last = (cell / input.length() + 1) * input.length() - 1;
    while (input.mask()[last] == 0) {
      last--;
    }
    return last;
  }

  private int position(int row) {
    return whole ? row : Arrays.binarySearch(rows, row);
  }

  /** What a task subtracts from scores [U]. */
  float[] offsets(String task) {
    return contrasts.containsKey(task)
        ? contrasts.get(task).offsets(rows, drawn.get(task))
        : new float[rows.length];
  }

  /** For each label, the positions of its item and of the other one it is compared with [R,2]. */
  float[] labels(String task, float[] items) {
    int[] others = drawn.get(task).others();
    float[] positions = new float[2 * items.length];
    for (int r = 0; r < items.length; r++) {
      positions[2 * r] = Math.max(0, position((int) items[r]));
      positions[2 * r + 1] = others.length == 0 ? 0 : position(others[r]);
    }
    return positions;
  }

  /** How much each label counts [R]. */
  float[] weights(String task, TaskLabels labels) {
    return contrasts.get(task).weights(labels);
  }
}
