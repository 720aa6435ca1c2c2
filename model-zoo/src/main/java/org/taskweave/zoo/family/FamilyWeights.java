package org.taskweave.zoo.family;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.taskweave.core.InvalidInputException;
import org.taskweave.core.encoder.EncoderConfig;
import org.taskweave.core.encoder.EncoderTensors;
import org.taskweave.core.encoder.WeightTensor;
import org.taskweave.zoo.tensor.StoredTensor;
import org.taskweave.zoo.tensor.TensorSet;

/** The check that a file holds exactly the tensors of a family's encoder, and their reading. */
public final class FamilyWeights {

  private final EncoderFamily family;
  private final TensorSet set;
  private final EncoderConfig config;
  private final Map<String, StoredTensor> stored;
  private final List<String> problems = new ArrayList<>();

  private FamilyWeights(EncoderFamily family, TensorSet set, EncoderConfig config) {
    this.family = family;
    this.set = set;
    this.config = config;
    this.stored = FamilyNames.bare(family, set);
  }

  /**
   * Reads the encoder's weights, and what is optional if the file has it.
   *
   * @return weights by the names of {@link EncoderTensors}
   * @throws InvalidInputException if tensors are missing, left over, of the wrong shape or type, or
   *     hold a value that is not finite; the message lists all of them
   */
  public static Map<String, WeightTensor> read(
      EncoderFamily family, TensorSet set, EncoderConfig config) {
    return new FamilyWeights(family, set, config).read();
  }

  /**
   * An encoder's weights as a file of the family has them: its names, prefix and all, and shapes.
   *
   * @param weights by the names of {@link EncoderTensors}, complete
   * @return a new map
   */
  public static Map<String, WeightTensor> inFile(
      EncoderFamily family, EncoderConfig config, Map<String, WeightTensor> weights) {
    Map<String, long[]> shapes = EncoderTensors.shapes(config);
    family
        .optional(config)
        .forEach(
            (name, shape) -> {
              if (weights.containsKey(name)) {
                shapes.put(name, shape);
              }
            });
    Map<String, TensorSource> sources = new LinkedHashMap<>();
    Map<String, WeightTensor[]> parts = new LinkedHashMap<>();
    shapes
        .keySet()
        .forEach(
            name -> {
              TensorSource source = family.source(name, config);
              sources.put(source.name(), source);
              parts
                      .computeIfAbsent(source.name(), n -> new WeightTensor[source.parts()])[
                      source.part()] =
                  weights.get(name);
            });
    Map<String, WeightTensor> tensors = new LinkedHashMap<>();
    parts.forEach(
        (name, all) -> tensors.put(family.prefix() + name, sources.get(name).joined(all)));
    return tensors;
  }

  private Map<String, WeightTensor> read() {
    Map<String, long[]> wanted = EncoderTensors.shapes(config);
    Map<String, long[]> inFile = new LinkedHashMap<>();
    wanted.forEach(
        (name, shape) -> {
          TensorSource source = family.source(name, config);
          inFile.put(source.name(), source.shapeInFile(shape));
        });
    inFile.forEach(
        (name, shape) -> {
          if (!stored.containsKey(name)) {
            problems.add("missing: " + name + " " + Arrays.toString(shape));
          }
        });
    family
        .optional(config)
        .forEach(
            (name, shape) -> {
              String file = family.source(name, config).name();
              if (stored.containsKey(file)) {
                wanted.put(name, shape);
                inFile.put(file, shape);
              }
            });
    stored.forEach((name, tensor) -> checkStored(name, tensor, inFile.get(name)));
    reject();

    Map<String, WeightTensor> weights = new LinkedHashMap<>();
    wanted.forEach(
        (name, shape) -> {
          TensorSource source = family.source(name, config);
          float[] values = source.read(stored.get(source.name()));
          checkFinite(source.name(), values);
          weights.put(name, new WeightTensor(shape, values));
        });
    reject();
    return weights;
  }

  private void checkStored(String name, StoredTensor tensor, long[] shape) {
    if (shape == null) {
      if (!family.ignores(name)) {
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

  private void checkFinite(String name, float[] values) {
    for (int i = 0; i < values.length; i++) {
      if (!Float.isFinite(values[i])) {
        problems.add("not finite: " + name + " is " + values[i] + " as a float at element " + i);
        return;
      }
    }
  }

  private void reject() {
    if (!problems.isEmpty()) {
      throw new InvalidInputException(
          set.place()
              + ": "
              + problems.size()
              + (problems.size() == 1 ? " tensor does" : " tensors do")
              + " not fit "
              + family.title()
              + " with hidden_size "
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
