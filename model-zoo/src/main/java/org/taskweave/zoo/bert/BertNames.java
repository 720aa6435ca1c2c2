package org.taskweave.zoo.bert;

import java.util.LinkedHashMap;
import java.util.Map;
import org.taskweave.core.InvalidInputException;
import org.taskweave.zoo.tensor.StoredTensor;
import org.taskweave.zoo.tensor.TensorSet;

/**
 * One spelling for the names that files use: no "bert." prefix, and a layer norm's "gamma" and
 * "beta" (files converted from TensorFlow) as "weight" and "bias".
 */
public final class BertNames {

  private static final String PREFIX = "bert.";

  private BertNames() {}

  /** The name without prefix, in today's spelling. */
  public static String canonical(String name) {
    String bare = name.startsWith(PREFIX) ? name.substring(PREFIX.length()) : name;
    if (bare.endsWith(".LayerNorm.gamma")) {
      return bare.substring(0, bare.length() - "gamma".length()) + "weight";
    }
    if (bare.endsWith(".LayerNorm.beta")) {
      return bare.substring(0, bare.length() - "beta".length()) + "bias";
    }
    return bare;
  }

  /**
   * The set's tensors by canonical name.
   *
   * @throws InvalidInputException if two tensors have the same canonical name
   */
  static Map<String, StoredTensor> canonical(TensorSet set) {
    Map<String, StoredTensor> tensors = new LinkedHashMap<>();
    Map<String, String> spelling = new LinkedHashMap<>();
    set.tensors()
        .forEach(
            (name, tensor) -> {
              String canonical = canonical(name);
              String other = spelling.put(canonical, name);
              if (other != null) {
                throw new InvalidInputException(
                    set.place()
                        + ": tensors "
                        + other
                        + " and "
                        + name
                        + " are both "
                        + canonical
                        + "; keep one of them");
              }
              tensors.put(canonical, tensor);
            });
    return tensors;
  }
}
