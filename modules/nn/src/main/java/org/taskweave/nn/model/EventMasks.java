package org.taskweave.nn.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.taskweave.core.batch.MultiTaskBatch;
import org.taskweave.core.batch.SequenceInput;
import org.taskweave.core.batch.TaskLabels;
import org.taskweave.core.task.TaskSpec;

/**
 * Masks events of a training batch, whose rows with a next-item label stand at the events that can
 * be masked: rows that are not drawn are left out, and events that are drawn lose their item and
 * channels (Sun et al. 2019, arXiv:1904.06690). Each event is drawn by itself with the same
 * probability, one of a sequence at least; in every tenth sequence, by chance, the last row's
 * alone, as a user is scored. Rows that stand at a mask already, and those of other tasks, stay.
 */
final class EventMasks {

  private static final double LAST_ALONE = 0.1;

  private final List<TaskSpec> tasks;
  private final int mask;
  private final double share;

  /**
   * Masks.
   *
   * @param items N; the mask's id is N + 1
   * @param share probability of an event
   */
  EventMasks(List<TaskSpec> tasks, int items, double share) {
    this.tasks = List.copyOf(tasks);
    this.mask = items + 1;
    this.share = share;
  }

  MultiTaskBatch draw(MultiTaskBatch batch, Random random) {
    int[] cells = batch.input().labelRows();
    int length = batch.input().length();
    List<Integer> kept = new ArrayList<>();
    int end;
    for (int first = 0; first < cells.length; first = end) {
      end = first + 1;
      while (end < cells.length && cells[end] / length == cells[first] / length) {
        end++;
      }
      drawSequence(batch, first, end, random, kept);
    }
    int[] rows = kept.stream().mapToInt(Integer::intValue).toArray();
    return new MultiTaskBatch(
        masked(batch, rows),
        batch.labels().stream()
            .map(
                labels ->
                    new TaskLabels(
                        picked(labels.values(), rows, labels.mask().length),
                        picked(labels.mask(), rows, labels.mask().length)))
            .toList(),
        kept.stream().mapToInt(row -> batch.exampleIndices()[row]).toArray());
  }

  /** Rows first (inclusive) to end (exclusive) are those of one sequence, by position. */
  private void drawSequence(
      MultiTaskBatch batch, int first, int end, Random random, List<Integer> kept) {
    int before = kept.size();
    boolean lastAlone = random.nextDouble() < LAST_ALONE;
    for (int row = first; row < end; row++) {
      boolean drawn = lastAlone ? row == end - 1 : random.nextDouble() < share;
      if (drawn || !canBeMasked(batch, row)) {
        kept.add(row);
      }
    }
    if (kept.size() == before) {
      kept.add(first + random.nextInt(end - first));
    }
  }

  private boolean canBeMasked(MultiTaskBatch batch, int row) {
    if (batch.input().tokenIds()[batch.input().labelRows()[row]] == mask) {
      return false;
    }
    for (int k = 0; k < tasks.size(); k++) {
      if (tasks.get(k).ranking().isPresent() && batch.labels().get(k).mask()[row] != 0) {
        return true;
      }
    }
    return false;
  }

  private SequenceInput masked(MultiTaskBatch batch, int[] rows) {
    SequenceInput input = batch.input();
    int[] ids = input.tokenIds().clone();
    List<int[]> categorical = input.categoricalChannels().stream().map(int[]::clone).toList();
    float[] numeric = input.numericChannels().clone();
    int numbers = numeric.length / ids.length;
    int[] cells = new int[rows.length];
    for (int r = 0; r < rows.length; r++) {
      int cell = input.labelRows()[rows[r]];
      cells[r] = cell;
      if (canBeMasked(batch, rows[r])) {
        ids[cell] = mask;
        categorical.forEach(channel -> channel[cell] = 0);
        Arrays.fill(numeric, cell * numbers, (cell + 1) * numbers, 0);
      }
    }
    return input.toBuilder()
        .tokenIds(ids)
        .channels(categorical, numeric)
        .labelRows(cells)
        .userFeatures(picked(input.userFeatures(), rows, input.rows()))
        .candidates(
            input.candidates().length == 0
                ? input.candidates()
                : Arrays.stream(rows).map(row -> input.candidates()[row]).toArray())
        .build();
  }

  /** Some of all rows [R,W]. */
  private static float[] picked(float[] values, int[] rows, int all) {
    int width = values.length / all;
    float[] picked = new float[rows.length * width];
    for (int r = 0; r < rows.length; r++) {
      System.arraycopy(values, rows[r] * width, picked, r * width, width);
    }
    return picked;
  }
}
