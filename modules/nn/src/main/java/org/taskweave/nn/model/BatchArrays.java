package org.taskweave.nn.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.taskweave.core.batch.ModelInput;
import org.taskweave.core.batch.SequenceInput;
import org.taskweave.core.batch.TaskLabels;
import org.taskweave.core.task.TaskSpec;
import org.taskweave.nn.head.TaskHead;
import org.taskweave.nn.head.TaskHeads;
import org.taskweave.nn.item.MemoryWindow;

/** Plain arrays of a batch to ND4J arrays, in the order of the graph's inputs and outputs. */
final class BatchArrays {

  private final DataType type;

  BatchArrays(DataType type) {
    this.type = type;
  }

  /**
   * Inputs of a graph.
   *
   * @param items the batch's; unused by a graph without items
   */
  INDArray[] inputs(List<String> names, SequenceInput input, BatchItems items) {
    return names.stream().map(name -> input(name, input, items)).toArray(INDArray[]::new);
  }

  private INDArray input(String name, SequenceInput input, BatchItems items) {
    Optional<String> offsetsOf = GraphNames.taskOfOffsets(name);
    if (offsetsOf.isPresent()) {
      float[] offsets = items.offsets(offsetsOf.get());
      return real(offsets, 1, offsets.length);
    }
    ModelInput kind =
        ModelInput.of(name)
            .orElseThrow(
                () -> new IllegalArgumentException("the graph has an unknown input " + name));
    int rows = input.batchSize();
    int length = input.length();
    return switch (kind) {
      case TOKEN_IDS, HISTORY, MEMORY_HISTORY ->
          Nd4j.createFromArray(items.positions(input.tokenIds())).reshape(rows, length);
      case LABEL_ROWS -> column(input.labelRows());
      case CANDIDATE_ROWS -> column(items.candidates(input.candidates()));
      case HISTORY_CELLS, MEMORY_CELLS -> column(items.historyCells(input));
      case ITEM_ROWS, SCORED_ROWS, MEMORY_ROWS -> column(items.rows());
      case MEMORY_EVENTS ->
          Nd4j.createFromArray(MemoryWindow.of(input, items.count()))
              .reshape(input.labelRows().length, MemoryWindow.WIDTH);
      case TOKEN_TYPE_IDS -> Nd4j.createFromArray(input.tokenTypeIds()).reshape(rows, length);
      case MASK, EVENT_MASK -> real(input.mask(), rows, length);
      case CATEGORICAL_CHANNELS -> channels(input);
      case NUMERIC_CHANNELS, EVENT_NUMBERS ->
          real(
              input.numericChannels(),
              rows,
              length,
              input.numericChannels().length / (rows * length));
      case USER_FEATURES ->
          real(input.userFeatures(), input.rows(), input.userFeatures().length / input.rows());
    };
  }

  private static INDArray column(int[] values) {
    return Nd4j.createFromArray(values).reshape(values.length, 1);
  }

  /** [B,Q,T]. */
  private static INDArray channels(SequenceInput input) {
    int count = input.categoricalChannels().size();
    int[] values = new int[input.batchSize() * count * input.length()];
    for (int row = 0; row < input.batchSize(); row++) {
      for (int c = 0; c < count; c++) {
        System.arraycopy(
            input.categoricalChannels().get(c),
            row * input.length(),
            values,
            (row * count + c) * input.length(),
            input.length());
      }
    }
    return Nd4j.createFromArray(values).reshape(input.batchSize(), count, input.length());
  }

  /** Labels of each task as its head reads them; unknown ones become 0. */
  INDArray[] labels(List<TaskSpec> tasks, List<TaskLabels> labels, BatchItems items) {
    INDArray[] arrays = new INDArray[tasks.size()];
    for (int k = 0; k < arrays.length; k++) {
      TaskSpec task = tasks.get(k);
      float[] values = known(labels.get(k));
      TaskHead head = TaskHeads.of(task);
      float[] read =
          task.ranking().isPresent() ? items.labels(task.name(), values) : head.labels(values);
      arrays[k] = real(read, read.length / head.labelWidth(), head.labelWidth());
    }
    return arrays;
  }

  /** Whatever stands where no label is known, NaN for instance, must not reach the loss. */
  private static float[] known(TaskLabels labels) {
    float[] values = labels.values().clone();
    int width = values.length / labels.mask().length;
    for (int i = 0; i < values.length; i++) {
      if (labels.mask()[i / width] == 0) {
        values[i] = 0;
      }
    }
    return values;
  }

  /** Label masks [R,1]: 1 where the label is known. */
  INDArray[] labelMasks(List<TaskLabels> labels) {
    List<INDArray> masks = new ArrayList<>();
    for (TaskLabels label : labels) {
      float[] known = label.mask().clone();
      for (int i = 0; i < known.length; i++) {
        known[i] = known[i] > 0 ? 1 : 0;
      }
      masks.add(real(known, known.length, 1));
    }
    return masks.toArray(INDArray[]::new);
  }

  /** Weights of the labels [R,1]; empty where all known ones have weight 1. */
  List<Optional<INDArray>> rowWeights(
      List<TaskSpec> tasks, List<TaskLabels> labels, BatchItems items) {
    List<Optional<INDArray>> weights = new ArrayList<>();
    for (int k = 0; k < tasks.size(); k++) {
      float[] rows =
          tasks.get(k).ranking().isPresent()
              ? items.weights(tasks.get(k).name(), labels.get(k))
              : labels.get(k).mask();
      boolean plain = true;
      for (float value : rows) {
        plain &= value == 0 || value == 1;
      }
      weights.add(plain ? Optional.empty() : Optional.of(real(rows, rows.length, 1)));
    }
    return weights;
  }

  private INDArray real(float[] values, long... shape) {
    return Nd4j.createFromArray(values).castTo(type).reshape(shape);
  }
}
