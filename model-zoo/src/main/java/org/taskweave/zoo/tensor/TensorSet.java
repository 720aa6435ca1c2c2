package org.taskweave.zoo.tensor;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The tensors of one model, named as its file names them.
 *
 * @param place the file, for errors
 * @param tensors in the file's order
 * @param sha256 of the weight file (all shards in the order of their names), hexadecimal
 */
public record TensorSet(String place, Map<String, StoredTensor> tensors, String sha256) {

  public TensorSet {
    tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
  }
}
