package org.taskweave.zoo.family;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.taskweave.core.InvalidInputException;
import org.taskweave.core.encoder.EncoderConfig;
import org.taskweave.core.encoder.EncoderTensors;
import org.taskweave.core.encoder.LanguageHead;
import org.taskweave.core.encoder.PretrainedEncoder;
import org.taskweave.core.encoder.WeightTensor;
import org.taskweave.zoo.tensor.StoredTensor;
import org.taskweave.zoo.tensor.TensorSet;

/** The language model's head that a file has beside its encoder, if it has one. */
public final class LanguageHeadWeights {

  private LanguageHeadWeights() {}

  /**
   * Reads the head.
   *
   * @param tied whether config.json says that scores are products with the word embeddings
   * @return a fresh head if the file has none
   * @throws InvalidInputException if a part is missing, of the wrong shape or type, or not finite
   */
  public static LanguageHead read(
      EncoderFamily family, TensorSet set, PretrainedEncoder encoder, boolean tied) {
    EncoderConfig config = encoder.config();
    Map<String, String> names = family.languageHead().names();
    Map<String, StoredTensor> stored = FamilyNames.bare(family, set);
    boolean hasOwnMatrix = stored.containsKey(names.get(LanguageHead.DECODER));
    boolean masked = !config.layout().causal();
    LanguageHead wanted = new LanguageHead(masked, masked || tied || !hasOwnMatrix, Map.of());
    Map<String, WeightTensor> weights = new LinkedHashMap<>();
    List<String> problems = new ArrayList<>();
    wanted
        .shapes(config)
        .forEach(
            (name, shape) -> {
              StoredTensor tensor = stored.get(names.get(name));
              if (tensor == null) {
                problems.add("missing: " + names.get(name) + " " + Arrays.toString(shape));
              } else if (!Arrays.equals(tensor.shape(), shape) || !tensor.isFloatingPoint()) {
                problems.add(
                    "wrong: "
                        + names.get(name)
                        + " is "
                        + tensor.typeName()
                        + " "
                        + Arrays.toString(tensor.shape())
                        + ", must be floating-point "
                        + Arrays.toString(shape));
              } else {
                weights.put(
                    name, new WeightTensor(shape, finite(names.get(name), tensor, problems)));
              }
            });
    if (weights.isEmpty() && problems.stream().allMatch(problem -> problem.startsWith("missing"))) {
      return wanted;
    }
    if (!problems.isEmpty()) {
      throw new InvalidInputException(
          set.place()
              + ": the head of its language model is not whole:\n  "
              + String.join("\n  ", problems));
    }
    WeightTensor decoder = weights.get(LanguageHead.DECODER);
    if (decoder != null
        && Arrays.equals(decoder.values(), encoder.weights().get(EncoderTensors.WORDS).values())) {
      return new LanguageHead(masked, true, Map.of());
    }
    return new LanguageHead(masked, wanted.tied(), weights);
  }

  private static float[] finite(String name, StoredTensor tensor, List<String> problems) {
    float[] values = tensor.read();
    for (int i = 0; i < values.length; i++) {
      if (!Float.isFinite(values[i])) {
        problems.add("not finite: " + name + " is " + values[i] + " at element " + i);
        break;
      }
    }
    return values;
  }
}
