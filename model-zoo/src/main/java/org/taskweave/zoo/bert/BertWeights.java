package org.taskweave.zoo.bert;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.taskweave.core.InvalidInputException;
import org.taskweave.core.encoder.EncoderConfig;
import org.taskweave.core.encoder.WeightTensor;
import org.taskweave.zoo.tensor.StoredTensor;
import org.taskweave.zoo.tensor.TensorSet;

/** The check that a file holds exactly the tensors of a BERT encoder, and their reading. */
public final class BertWeights {

  private BertWeights() {}

  /**
   * Reads the encoder's weights, and the pooler's if the file has them.
   *
   * @return weights by canonical name; linear weights are [out,in]
   * @throws InvalidInputException if tensors are missing, left over, of the wrong shape or type, or
   *     hold a value that is not finite; the message lists all of them
   */
  public static Map<String, WeightTensor> read(TensorSet set, EncoderConfig config) {
    Map<String, StoredTensor> stored = BertNames.canonical(set);
    Map<String, long[]> shapes = BertLayout.required(config);
    List<String> problems = new ArrayList<>();
    for (String name : shapes.keySet()) {
      if (!stored.containsKey(name)) {
        problems.add("missing: " + name + " " + Arrays.toString(shapes.get(name)));
      }
    }
    BertLayout.optional(config)
        .forEach(
            (name, shape) -> {
              if (stored.containsKey(name)) {
                shapes.put(name, shape);
              }
            });
    stored.forEach((name, tensor) -> checkStored(name, tensor, shapes.get(name), problems));
    reject(set, config, problems);

    Map<String, WeightTensor> weights = new LinkedHashMap<>();
    shapes.forEach(
        (name, shape) -> {
          float[] values = stored.get(name).read();
          checkFinite(name, values, problems);
          weights.put(name, new WeightTensor(shape, values));
        });
    reject(set, config, problems);
    return weights;
  }

  private static void checkStored(
      String name, StoredTensor tensor, long[] shape, List<String> problems) {
    if (shape == null) {
      if (!BertLayout.isIgnorable(name)) {
        problems.add("left over: " + name + " " + Arrays.toString(tensor.shape()));
      }
    } else if (!Arrays.equals(tensor.shape(), shape)) {
      problems.add(
          "wrong shape: "
              + name
              + " is "
              + Arrays.toString(tensor.shape())
              + ", must be "
              + Arrays.toString(shape));
    } else if (!tensor.isFloatingPoint()) {
      problems.add("wrong type: " + name + " is " + tensor.typeName() + ", must be floating-point");
    }
  }

  private static void checkFinite(String name, float[] values, List<String> problems) {
    for (int i = 0; i < values.length; i++) {
      if (!Float.isFinite(values[i])) {
        problems.add("not finite: " + name + " is " + values[i] + " as a float at element " + i);
        return;
      }
    }
  }

  private static void reject(TensorSet set, EncoderConfig config, List<String> problems) {
    if (!problems.isEmpty()) {
      throw new InvalidInputException(
          set.place()
              + ": "
              + problems.size()
              + (problems.size() == 1 ? " tensor does" : " tensors do")
              + " not fit a BERT encoder with hidden_size "
              + config.hiddenSize()
              + ", num_hidden_layers "
              + config.layers()
              + ", intermediate_size "
              + config.intermediateSize()
              + ", vocab_size "
              + config.vocabSize()
              + ":\n  "
              + String.join("\n  ", problems)
              + "\nMaybe the configuration belongs to other weights.");
    }
  }
}
