package org.taskweave.zoo.family;

import java.util.LinkedHashMap;
import java.util.Map;
import org.taskweave.core.InvalidInputException;
import org.taskweave.zoo.tensor.StoredTensor;
import org.taskweave.zoo.tensor.TensorSet;

/** One spelling for the names that files of a family use: without prefix, and today's. */
public final class FamilyNames {

  private FamilyNames() {}

  /**
   * The set's tensors by their names without prefix, in today's spelling.
   *
   * @throws InvalidInputException if two tensors have the same name then
   */
  public static Map<String, StoredTensor> bare(EncoderFamily family, TensorSet set) {
    Map<String, StoredTensor> tensors = new LinkedHashMap<>();
    Map<String, String> spellings = new LinkedHashMap<>();
    set.tensors()
        .forEach(
            (name, tensor) -> {
              String bare = family.spelling(withoutPrefix(family, name));
              String other = spellings.put(bare, name);
              if (other != null) {
                throw new InvalidInputException(
                    set.place()
                        + ": tensors "
                        + other
                        + " and "
                        + name
                        + " are both "
                        + bare
                        + "; keep one of them");
              }
              tensors.put(bare, tensor);
            });
    return tensors;
  }

  private static String withoutPrefix(EncoderFamily family, String name) {
    return name.startsWith(family.prefix()) ? name.substring(family.prefix().length()) : name;
  }
}
