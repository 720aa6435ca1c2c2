package org.taskweave.serve.batch;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import org.taskweave.core.batch.SequenceInput;
import org.taskweave.core.batch.TaskScores;
import org.taskweave.core.task.TaskSpec;

/**
 * Batches of one length T and one model as one batch, their sequences in order, and the way back.
 *
 * @param parts at least one, all of the same length and with the same arrays
 */
public record JoinedInput(List<SequenceInput> parts) {

  public JoinedInput {
    parts = List.copyOf(parts);
  }

  /** Sequences of all parts. */
  public int sequences() {
    return parts.stream().mapToInt(SequenceInput::batchSize).sum();
  }

  int length() {
    return parts.get(0).length();
  }

  private boolean wholeSequences() {
    return parts.get(0).labelRows().length == 0;
  }

  /**
   * The batch, filled up with empty sequences as a batcher fills up.
   *
   * @param padded its number of sequences, at least {@link #sequences}
   */
  public SequenceInput input(int padded) {
    if (parts.size() == 1 && padded == sequences()) {
      return parts.get(0);
    }
    int cells = padded * length();
    int rows = wholeSequences() ? padded : total(part -> part.labelRows().length);
    SequenceInput first = parts.get(0);
    List<int[]> categorical = new ArrayList<>();
    for (int c = 0; c < first.categoricalChannels().size(); c++) {
      int channel = c;
      categorical.add(ints(part -> part.categoricalChannels().get(channel), cells));
    }
    int numbers = first.numericChannels().length / (first.batchSize() * length());
    int features = first.userFeatures().length / first.rows();
    return new SequenceInput(
        padded,
        length(),
        ints(SequenceInput::tokenIds, cells),
        ints(SequenceInput::tokenTypeIds, cells),
        floats(SequenceInput::mask, cells),
        categorical,
        floats(SequenceInput::numericChannels, cells * numbers),
        labelRows(),
        floats(SequenceInput::userFeatures, rows * features),
        ints(SequenceInput::candidates, first.candidates().length == 0 ? 0 : rows),
        ints(SequenceInput::baskets, first.baskets().length == 0 ? 0 : cells),
        ints(SequenceInput::folds, first.folds().length == 0 ? 0 : padded));
  }

  private int total(ToIntFunction<SequenceInput> size) {
    return parts.stream().mapToInt(size).sum();
  }

  /** Cells b * T + t move with their sequences. */
  private int[] labelRows() {
    int[] joined = new int[total(part -> part.labelRows().length)];
    int at = 0;
    int firstCell = 0;
    for (SequenceInput part : parts) {
      for (int cell : part.labelRows()) {
        joined[at++] = firstCell + cell;
      }
      firstCell += part.batchSize() * length();
    }
    return joined;
  }

  private int[] ints(Function<SequenceInput, int[]> array, int length) {
    int[] joined = new int[length];
    int at = 0;
    for (SequenceInput part : parts) {
      int[] own = array.apply(part);
      System.arraycopy(own, 0, joined, at, own.length);
      at += own.length;
    }
    return joined;
  }

  private float[] floats(Function<SequenceInput, float[]> array, int length) {
    float[] joined = new float[length];
    int at = 0;
    for (SequenceInput part : parts) {
      float[] own = array.apply(part);
      System.arraycopy(own, 0, joined, at, own.length);
      at += own.length;
    }
    return joined;
  }

  /**
   * The parts' own rows of the joined scores.
   *
   * @param tasks the model's, in the order of the scores
   */
  List<List<TaskScores>> split(List<TaskScores> joined, List<TaskSpec> tasks) {
    List<List<TaskScores>> byPart = new ArrayList<>();
    int sequence = 0;
    int row = 0;
    for (SequenceInput part : parts) {
      List<TaskScores> own = new ArrayList<>();
      for (int k = 0; k < tasks.size(); k++) {
        boolean perToken = tasks.get(k).perToken();
        int from = perToken ? sequence * length() : row;
        int count = perToken ? part.batchSize() * length() : part.rows();
        int width = joined.get(k).width();
        own.add(
            new TaskScores(
                count,
                width,
                Arrays.copyOfRange(joined.get(k).values(), from * width, (from + count) * width)));
      }
      byPart.add(own);
      sequence += part.batchSize();
      row += part.rows();
    }
    return byPart;
  }
}
