package org.taskweave.nn.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.taskweave.core.batch.SequenceInput;
import org.taskweave.core.batch.TaskLabels;
import org.taskweave.core.task.TaskSpec;

/** Plain arrays of a batch to ND4J arrays, in the order of the graph's inputs and outputs. */
final class BatchArrays {

  private final DataType type;

  BatchArrays(DataType type) {
    this.type = type;
  }

  INDArray[] inputs(List<String> names, SequenceInput input) {
    return names.stream().map(name -> input(name, input)).toArray(INDArray[]::new);
  }

  private INDArray input(String name, SequenceInput input) {
    int rows = input.batchSize();
    int length = input.length();
    return switch (name) {
      case GraphNames.TOKEN_IDS -> Nd4j.createFromArray(input.tokenIds()).reshape(rows, length);
      case GraphNames.TOKEN_TYPE_IDS ->
          Nd4j.createFromArray(input.tokenTypeIds()).reshape(rows, length);
      case GraphNames.MASK -> real(input.mask(), rows, length);
      case GraphNames.CATEGORICAL_CHANNELS -> channels(input);
      case GraphNames.NUMERIC_CHANNELS ->
          real(
              input.numericChannels(),
              rows,
              length,
              input.numericChannels().length / (rows * length));
      case GraphNames.USER_FEATURES ->
          real(input.userFeatures(), rows, input.userFeatures().length / rows);
      default -> throw new IllegalArgumentException("the graph has an unknown input " + name);
    };
  }

  /** [B,C,T]. */
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

  /** Labels [R,W] of each task: class indices become one-hot rows; unknown labels become 0. */
  INDArray[] labels(List<TaskSpec> tasks, List<TaskLabels> labels) {
    INDArray[] arrays = new INDArray[tasks.size()];
    for (int k = 0; k < arrays.length; k++) {
      TaskSpec task = tasks.get(k);
      float[] values = known(labels.get(k));
      boolean classIndices =
          task instanceof TaskSpec.Multiclass || task instanceof TaskSpec.TokenTagging;
      arrays[k] =
          classIndices
              ? oneHot(values, task.outputWidth())
              : real(values, values.length / task.outputWidth(), task.outputWidth());
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
  List<Optional<INDArray>> rowWeights(List<TaskLabels> labels) {
    List<Optional<INDArray>> weights = new ArrayList<>();
    for (TaskLabels label : labels) {
      boolean plain = true;
      for (float value : label.mask()) {
        plain &= value == 0 || value == 1;
      }
      weights.add(
          plain ? Optional.empty() : Optional.of(real(label.mask(), label.mask().length, 1)));
    }
    return weights;
  }

  private INDArray oneHot(float[] indices, int classes) {
    float[] rows = new float[indices.length * classes];
    for (int i = 0; i < indices.length; i++) {
      rows[i * classes + (int) indices[i]] = 1;
    }
    return real(rows, indices.length, classes);
  }

  private INDArray real(float[] values, long... shape) {
    return Nd4j.createFromArray(values).castTo(type).reshape(shape);
  }
}
